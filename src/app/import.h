#pragma once
#include <set>

#include "app/use_cases.h"
#include "domain/imported.h"

/// The table of a planning package, compared with what is registered and then taken in. A beheerder's work (Action::ImportRegister). The
/// file is never stored; a child is known again by the keyed hash of its number there. Nothing is ended because a file does not name it.
namespace vlechtwerk::app {

struct ImportFile {
  OrganisationId organisation;  ///< whose file it is
  domain::ImportedRows rows;
};

enum class ImportState { New, Changed, Same, Refused };

struct ImportLine {
  std::size_t line = 0;  ///< of the file, from 1
  std::size_t part = 0;  ///< which of several on that line, from 0: a line has two parents
  ImportState state{};
  Private what;              ///< as the file calls it
  std::vector<Message> why;  ///< what changes, or why it is refused
  /// What somebody who saw this line confirms: it is only taken in as it was shown.
  [[nodiscard]] std::string mark() const;
};

/// What is registered and not in the file. Of a child its name is not told: a beheerder sees no children.
struct ImportGone {
  Private name;
  std::string group;
  std::optional<base::Month> born;
  std::size_t line = 0;  ///< of a parent: the line of its child; else 0
};

struct ImportPlan {
  std::vector<ImportLine> lines;  ///< in the order of the file
  std::vector<ImportGone> gone;
  [[nodiscard]] std::size_t count(ImportState state) const;
};

/// What taking the file in would do; writes nothing but its row in the audit log, which names the children that were compared.
Result<ImportPlan> plan_import(Context& context, Caller const& caller, ImportFile const& file);

struct ImportLetter {
  Private name, login, code;  ///< of the first log-in: seven days, once
};
struct ImportDone {
  std::size_t added = 0, changed = 0, same = 0, left = 0;  ///< left: refused, or not confirmed as it stands now
  std::vector<ImportLine> refused;
  std::vector<ImportLetter> letters;  ///< of new accounts; shown once
};
/// Takes in what is new or changed, in the order of the file, in pieces of at most 50 events that are durable each. Broken off, the same
/// file again goes on where it stopped. `confirmed`: the marks of the lines that a person saw; absent: every line.
Result<ImportDone> apply_import(Context& context, Caller const& caller, ImportFile const& file,
                                std::optional<std::set<std::string>> const& confirmed = std::nullopt);

}  // namespace vlechtwerk::app
