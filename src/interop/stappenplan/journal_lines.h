#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "domain/stappenplan/event.h"
#include "interop/stappenplan/diagnostic.h"

namespace vlechtwerk::interop {

/// A journal as read: the events in order of the file, each with its line. With errors the events are not complete and must not be used.
struct ParsedJournal {
  std::vector<domain::stappenplan::Event> events;
  std::vector<int> lines;  ///< of events, from 1
  std::vector<Diagnostic> diagnostics;
};

/// Reads a journal: one JSON object per line, empty lines skipped (docs/formats/stappenplan.md). The same line twice is one event; a known
/// id with other contents is an error. `file` is only the name that diagnostics show.
ParsedJournal read_journal(std::string_view text, std::string const& file);

}  // namespace vlechtwerk::interop
