#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace vlechtwerk::base {

/// A sentence for a person, not yet in a language: the Dutch sentence is its id in the catalogues, `{name}` marks an argument.
/// Wrap every msgid in N_() or tr() so that the extraction finds it.
struct Message {
  std::string msgid;
  std::vector<std::pair<std::string, std::string>> args;
  bool operator==(Message const&) const = default;
};

/// Marks a Dutch sentence for extraction into the catalogue; gives it back unchanged.
constexpr char const* N_(char const* msgid) { return msgid; }

/// The closed set of expected outcomes other than success. Values are stable: the API shows their names.
enum class ErrorKind {
  InvalidInput,     ///< what was sent cannot be read or is not allowed as a value
  Unauthenticated,  ///< nobody is logged in, or the session ended
  NotAllowed,       ///< the gate said no
  NotFound,         ///< it is not there, or this person may not know that it is
  Conflict,         ///< somebody else changed it first, or the id exists with other contents
  Refused,          ///< a rule of the plan or of the permission of parents forbids it now
  TooLarge,
  Busy,  ///< try again later
};

/// An expected outcome that is not success. It speaks twice: `code` for logs and the API (English, stable, never personal data),
/// `message` for the reader. `field` names the form field that it is about, empty when none.
struct Error {
  ErrorKind kind{};
  std::string code;
  Message message;
  std::string field;
  bool operator==(Error const&) const = default;
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorKind kind, std::string code, Message message, std::string field = {}) {
  return tl::unexpected<Error>(Error{kind, std::move(code), std::move(message), std::move(field)});
}

/// The world is broken: a disk, a database, a network. Thrown by store and platform, caught at the edge (the writer, the request),
/// reported, and never turned into "saved". The text is English, for the log, without personal data.
class WorldError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace vlechtwerk::base
