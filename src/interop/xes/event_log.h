#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/instant.h"

namespace vlechtwerk::interop {

/// What process mining works on, in the words of XES (IEEE 1849): a log of traces, each a row of events, each with attributes.
using Attributes = std::vector<std::pair<std::string, std::variant<std::string, std::int64_t, bool>>>;

struct LogEvent {
  std::string activity;    ///< concept:name
  std::string transition;  ///< lifecycle:transition, of the standard model of the extension
  base::Instant at;        ///< time:timestamp
  std::string role;        ///< org:role
  Attributes attributes;   ///< with keys out of EventLog::event_keys
};

struct LogTrace {
  std::string id;         ///< concept:name
  Attributes attributes;  ///< with keys out of EventLog::trace_keys
  std::vector<LogEvent> events;
};

struct EventLog {
  std::vector<std::string> trace_keys, event_keys;  ///< every key that may occur: the columns of a table
  std::vector<LogTrace> traces;
};

/// RFC 3339 in UTC, whole seconds.
std::string log_time(base::Instant at);

}  // namespace vlechtwerk::interop
