#pragma once
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/date.h"
#include "base/id.h"
#include "base/instant.h"

namespace vlechtwerk::store {

/// What a cell or an argument is, in the subset of SQL that both engines share (architecture.md section 6).
enum class Type : std::uint8_t { Null, Integer, Real, Text, Blob };

/// One argument of a statement. Text and bytes are borrowed: they must live until the call returns, which they do when the
/// argument is written in the call. An empty optional is a null that keeps its type; `nullptr` is a null without one.
class Argument {
 public:
  template <std::integral T>
  requires(!std::same_as<T, char> && (sizeof(T) < 8 || std::signed_integral<T>)) Argument(T value)
      : type_(Type::Integer), null_(false), integer_(static_cast<std::int64_t>(value)) {}
  Argument(double value) : type_(Type::Real), null_(false), real_(value) {}
  Argument(std::string_view value) : type_(Type::Text), null_(false), data_(value.data()), size_(value.size()) {}
  Argument(std::string const& value) : Argument(std::string_view(value)) {}
  Argument(char const* value) : Argument(std::string_view(value)) {}
  Argument(std::span<std::uint8_t const> value) : type_(Type::Blob), null_(false), data_(value.data()), size_(value.size()) {}
  Argument(std::vector<std::uint8_t> const& value) : Argument(std::span<std::uint8_t const>(value)) {}
  Argument(base::Uuid const& value) : Argument(std::span<std::uint8_t const>(value.bytes)) {}
  template <class Tag>
  Argument(base::Id<Tag> const& value) : Argument(value.uuid) {}
  Argument(base::Instant value) : Argument(value.us) {}
  Argument(base::Date value) : type_(Type::Text), null_(false), own_(value.text()) {}
  Argument(std::nullptr_t) {}
  template <class T>
  Argument(std::optional<T> const& value) : Argument(value ? Argument(*value) : typed_null(Argument(T{}).type_)) {}

  [[nodiscard]] Type type() const { return type_; }
  [[nodiscard]] bool is_null() const { return null_; }
  [[nodiscard]] std::int64_t integer() const { return integer_; }
  [[nodiscard]] double real() const { return real_; }
  /// The bytes of text or blob.
  [[nodiscard]] std::string_view bytes() const {
    return own_.empty() ? std::string_view(static_cast<char const*>(data_), size_) : std::string_view(own_);
  }

 private:
  static Argument typed_null(Type type) {
    Argument argument(nullptr);
    argument.type_ = type;
    return argument;
  }
  Type type_ = Type::Null;
  bool null_ = true;
  std::int64_t integer_ = 0;
  double real_ = 0;
  void const* data_ = nullptr;
  std::size_t size_ = 0;
  std::string own_;  ///< a date, written out
};

class Rows;

/// One row of an answer; borrowed from its Rows. Columns count from 0. A getter of another type than the cell has, or of a null,
/// throws DatabaseError (Other): the statement or the stored data is not what the code believes.
class Row {
 public:
  Row(Rows const& rows, std::size_t number) : rows_(&rows), number_(number) {}
  [[nodiscard]] bool is_null(std::size_t column) const;
  [[nodiscard]] std::int64_t integer(std::size_t column) const;
  /// Exactly 0 or 1.
  [[nodiscard]] bool flag(std::size_t column) const;
  /// A double; an integer counts as one.
  [[nodiscard]] double real(std::size_t column) const;
  [[nodiscard]] std::string text(std::size_t column) const;
  [[nodiscard]] std::vector<std::uint8_t> blob(std::size_t column) const;
  /// The bytes of a blob where they stand; they live as long as the Rows.
  [[nodiscard]] std::span<std::uint8_t const> bytes_of(std::size_t column) const;
  /// A blob of exactly 16 bytes.
  [[nodiscard]] base::Uuid uuid(std::size_t column) const;
  /// `row.id<ChildId>(0)`.
  template <class Id>
  [[nodiscard]] Id id(std::size_t column) const {
    return Id{uuid(column)};
  }
  [[nodiscard]] base::Instant instant(std::size_t column) const;
  [[nodiscard]] base::Date date(std::size_t column) const;
  /// A null becomes nullopt: `row.maybe<&Row::text>(2)`, `row.maybe<&Row::id<ChildId>>(3)`.
  template <auto Getter>
  [[nodiscard]] auto maybe(std::size_t column) const -> std::optional<decltype((std::declval<Row const&>().*Getter)(std::size_t{}))> {
    if (is_null(column)) return std::nullopt;
    return (this->*Getter)(column);
  }

 private:
  Rows const* rows_;
  std::size_t number_;
};

/// The whole answer to a query, copied out of the database: it holds no statement, no snapshot and no connection.
class Rows {
 public:
  class Iterator {
   public:
    Iterator(Rows const& rows, std::size_t number) : rows_(&rows), number_(number) {}
    Row operator*() const { return {*rows_, number_}; }
    Iterator& operator++() {
      ++number_;
      return *this;
    }
    bool operator==(Iterator const&) const = default;

   private:
    Rows const* rows_;
    std::size_t number_;
  };

  [[nodiscard]] std::size_t size() const { return columns_ == 0 ? 0 : cells_.size() / columns_; }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  /// `number` must be smaller than size().
  [[nodiscard]] Row operator[](std::size_t number) const& { return {*this, number}; }
  Row operator[](std::size_t) const&& = delete;
  /// The only row; throws DatabaseError (Other) when there is not exactly one.
  [[nodiscard]] Row only() const&;
  Row only() const&& = delete;
  [[nodiscard]] Iterator begin() const { return {*this, 0}; }
  [[nodiscard]] Iterator end() const { return {*this, size()}; }

  /// For the two engines: how an answer is filled, cell by cell, row after row.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): the first member of the union is set
  struct Cell {
    Type type = Type::Null;
    union {
      std::int64_t integer = 0;
      double real;
      std::size_t offset;
    };
    std::size_t size = 0;
  };
  explicit Rows(std::size_t columns = 0) : columns_(columns) {}
  /// Makes room for one more row: an answer without rows, and many have none, asks for no memory.
  void begin_row();
  void add_null() { cells_.emplace_back(); }
  void add_integer(std::int64_t value);
  void add_real(double value);
  void add_bytes(Type type, std::string_view bytes);
  void set_changed(std::int64_t rows) { changed_ = rows; }
  /// Rows inserted, updated or deleted by the statement.
  [[nodiscard]] std::int64_t changed() const { return changed_; }

 private:
  friend class Row;
  [[nodiscard]] Cell const& cell(std::size_t row, std::size_t column, Type type) const;
  [[nodiscard]] Cell const& any_cell(std::size_t row, std::size_t column) const;
  [[nodiscard]] std::string_view bytes(Cell const& cell) const { return std::string_view(bytes_).substr(cell.offset, cell.size); }

  std::size_t columns_;
  std::int64_t changed_ = 0;
  std::vector<Cell> cells_;
  std::string bytes_;
};

}  // namespace vlechtwerk::store
