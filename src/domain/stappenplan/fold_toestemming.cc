// What parents and the child said, and what may not be done without it (stappenplan.md rules 20 to 22).
#include <algorithm>

#include "domain/stappenplan/fold.h"

namespace vlechtwerk::domain::stappenplan {

namespace {

constexpr char const* the_child = "child";

}  // namespace

bool Fold::child_asked(std::size_t act, base::Date day) const {
  auto const& from = plan_->acts[act].child_from;
  return from && born_ && born_->age_months(day) >= 12 * *from;
}

bool Fold::in_force(std::size_t index, base::Date day) const {
  auto const& act = plan_->acts[index];
  auto const gave = [&](std::string const& person) {
    auto const found = words_[index].find(person);
    if (found == words_[index].end()) return false;
    auto const& word = found->second;
    bool const counts = word.kind == EventKind::ToestemmingGiven || (word.kind == EventKind::ToestemmingUnreachable && act.unreachable_may);
    return counts && word.from <= day && (!word.until || day <= *word.until);
  };
  if (gezagdragers_.empty()) return false;
  if (child_asked(index, day) && !gave(the_child)) return false;
  return act.needs_one ? std::any_of(gezagdragers_.begin(), gezagdragers_.end(), gave)
                       : std::all_of(gezagdragers_.begin(), gezagdragers_.end(), gave);
}

bool Fold::refused(std::size_t index, base::Date day) const {
  auto const said_no = [&](std::string const& person) {
    auto const found = words_[index].find(person);
    return found != words_[index].end() &&
           (found->second.kind == EventKind::ToestemmingRefused || found->second.kind == EventKind::ToestemmingWithdrawn);
  };
  return std::any_of(gezagdragers_.begin(), gezagdragers_.end(), said_no) || (child_asked(index, day) && said_no(the_child));
}

Fold::Word const* Fold::word(std::size_t act, std::string const& person) const {
  auto const found = words_[act].find(person);
  return found == words_[act].end() ? nullptr : &found->second;
}

std::optional<base::Message> Fold::refusal(Event const& event, std::string_view lang) const {
  if (event.kind != EventKind::StepDone && event.kind != EventKind::StepStarted) return std::nullopt;
  auto const index = plan_->step(event.fields.step.value_or(""));
  if (!index) return std::nullopt;
  auto const& step = plan_->steps[*index];
  if (step.toestemming && !in_force(*step.toestemming, event.day())) return permission_reason(*step.toestemming, event.day(), lang);
  if (step.four_eyes && event.kind == EventKind::StepDone) {
    auto const& other = steps_[*step.four_eyes];
    if (other.times > 0 && (!event.fields.actor || event.fields.actor == other.last_actor)) {
      return base::Message{base::N_("Iemand anders moet dit doen dan wie '{step}' deed."),
                           {{"step", plan_->steps[*step.four_eyes].title.in(lang)}}};
    }
  }
  return std::nullopt;
}

}  // namespace vlechtwerk::domain::stappenplan
