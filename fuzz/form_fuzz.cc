// Hostile forms: every field that comes out is text within its bounds, what was read is written back, and pieces change nothing.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/form.h"

using namespace vlechtwerk::http;

namespace {

constexpr FormLimits limits{.fields = 20, .name_bytes = 30, .value_bytes = 200, .file_bytes = 300, .part_header_bytes = 400};

void check(Fields const& fields) {
  if (fields.size() > limits.fields) std::abort();
  for (auto const& [name, value] : fields) {
    if (!valid_utf8(name) || !valid_utf8(value)) std::abort();
    if (name.size() > limits.name_bytes || value.size() > limits.value_bytes) std::abort();
  }
}

std::string read_multipart(std::string_view body, std::size_t step) {
  MultipartReader reader("XX", limits);
  for (std::size_t i = 0; i < body.size(); i += step) {
    if (auto fed = reader.feed(body.substr(i, step)); !fed) return "refused";
  }
  auto form = reader.finish();
  if (!form) return "refused";
  check(form->fields);
  auto text = write_urlencoded(form->fields);
  for (auto const& upload : form->uploads) text += "|" + upload.field + "|" + upload.filename + "|" + upload.bytes;
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  std::string const bytes(data + 1, data + size);
  if (auto const fields = parse_urlencoded(bytes, limits)) {
    check(*fields);
    if (parse_urlencoded(write_urlencoded(*fields)) != *fields) std::abort();
  }
  if (read_multipart(bytes, bytes.size() + 1) != read_multipart(bytes, data[0] % 16 + 1U)) std::abort();
  (void)multipart_boundary(bytes);
  return 0;
}
