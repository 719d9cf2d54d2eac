#include "http/form.h"

#include <fmt/format.h>

namespace vlechtwerk::http {
namespace {

using base::ErrorKind;
using base::N_;

tl::unexpected<base::Error> unreadable(std::string code, std::string field = {}) {
  // A field's name goes back to the page, so it must be text itself.
  if (!valid_utf8(field)) field.clear();
  return base::fail(ErrorKind::InvalidInput, std::move(code), {N_("Dit formulier konden we niet lezen. Probeer het opnieuw."), {}},
                    std::move(field));
}

tl::unexpected<base::Error> too_large(std::string code, std::string field = {}) {
  return base::fail(ErrorKind::TooLarge, std::move(code), {N_("Dit formulier is te groot. Maak het korter en probeer het opnieuw."), {}},
                    std::move(field));
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// What holds for a text field in either encoding.
base::Result<void> check_field(std::string const& name, std::string_view value) {
  if (!valid_utf8(name) || !valid_utf8(value)) return unreadable("form_utf8", name);
  if (name.find('\0') != std::string::npos || value.find('\0') != std::string_view::npos) return unreadable("form_nul", name);
  return {};
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// The value of `name=` among the parameters of a header value, quotes removed; nullopt when absent or its quote never ends.
std::optional<std::string> parameter(std::string_view header_value, std::string_view wanted) {
  auto position = header_value.find(';');
  while (position != std::string_view::npos) {
    auto rest = header_value.substr(position + 1);
    auto const equals = rest.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    auto const name = trim(rest.substr(0, equals));
    rest = trim(rest.substr(equals + 1));
    std::string value;
    if (rest.starts_with('"')) {
      std::size_t i = 1;
      // Browsers send `"` in a name as %22; a backslash stands for itself there (RFC 7578, the HTML standard).
      while (i < rest.size() && rest[i] != '"') value += rest[i++];
      if (i >= rest.size()) return std::nullopt;
      rest.remove_prefix(i + 1);
    } else {
      auto const end = std::min(rest.find(';'), rest.size());
      value = trim(rest.substr(0, end));
      rest.remove_prefix(end);
    }
    if (CaselessName::same(name, wanted)) return value;
    position = rest.empty() ? std::string_view::npos : rest.find(';');
    header_value = rest;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[i] == '%') {
      if (text.size() - i < 3) return std::nullopt;
      int const high = hex_value(text[i + 1]);
      int const low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  std::string out;
  for (char const c : text) {
    bool const plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

base::Result<Fields> parse_urlencoded(std::string_view text, FormLimits const& limits) {
  Fields fields;
  while (!text.empty()) {
    auto const end = std::min(text.find('&'), text.size());
    auto const pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    if (fields.size() == limits.fields) return too_large("form_too_many_fields");
    auto const equals = std::min(pair.find('='), pair.size());
    auto name = percent_decode(pair.substr(0, equals), true);
    if (!name) return unreadable("form_escape");
    if (name->size() > limits.name_bytes) return too_large("form_name_too_long");
    auto value = percent_decode(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!value) return unreadable("form_escape", *name);
    if (value->size() > limits.value_bytes) return too_large("form_value_too_long", *name);
    if (auto checked = check_field(*name, *value); !checked) return tl::unexpected(checked.error());
    fields.add(std::move(*name), std::move(*value));
  }
  return fields;
}

std::string write_urlencoded(Fields const& fields) {
  std::string out;
  for (auto const& [name, value] : fields) {
    if (!out.empty()) out += '&';
    out += percent_encode(name) + "=" + percent_encode(value);
  }
  return out;
}

std::optional<std::string> multipart_boundary(std::string_view content_type) {
  auto const kind = trim(content_type.substr(0, content_type.find(';')));
  if (!CaselessName::same(kind, "multipart/form-data")) return std::nullopt;
  auto boundary = parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > 70) return std::nullopt;
  for (char const c : *boundary) {
    if (c < 0x20 || c > 0x7E) return std::nullopt;
  }
  return boundary;
}

// The first delimiter may stand at the very beginning; a CRLF put before the input makes it look like all others.
MultipartReader::MultipartReader(std::string boundary, FormLimits const& limits)
    : delimiter_("\r\n--" + std::move(boundary)), limits_(limits), pending_("\r\n") {}

base::Result<void> MultipartReader::feed(std::string_view bytes) {
  pending_ += bytes;
  std::size_t used = 0;
  auto const rest = [&] { return std::string_view(pending_).substr(used); };
  auto const keep_rest = [&] { pending_.erase(0, used); };
  for (;;) {
    switch (state_) {
      case State::Preamble:
      case State::PartBody: {
        auto const found = rest().find(delimiter_);
        // A delimiter may still be half in: keep as many bytes as it could have begun.
        auto const safe = found != std::string_view::npos ? found : rest().size() - std::min(rest().size(), delimiter_.size() - 1);
        if (state_ == State::PartBody) {
          if (auto ok = append(rest().substr(0, safe)); !ok) return ok;
        }
        used += safe;
        if (found == std::string_view::npos) {
          keep_rest();
          return {};
        }
        if (state_ == State::PartBody) {
          if (auto ok = end_part(); !ok) return ok;
        }
        used += delimiter_.size();
        state_ = State::AfterBoundary;
        break;
      }
      case State::AfterBoundary:
        if (rest().size() < 2) {
          keep_rest();
          return {};
        }
        if (rest().starts_with("--")) {
          state_ = State::Done;
        } else if (rest().starts_with("\r\n")) {
          used += 2;
          state_ = State::PartHeader;
        } else {
          return unreadable("multipart_malformed");
        }
        break;
      case State::PartHeader: {
        auto const end = rest().find("\r\n\r\n");
        if (std::min(end, rest().size()) > limits_.part_header_bytes) return too_large("multipart_malformed");
        if (end == std::string_view::npos) {
          keep_rest();
          return {};
        }
        if (auto ok = begin_part(rest().substr(0, end)); !ok) return ok;
        used += end + 4;
        state_ = State::PartBody;
        break;
      }
      case State::Done:
        pending_.clear();
        return {};
    }
  }
}

base::Result<void> MultipartReader::begin_part(std::string_view header) {
  part_ = {};
  part_is_file_ = false;
  bool named = false;
  while (!header.empty()) {
    auto const end = std::min(header.find("\r\n"), header.size());
    auto const line = header.substr(0, end);
    header.remove_prefix(std::min(end + 2, header.size()));
    auto const colon = line.find(':');
    if (colon == std::string_view::npos) return unreadable("multipart_malformed");
    auto const name = line.substr(0, colon);
    auto const value = trim(line.substr(colon + 1));
    if (CaselessName::same(name, "Content-Disposition")) {
      auto field = parameter(value, "name");
      if (named || !CaselessName::same(trim(value.substr(0, value.find(';'))), "form-data") || !field)
        return unreadable("multipart_malformed");
      named = true;
      part_.field = std::move(*field);
      if (auto filename = parameter(value, "filename")) {
        part_is_file_ = true;
        part_.filename = std::move(*filename);
      }
    } else if (CaselessName::same(name, "Content-Type")) {
      part_.content_type = value;
    }
  }
  if (!named) return unreadable("multipart_malformed");
  if (form_.fields.size() + form_.uploads.size() == limits_.fields) return too_large("form_too_many_fields");
  if (part_.field.size() > limits_.name_bytes || part_.filename.size() > limits_.name_bytes) return too_large("form_name_too_long");
  if (auto ok = check_field(part_.field, part_.filename); !ok) return ok;
  return check_field(part_.field, part_.content_type);
}

base::Result<void> MultipartReader::append(std::string_view bytes) {
  auto const limit = part_is_file_ ? limits_.file_bytes : limits_.value_bytes;
  if (bytes.size() > limit - part_.bytes.size()) {
    return too_large(part_is_file_ ? "multipart_file_too_large" : "form_value_too_long", part_.field);
  }
  part_.bytes += bytes;
  return {};
}

base::Result<void> MultipartReader::end_part() {
  if (part_is_file_) {
    form_.uploads.push_back(std::move(part_));
  } else {
    if (auto ok = check_field(part_.field, part_.bytes); !ok) return ok;
    form_.fields.add(std::move(part_.field), std::move(part_.bytes));
  }
  part_ = {};
  return {};
}

base::Result<MultipartForm> MultipartReader::finish() {
  if (state_ != State::Done) return unreadable("multipart_malformed");
  return std::exchange(form_, {});
}

}  // namespace vlechtwerk::http
