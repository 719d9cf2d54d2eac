#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"

namespace vlechtwerk::domain {

/// What a person with authority said about one act (stappenplan.md rules 20 and 21).
struct ToestemmingWord {
  enum class Kind { Given, Refused, Withdrawn, Unreachable };
  std::string person;  ///< "child" for the child itself
  Kind kind{};
  base::Date day;
  std::optional<base::Instant>
      moment;  ///< absent: only the day is known; it counts from the start of that day, after the timed words of the day
  std::optional<base::Date> from, until;  ///< both included
};

/// Who has gezag, and when.
struct Gezag {
  std::string person;
  base::Instant from, until;  ///< half open
};

/// What an act asks (the [acts] of a plan). A child with `child_from` years is asked as one gezagdrager more.
struct ToestemmingTerms {
  bool needs_one = false;
  std::optional<int> child_from;
  bool unreachable_may = false;
};

struct Interval {
  base::Instant from, until;  ///< half open; `until` is `no_end` when nothing ends it
  bool operator==(Interval const&) const = default;
};

/// When the act is allowed, as disjoint intervals in order of time. This is the whole rule of permission for reading: SQL compares from and
/// until only. A `from` later than the moment of the word starts at the beginning of that day; `until` lasts to the end of its day.
std::vector<Interval> toestemming_in_force(ToestemmingTerms const& terms, std::vector<ToestemmingWord> words,
                                           std::vector<Gezag> const& gezag, std::optional<base::Month> born, base::Instant no_end);

}  // namespace vlechtwerk::domain
