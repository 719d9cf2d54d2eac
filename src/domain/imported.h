#pragma once
#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/secret.h"
#include "domain/role.h"

/// What a planning package knows of an organisation, as rows of a table. `line` is that of the file, from 1.
namespace vlechtwerk::domain {

/// Monday is 0.
using WeekDays = std::array<bool, 7>;

struct ImportedChild {
  std::size_t line = 0;
  std::string number;  ///< under which the planning package knows the child
  base::Private first_name, last_name;
  base::Date born_on;
  std::string group;
  std::string location;  ///< empty: the group has a name that no other group has
  WeekDays days{};       ///< on which the child comes; none: not said
  std::string language;
  bool operator==(ImportedChild const&) const = default;
};
struct ImportedParent {
  std::size_t line = 0;
  std::string child_number;
  base::Private name, relation;
  bool gezag = false;
  std::string language;
  bool operator==(ImportedParent const&) const = default;
};
struct ImportedGroup {
  std::size_t line = 0;
  std::string name, location;
  std::string group_type;  ///< regular, plus, bso, peuterspeelzaal, observatiegroep; empty: not said
  std::string lrk{};       ///< of the location; empty: not said
  bool operator==(ImportedGroup const&) const = default;
};
struct ImportedWorker {
  std::size_t line = 0;
  base::Private name, login;
  domain::Role role{};
  std::string organisation;              ///< empty: the one that the file is for
  std::string location;                  ///< empty: every location
  std::vector<std::string> groups;       ///< one cell may name several, with `,` `;` or `/` between them
  std::optional<int> fte_hundredths;     ///< 0 to 150
  std::optional<std::string> education;  ///< mbo2, mbo3, mbo4, hbo, wo
  bool operator==(ImportedWorker const&) const = default;
};
struct ImportedClosing {
  std::size_t line = 0;
  base::Date from, until;  ///< both included
  std::string name;
  std::string location;  ///< empty: every location
  bool operator==(ImportedClosing const&) const = default;
};
struct ImportedOrganisation {
  std::size_t line = 0;
  std::string name;
  std::string kind;  ///< kinderopvang, jeugdzorg, other, jgz, cjg, school, gemeente, onderzoek
  std::string plan;  ///< id of a stappenplan; empty: not said
  bool operator==(ImportedOrganisation const&) const = default;
};

using ImportedRows = std::variant<std::vector<ImportedChild>, std::vector<ImportedParent>, std::vector<ImportedGroup>,
                                  std::vector<ImportedWorker>, std::vector<ImportedClosing>, std::vector<ImportedOrganisation>>;

}  // namespace vlechtwerk::domain
