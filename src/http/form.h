#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/utf8.h"
#include "http/fields.h"
#include "http/request.h"

namespace vlechtwerk::http {

/// Bounds of a form, whatever its encoding. The body as a whole was bounded before by the server.
struct FormLimits {
  std::size_t fields = 2'000;
  std::size_t name_bytes = 200;
  std::size_t value_bytes = 4'000'000;
  std::size_t file_bytes = 20'000'000;    ///< one file of a multipart form
  std::size_t part_header_bytes = 4'096;  ///< all header lines of one part
};

using base::valid_utf8;

/// Undoes %XX, and '+' as a space when `plus_is_space`. nullopt on a broken escape. The result may be any bytes.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);
/// Everything but unreserved ASCII becomes %XX.
std::string percent_encode(std::string_view text);

/// `a=1&b=2`. Codes: form_escape, form_utf8, form_nul, form_too_many_fields, form_name_too_long, form_value_too_long.
base::Result<Fields> parse_urlencoded(std::string_view text, FormLimits const& limits = {});
std::string write_urlencoded(Fields const& fields);

/// What a multipart body held.
struct MultipartForm {
  Fields fields;
  std::vector<Upload> uploads;
};

/// Reads multipart/form-data in pieces of any size and keeps no more than the limits allow. A total function over hostile bytes.
class MultipartReader {
 public:
  MultipartReader(std::string boundary, FormLimits const& limits);
  /// Codes as for urlencoded, and multipart_malformed, multipart_file_too_large. After an error no further call is allowed.
  base::Result<void> feed(std::string_view bytes);
  /// multipart_malformed when the closing boundary never came. The reader is empty afterwards.
  base::Result<MultipartForm> finish();

 private:
  enum class State { Preamble, AfterBoundary, PartHeader, PartBody, Done };
  base::Result<void> begin_part(std::string_view header);
  base::Result<void> append(std::string_view bytes);
  base::Result<void> end_part();

  std::string delimiter_;  ///< CRLF, two dashes, boundary
  FormLimits limits_;
  State state_ = State::Preamble;
  std::string pending_;  ///< bytes that are not yet understood
  Upload part_;
  bool part_is_file_ = false;
  MultipartForm form_;
};

/// The boundary of a Content-Type, when it is multipart/form-data with a valid one (1 to 70 characters).
std::optional<std::string> multipart_boundary(std::string_view content_type);

}  // namespace vlechtwerk::http
