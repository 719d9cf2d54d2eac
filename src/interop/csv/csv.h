#pragma once
#include <string>
#include <string_view>

#include "interop/xes/event_log.h"

namespace vlechtwerk::interop {

/// The log as a table (docs/formats/csv.md): one row per event, with what is known of its trace repeated. UTF-8 without a mark, commas,
/// lines that end on CR LF, quoted as RFC 4180 says.
std::string write_csv(EventLog const& log);

/// One cell. What a spreadsheet would take for a formula gets an apostrophe in front.
std::string csv_cell(std::string_view text);

}  // namespace vlechtwerk::interop
