#include "store/db/value.h"

#include <fmt/format.h>

#include "store/db/error.h"

namespace vlechtwerk::store {

namespace {

constexpr char const* type_name(Type type) {
  switch (type) {
    case Type::Null:
      return "null";
    case Type::Integer:
      return "integer";
    case Type::Real:
      return "real";
    case Type::Text:
      return "text";
    case Type::Blob:
      return "blob";
  }
  return "unknown";
}

[[noreturn]] void unexpected_cell(std::size_t column, std::string_view wanted, std::string_view found) {
  throw DatabaseError(DatabaseError::Kind::Other, fmt::format("column {} of an answer: wanted {}, found {}", column, wanted, found));
}

}  // namespace

Rows::Cell const& Rows::any_cell(std::size_t row, std::size_t column) const {
  auto const at = row * columns_ + column;
  if (column >= columns_ || at >= cells_.size()) {
    throw DatabaseError(DatabaseError::Kind::Other, fmt::format("column {} of row {} is not in the answer", column, row));
  }
  return cells_[at];
}

Rows::Cell const& Rows::cell(std::size_t row, std::size_t column, Type type) const {
  auto const& found = any_cell(row, column);
  if (found.type != type) unexpected_cell(column, type_name(type), type_name(found.type));
  return found;
}

Row Rows::only() const& {
  if (size() != 1) throw DatabaseError(DatabaseError::Kind::Other, fmt::format("wanted one row, found {}", size()));
  return {*this, 0};
}

void Rows::begin_row() {
  constexpr std::size_t few_ids_and_words = 240;
  if (cells_.empty()) bytes_.reserve(few_ids_and_words);
  if (cells_.size() + columns_ > cells_.capacity()) cells_.reserve(cells_.size() * 2 + columns_);
}

void Rows::add_integer(std::int64_t value) {
  auto& cell = cells_.emplace_back();
  cell.type = Type::Integer;
  cell.integer = value;
}

void Rows::add_real(double value) {
  auto& cell = cells_.emplace_back();
  cell.type = Type::Real;
  cell.real = value;
}

void Rows::add_bytes(Type type, std::string_view bytes) {
  auto& cell = cells_.emplace_back();
  cell.type = type;
  cell.offset = bytes_.size();
  cell.size = bytes.size();
  bytes_.append(bytes);
}

bool Row::is_null(std::size_t column) const { return rows_->any_cell(number_, column).type == Type::Null; }

std::int64_t Row::integer(std::size_t column) const { return rows_->cell(number_, column, Type::Integer).integer; }

bool Row::flag(std::size_t column) const {
  auto const value = integer(column);
  if (value != 0 && value != 1) unexpected_cell(column, "0 or 1", "another integer");
  return value == 1;
}

double Row::real(std::size_t column) const {
  auto const& cell = rows_->any_cell(number_, column);
  if (cell.type == Type::Integer) return static_cast<double>(cell.integer);
  return rows_->cell(number_, column, Type::Real).real;
}

std::string Row::text(std::size_t column) const { return std::string(rows_->bytes(rows_->cell(number_, column, Type::Text))); }

std::vector<std::uint8_t> Row::blob(std::size_t column) const {
  auto const bytes = bytes_of(column);
  return {bytes.begin(), bytes.end()};
}

std::span<std::uint8_t const> Row::bytes_of(std::size_t column) const {
  auto const bytes = rows_->bytes(rows_->cell(number_, column, Type::Blob));
  return {reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()};
}

base::Uuid Row::uuid(std::size_t column) const {
  auto const uuid = base::Uuid::from_bytes(bytes_of(column));
  if (!uuid) unexpected_cell(column, "16 bytes", "another length");
  return *uuid;
}

base::Instant Row::instant(std::size_t column) const { return {integer(column)}; }

base::Date Row::date(std::size_t column) const {
  auto const date = base::Date::parse(text(column));
  if (!date) unexpected_cell(column, "a date", "another text");
  return *date;
}

}  // namespace vlechtwerk::store
