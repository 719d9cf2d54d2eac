// A fold as bytes, so that one more event does not need all those before it. Never kept for good: who cannot read them folds anew.
#include "domain/stappenplan/fold.h"

namespace vlechtwerk::domain::stappenplan {
namespace {

/// Numbers as LEB128 (zigzag), texts and lists after their length, what may be absent after a flag.
class Packer {
 public:
  explicit Packer(EventNames const& names) : names_(names) {}
  std::string bytes;

  template <class... T>
  void operator()(T const&... values) {
    (one(values), ...);
  }
  void one(std::int64_t value) {
    auto rest = (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
    for (; rest >= 0x80; rest >>= 7) bytes += static_cast<char>(rest | 0x80);
    bytes += static_cast<char>(rest);
  }
  void one(int value) { one(std::int64_t{value}); }
  void one(bool value) { one(std::int64_t{value}); }
  void one(std::size_t value) { one(static_cast<std::int64_t>(value)); }
  void one(EventKind value) { one(static_cast<int>(value)); }
  void one(DeviationKind value) { one(static_cast<int>(value)); }
  void one(base::Date value) { one(std::int64_t{value.days.time_since_epoch().count()}); }
  void one(base::Instant value) { one(value.us); }
  void one(base::Month value) { (*this)(value.year, static_cast<int>(value.month)); }
  void one(std::string_view text) {
    one(text.size());
    bytes += text;
  }
  void one(std::string const& text) { one(std::string_view(text)); }
  template <class T>
  void one(std::optional<T> const& value) {
    one(value.has_value());
    if (value) one(*value);
  }
  void one(EventName name) { one(names_[name]); }
  void one(Kept const* value) {
    one(value != nullptr);
    if (value) one(*value);
  }
  void one(OwedList const& owed) { one(owed.list()); }
  template <class T>
  void one(std::vector<T> const& values) {
    one(values.size());
    for (auto const& value : values) one(value);
  }
  template <class T>
  void one(std::map<std::string, T> const& values) {
    one(values.size());
    for (auto const& [key, value] : values) (*this)(key, value);
  }
  template <class T>
  void one(T const& value) {
    parts(value, *this);
  }

 private:
  EventNames const& names_;
};

/// The same in the other direction; `good` is false from the first byte that does not fit.
class Unpacker {
 public:
  Unpacker(std::string_view bytes, EventNames& names) : rest_(bytes), names_(names) {}
  bool good = true;
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  template <class... T>
  void operator()(T&... values) {
    (one(values), ...);
  }
  void one(std::int64_t& value) {
    std::uint64_t raw = 0;
    for (unsigned shift = 0;; shift += 7) {
      if (rest_.empty() || shift > 63) {
        good = false;
        raw = 0;
        break;
      }
      auto const byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      raw |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    value = static_cast<std::int64_t>(raw >> 1) ^ -static_cast<std::int64_t>(raw & 1);
  }
  void one(int& value) { value = static_cast<int>(number()); }
  void one(bool& value) { value = number() != 0; }
  void one(std::size_t& value) { value = static_cast<std::size_t>(number()); }
  void one(EventKind& value) { value = static_cast<EventKind>(number()); }
  void one(DeviationKind& value) { value = static_cast<DeviationKind>(number()); }
  void one(base::Date& value) { value.days = std::chrono::sys_days(std::chrono::days(number())); }
  void one(base::Instant& value) { value.us = number(); }
  void one(base::Month& value) {
    value.year = static_cast<int>(number());
    value.month = static_cast<unsigned>(number());
  }
  void one(std::string& text) {
    auto const size = length();
    text = rest_.substr(0, size);
    rest_.remove_prefix(size);
  }
  template <class T>
  void one(std::optional<T>& value) {
    value.reset();
    if (number() != 0) one(*(value = T{}));
  }
  void one(EventName& name) {
    std::string id;
    one(id);
    name = names_.add(id);
  }
  void one(Kept const*& value) {
    if (number() == 0) return;
    auto read = std::make_shared<Kept>();
    one(*read);
    value = read.get();
    kept_.push_back(std::move(read));
  }
  void one(OwedList& owed) {
    std::vector<Owed> list;
    one(list);
    owed.set(std::move(list), std::move(kept_));
  }
  template <class T>
  void one(std::vector<T>& values) {
    values.assign(length(), T{});
    for (auto& value : values) one(value);
  }
  template <class T>
  void one(std::map<std::string, T>& values) {
    values.clear();
    for (auto left = length(); left > 0 && good; --left) {
      std::string key;
      one(key);
      one(values[key]);
    }
  }
  template <class T>
  void one(T& value) {
    parts(value, *this);
  }

 private:
  std::int64_t number() {
    std::int64_t value = 0;
    one(value);
    return value;
  }
  /// Each element takes at least a byte, so a length beyond the rest is not one.
  std::size_t length() {
    auto const size = number();
    if (size < 0 || static_cast<std::uint64_t>(size) > rest_.size()) good = false;
    return good ? static_cast<std::size_t>(size) : 0;
  }
  std::string_view rest_;
  EventNames& names_;
  OwedList::KeptThings kept_;
};

template <class Value, class Archive>
requires requires(Value& value) { value.moment; }
void parts(Value& when, Archive& archive) { archive(when.day, when.moment); }
template <class Value, class Archive>
requires requires(Value& value) { value.recorded; }
void parts(Value& newest, Archive& archive) { archive(newest.id, newest.kind, newest.at, newest.recorded); }
template <class Value, class Archive>
requires requires(Value& value) { value.unanswered; }
void parts(Value& mark, Archive& archive) {
  archive(mark.times, mark.last_on, mark.recent, mark.outcome_on, mark.last_outcome, mark.last_actor, mark.waived_on, mark.unanswered,
          mark.opened, mark.opened_on, mark.handled, mark.enabled, mark.enabled_since, mark.done_since, mark.contact_since_doing,
          mark.excluded);
}
template <class Value, class Archive>
requires requires(Value& value) { value.answer_from; }
void parts(Value& owed, Archive& archive) {
  archive(owed.step, owed.rule, owed.times, owed.since, owed.event, owed.of_first, owed.due, owed.answer_from, owed.marked_overdue,
          owed.kept);
}
template <class Value, class Archive>
requires requires(Value& value) { value.escalations; }
void parts(Value& kept, Archive& archive) { archive(kept.rule, kept.role, kept.outcome, kept.term, kept.min, kept.escalations); }
template <class Value, class Archive>
requires requires(Value& value) { value.working; }
void parts(Value& duration, Archive& archive) { archive(duration.months, duration.days, duration.working); }
template <class Value, class Archive>
requires requires(Value& value) { value.first.months; }
void parts(Value& escalation, Archive& archive) { archive(escalation.first, escalation.second); }
template <class Value, class Archive>
requires requires(Value& value) {
  value.from;
  value.until.days;
}
void parts(Value& halt, Archive& archive) { archive(halt.from, halt.until); }
template <class Value, class Archive>
requires std::same_as<std::remove_const_t<Value>, RuleMark>
void parts(Value& mark, Archive& archive) {
  using enum RuleMark::Bit;
  auto const bits = [&](auto... which) {
    auto const one = [&](RuleMark::Bit bit) {
      bool value = mark.has(bit);
      archive(value);
      if constexpr (!std::is_const_v<Value>) mark.set(bit, value);
    };
    (one(which), ...);
  };
  archive(mark.times);
  bits(First);
  archive(mark.first_on);
  bits(Second, Armed, JustFirst, JustOwed, AskedOnce, Violated);
}
template <class Value, class Archive>
requires requires(Value& value) {
  value.on;
  value.kind;
  value.from;
}
void parts(Value& word, Archive& archive) { archive(word.kind, word.on, word.from, word.until); }
template <class Value, class Archive>
requires std::same_as<std::remove_const_t<Value>, Deviation>
void parts(Value& deviation, Archive& archive) { archive(deviation.kind, deviation.step, deviation.rule, deviation.event, deviation.on); }

}  // namespace

template <class Self, class Archive>
void Fold::archive(Self& self, Archive& archive) {
  archive(self.start_, self.day_, self.newest_, self.steps_, self.rules_, self.milestones_, self.owed_, self.deviations_, self.words_,
          self.gezagdragers_, self.born_, self.group_type_, self.closed_on_, self.paused_, self.halted_since_, self.closings_, self.halts_,
          self.gone_, self.last_contact_, self.begun_, self.doings_);
}

std::string Fold::saved() const {
  Packer packer(names_);
  archive(*this, packer);
  return std::move(packer.bytes);
}

std::optional<Fold> Fold::restored(Plan const& plan, std::string_view bytes) {
  Fold fold(plan, std::nullopt);
  Unpacker unpacker(bytes, fold.names_);
  archive(fold, unpacker);
  fold.wake_ = fold.day_;
  bool fits = unpacker.good && unpacker.at_end() && fold.steps_.size() == plan.steps.size() && fold.rules_.size() == plan.rules.size() &&
              fold.milestones_.size() == plan.milestones.size() && fold.words_.size() == plan.acts.size();
  for (std::size_t i = 0; fits && i < plan.steps.size(); ++i) fits = fold.steps_[i].outcome_on.size() == plan.steps[i].outcomes.size();
  for (auto const& owed : fold.owed_)
    fits = fits && owed.step < plan.steps.size() + fold.gone_.size() && owed.rule >= Owed::gone_rule &&
           owed.rule <= static_cast<int>(plan.rules.size()) &&
           (owed.kept || (owed.step < plan.steps.size() && owed.rule != Owed::gone_rule)) && (!owed.due || fold.term_of(owed));
  return fits ? std::optional(std::move(fold)) : std::nullopt;
}

}  // namespace vlechtwerk::domain::stappenplan
