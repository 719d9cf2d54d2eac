#pragma once
#include <array>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/secret.h"
#include "domain/imported.h"
#include "interop/csv/table.h"

/// What a planning package knows of children, parents, groups and staff, as typed rows. Pure: nothing is looked up and nothing is stored.
namespace vlechtwerk::interop {

using domain::ImportedChild;
using domain::ImportedClosing;
using domain::ImportedGroup;
using domain::ImportedOrganisation;
using domain::ImportedParent;
using domain::ImportedWorker;
using domain::WeekDays;

enum class ImportKind { Children, Parents, Groups, Staff, Closings, Organisations };

/// A column that a kind can take in.
struct ImportField {
  std::string code;  ///< English, stable: `first_name`
  char const* name;  ///< msgid: how a screen calls it
  bool required = false;
};
/// In the order of the kind. Children: number, first_name, infix, last_name, born_on, group, location, days, language. Parents: number (of
/// the child), and for parent 1 and 2: parent1_name, parent1_relation, parent1_gezag, parent1_language. Groups: name, location, group_type,
/// lrk. Staff: name, login, role, organisation, location, group, fte, education. Closings: from, until, name, location. Organisations:
/// name, kind, plan.
std::vector<ImportField> const& fields_of(ImportKind kind);

/// Which column of the table is which field.
struct ColumnMatch {
  ImportKind kind{};
  std::map<std::string, std::size_t> columns;  ///< code of the field -> column, from 0
  std::vector<std::string> ignored;            ///< names of columns that are not taken in
};
/// Finds the columns by their names, which may be one of the usual Dutch or English ones in any case and spacing. `given` says it for a
/// field itself (code -> name of the column as it stands in the table, or empty: leave this field out) and goes before what is found.
/// Errors are InvalidInput: import_field (no such field), import_column (no such column), import_twice (two columns for one field, or one
/// column given to two), import_missing (no column for a required field, whose code
/// stands in `field` of the error).
base::Result<ColumnMatch> match_columns(Table const& table, ImportKind kind, std::map<std::string, std::string> const& given = {});

/// What is wrong on one line; the sentence names line and column itself.
struct LineError {
  std::size_t line = 0;
  std::string column;  ///< its name in the file
  base::Message message;
  bool operator==(LineError const&) const = default;
};
/// Rows of lines without an error, in the order of the file, and the errors. Who wants all or nothing looks whether errors is empty.
template <class Row>
struct Imported {
  std::vector<Row> rows;
  std::vector<LineError> errors;
};

/// `match` is one of this table and this kind. The same number, group or login on two lines is an error on the second.
Imported<ImportedChild> read_children(Table const& table, ColumnMatch const& match);
/// At most two per line, of those that have a name.
Imported<ImportedParent> read_parents(Table const& table, ColumnMatch const& match);
Imported<ImportedGroup> read_groups(Table const& table, ColumnMatch const& match);
Imported<ImportedWorker> read_staff(Table const& table, ColumnMatch const& match);
Imported<ImportedClosing> read_closings(Table const& table, ColumnMatch const& match);
Imported<ImportedOrganisation> read_organisations(Table const& table, ColumnMatch const& match);

/// The rows of any kind.
using ImportedRows = domain::ImportedRows;
struct ImportedTable {
  ImportedRows rows;
  std::vector<LineError> errors;
};
ImportedTable read_imported(Table const& table, ColumnMatch const& match);

/// An empty file to fill in: UTF-8 with a mark, semicolons, the names of the columns and one line of example.
std::string import_template(ImportKind kind);

}  // namespace vlechtwerk::interop
