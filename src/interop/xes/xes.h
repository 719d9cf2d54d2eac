#pragma once
#include <string>
#include <string_view>

#include "interop/xes/event_log.h"

namespace vlechtwerk::interop {

/// The log as an XES document (IEEE 1849, XML, UTF-8; docs/formats/xes.md). Traces and events keep their order.
std::string write_xes(EventLog const& log);

/// `text` as it stands between the quotes of an XML attribute, so that a reader gets the same characters back. What XML 1.0 cannot hold
/// (most control characters, what is no UTF-8) becomes U+FFFD.
std::string xml_attribute(std::string_view text);

}  // namespace vlechtwerk::interop
