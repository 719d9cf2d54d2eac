#include "domain/toestemming.h"

#include <algorithm>
#include <map>
#include <set>

namespace vlechtwerk::domain {

namespace {

using base::Instant;

/// A word with the moment from which it stands. Within a day the timed words come first (rule 2), so a word with only a day stands no
/// earlier than the last timed word of its day.
struct Standing {
  ToestemmingWord word;
  Instant at;
};

std::vector<Standing> in_order(std::vector<ToestemmingWord> words) {
  std::stable_sort(words.begin(), words.end(), [](ToestemmingWord const& a, ToestemmingWord const& b) {
    if (a.day != b.day) return a.day < b.day;
    if (a.moment.has_value() != b.moment.has_value()) return a.moment.has_value();
    return a.moment && *a.moment < *b.moment;
  });
  std::vector<Standing> out;
  for (auto& word : words) {
    Instant at = word.moment ? *word.moment : base::amsterdam_midnight(word.day);
    if (!out.empty() && out.back().word.day == word.day) at = std::max(at, out.back().at);
    out.push_back({std::move(word), at});
  }
  return out;
}

bool allows(ToestemmingTerms const& terms, ToestemmingWord const& word, Instant now) {
  if (word.kind == ToestemmingWord::Kind::Unreachable && !terms.unreachable_may) return false;
  if (word.kind == ToestemmingWord::Kind::Refused || word.kind == ToestemmingWord::Kind::Withdrawn) return false;
  if (word.from && now < base::amsterdam_midnight(*word.from)) return false;
  return !word.until || now < base::amsterdam_midnight(word.until->plus_days(1));
}

/// The rule at one moment: at least one gezagdrager is known, and for each (or one) the last word allows it.
bool holds(ToestemmingTerms const& terms, std::vector<Standing> const& words, std::vector<Gezag> const& gezag,
           std::optional<Instant> child_asked, Instant now) {
  std::set<std::string> adults;
  for (auto const& one : gezag)
    if (one.from <= now && now < one.until) adults.insert(one.person);
  if (adults.empty()) return false;
  std::map<std::string, ToestemmingWord const*> last;
  for (auto const& [word, at] : words)
    if (at <= now) last[word.person] = &word;
  auto const says_yes = [&](std::string const& person) {
    auto const at = last.find(person);
    return at != last.end() && allows(terms, *at->second, now);
  };
  if (child_asked && now >= *child_asked && !says_yes("child")) return false;
  return terms.needs_one ? std::any_of(adults.begin(), adults.end(), says_yes) : std::all_of(adults.begin(), adults.end(), says_yes);
}

}  // namespace

std::vector<Interval> toestemming_in_force(ToestemmingTerms const& terms, std::vector<ToestemmingWord> words,
                                           std::vector<Gezag> const& gezag, std::optional<base::Month> born, Instant no_end) {
  auto const standing = in_order(std::move(words));
  std::optional<Instant> child_asked;
  if (terms.child_from && born) {
    auto const first = base::Date::of(born->year, born->month, 1).plus_months(12 * *terms.child_from);
    child_asked = base::amsterdam_midnight(first);
  }
  // The answer can change at these moments and nowhere else.
  std::set<Instant> moments;
  for (auto const& [word, at] : standing) {
    moments.insert(at);
    if (word.from) moments.insert(base::amsterdam_midnight(*word.from));
    if (word.until) moments.insert(base::amsterdam_midnight(word.until->plus_days(1)));
  }
  for (auto const& one : gezag) {
    moments.insert(one.from);
    moments.insert(one.until);
  }
  if (child_asked) moments.insert(*child_asked);
  std::vector<Interval> out;
  for (auto const moment : moments) {
    bool const now = moment < no_end && holds(terms, standing, gezag, child_asked, moment);
    bool const before = !out.empty() && out.back().until == no_end;
    if (now && !before) out.push_back({moment, no_end});
    if (!now && before) out.back().until = moment;
  }
  return out;
}

}  // namespace vlechtwerk::domain
