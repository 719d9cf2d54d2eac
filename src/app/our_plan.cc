#include "app/our_plan.h"

#include <algorithm>

#include "app/around.h"
#include "domain/stappenplan/replay.h"

namespace vlechtwerk::app {

using base::ErrorKind;
using base::N_;
namespace plan_engine = domain::stappenplan;

namespace {

/// The plan of the caller's organisation as it is stored.
struct Stored {
  OrganisationRow organisation;
  std::int64_t version = 0;
  std::string text;
  std::optional<PlanDraftRow> draft;
  bool is_shared = false;

  [[nodiscard]] std::string const& shown_text() const { return draft ? draft->text : text; }
  [[nodiscard]] std::int64_t revision() const { return draft ? draft->revision : 0; }
};

Result<Stored> stored(ReadTx const& tx, Caller const& caller) {
  auto const organisation = tx.organisation(caller.actor.organisation);
  auto const version = newest_version_followed(tx, organisation);
  if (!version)
    return base::fail(ErrorKind::Refused, "no_plan",
                      {N_("Jullie organisatie heeft nog geen stappenplan gekozen. De beheerder kan dat doen."), {}});
  Stored out{*organisation, *version, tx.plan(organisation->plan, *version)->text, tx.plan_draft(organisation->id), false};
  // A draft of a plan that the organisation no longer follows is no draft of its plan.
  if (out.draft && out.draft->plan != organisation->plan) out.draft.reset();
  for (auto const& one : tx.organisations())
    out.is_shared = out.is_shared || (one.id != organisation->id && one.plan == organisation->plan);
  return out;
}

auto asks_to_change(Caller const& caller) {
  return [&caller](ReadTx const& tx) { return allow(tx, caller, Action::ChangeOurPlan); };
}

tl::unexpected<base::Error> moved() {
  return base::fail(ErrorKind::Conflict, "moved",
                    {N_("Iemand anders veranderde het plan intussen. Kijk wat er nu staat en bewaar nog een keer."), {}});
}

tl::unexpected<base::Error> no_draft() {
  return base::fail(ErrorKind::Refused, "no_draft", {N_("Er is geen concept. Verander eerst iets in het plan."), {}});
}

/// The revision of a draft that begins: later than any that this organisation saw, also after it was thrown away.
std::int64_t first_revision(Caller const& caller) { return caller.now.us / 1'000'000; }

/// What stands in the way of any change.
Result<Stored> to_change(ReadTx const& tx, Caller const& caller, std::int64_t revision) {
  auto now = stored(tx, caller);
  if (!now) return now;
  if (now->is_shared)
    return base::fail(ErrorKind::Refused, "shared_plan",
                      {N_("Een andere organisatie volgt dit plan ook. Vraag de beheerder om een eigen plan."), {}});
  if (now->revision() != revision) return moved();
  return now;
}

/// The newest version of the plan that came with the program.
std::optional<std::pair<std::string, Plan>> shipped_plan(Context& context, std::string const& plan) {
  std::optional<std::pair<std::string, Plan>> newest;
  for (auto const& text : context.plans.shipped()) {
    auto const read = context.plans.read(text);
    if (read && (*read)->id == plan && (!newest || newest->second.version < (*read)->version)) newest.emplace(text, **read);
  }
  return newest;
}

/// Whether that version is new to the organisation: nobody answered it, and it is not stored under its own number.
bool is_offered(ReadTx const& tx, OrganisationRow const& organisation, std::string const& text, Plan const& plan) {
  auto const row = tx.plan(plan.id, plan.version);
  bool const had = row && row->text == text;
  return !had && !tx.answered_plan(organisation.id, plan.id, plan.version);
}

/// Steps and rules that are switched off in this file: everything that is there with them and not without them.
std::vector<CodeLabel> switched_off(Context& context, std::string const& text, Plan const& plan, std::string_view lang) {
  std::vector<CodeLabel> out;
  auto const all = plan_engine::all_switched_on(text);
  if (all == text) return out;
  auto const whole = context.plans.read_once(all);
  if (!whole) return out;
  for (auto const& step : whole->steps)
    if (!plan.step(step.id)) out.push_back({step.id, step.title.in(lang)});
  for (auto const& rule : whole->rules) {
    bool const on = std::any_of(plan.rules.begin(), plan.rules.end(), [&](auto const& one) { return one.id == rule.id; });
    if (!on) out.push_back({rule.id, rule.because ? rule.because->in(lang) : rule.text});
  }
  return out;
}

/// Asks the gate and runs `act` on what is stored now; `act` may not touch anything but its transaction.
template <class T, class Act>
Result<T> change(Context& context, Caller const& caller, std::int64_t revision, Act const& act) {
  return perform<T>(context, caller, Action::ChangeOurPlan, asks_to_change(caller), [&](WriteTx& tx, AuditObject& object) -> Result<T> {
    object.type = "plan";
    object.object = caller.actor.organisation.uuid;
    auto const now = to_change(tx, caller, revision);
    if (!now) return tl::unexpected(now.error());
    return act(tx, *now);
  });
}

}  // namespace

Result<OurPlanView> see_our_plan(Context& context, Caller const& caller, std::string_view lang) {
  Result<Stored> now = no_draft();
  std::optional<Message> may_not_change;
  OurPlanView view;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    if (auto const may = allow(tx, caller, Action::SeeOurPlan); !may) {
      now = tl::unexpected(may.error());
      return;
    }
    now = stored(tx, caller);
    if (!now) return;
    if (auto const may = allow(tx, caller, Action::ChangeOurPlan); !may) may_not_change = may.error().message;
    auto const shipped = shipped_plan(context, now->organisation.plan);
    bool const offered = shipped && !may_not_change && is_offered(tx, now->organisation, shipped->first, shipped->second);
    view.offer.reset();
    if (offered) view.offer = {shipped->second.version, std::make_shared<Plan const>(shipped->second)};
  });
  if (!now) return tl::unexpected(now.error());
  auto const plan = context.plans.read(now->text);
  if (!plan) return tl::unexpected(plan.error());
  view.organisation_name = now->organisation.name;
  view.version = now->version;
  view.text = now->text;
  view.plan = *plan;
  view.is_shared = now->is_shared;
  view.may_not_change = may_not_change;
  // What is not agreed yet is for who changes it.
  if (now->draft && !may_not_change) {
    auto draft = context.plans.read_once(now->draft->text);
    if (!draft) return tl::unexpected(draft.error());
    WorkerNames name(context);
    view.draft = {now->draft->text,
                  std::make_shared<Plan const>(std::move(*draft)),
                  now->draft->revision,
                  now->draft->based_on != now->version,
                  name(now->draft->changed_by),
                  now->draft->changed};
  }
  view.switched_off = switched_off(context, view.shown_text(), view.shown(), lang);
  return view;
}

Result<std::vector<EditProblem>> change_our_plan(Context& context, Caller const& caller, PlanChangeForm const& form) {
  // Read and checked before the transaction: a checker is no work for the writer. The revision tells whether it is still the same text.
  Result<Stored> before = no_draft();
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) { before = stored(tx, caller); });
  auto const changed = before ? context.plans.change(before->shown_text(), form.edits) : plan_engine::ChangedFile{};
  if (!changed) {
    // Whether it would have been allowed is asked all the same.
    auto const may = change<std::monostate>(context, caller, form.revision, [](WriteTx&, Stored const&) { return std::monostate{}; });
    if (!may) return tl::unexpected(may.error());
    return changed.error();
  }
  return change<std::vector<EditProblem>>(
      context, caller, form.revision, [&](WriteTx& tx, Stored const& now) -> Result<std::vector<EditProblem>> {
        if (now.shown_text() != before->shown_text()) return moved();
        if (*changed == now.shown_text()) return std::vector<EditProblem>{};
        if (*changed == now.text) {
          tx.remove_plan_draft(now.organisation.id);
          return std::vector<EditProblem>{};
        }
        tx.put(PlanDraftRow{now.organisation.id, now.organisation.plan, now.draft ? now.draft->based_on : now.version,
                            now.draft ? now.revision() + 1 : first_revision(caller), *changed, caller.actor.account, caller.now,
                            now.draft ? now.draft->offered : std::nullopt});
        return std::vector<EditProblem>{};
      });
}

Result<OrganisationId> discard_plan_draft(Context& context, Caller const& caller, std::int64_t revision) {
  return change<OrganisationId>(context, caller, revision, [&](WriteTx& tx, Stored const& now) -> Result<OrganisationId> {
    if (!now.draft) return no_draft();
    tx.remove_plan_draft(now.organisation.id);
    return now.organisation.id;
  });
}

Result<PlanEffectView> see_plan_effect(Context& context, Caller const& caller, std::string_view lang) {
  Result<PlanEffectView> answer = no_draft();
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    if (auto const may = allow(tx, caller, Action::ChangeOurPlan); !may) {
      answer = tl::unexpected(may.error());
      return;
    }
    auto const now = stored(tx, caller);
    if (!now || !now->draft) {
      answer = now ? no_draft() : tl::unexpected(now.error());
      return;
    }
    auto draft = context.plans.read_once(now->draft->text);
    if (!draft) {
      answer = tl::unexpected(draft.error());
      return;
    }
    draft->version = static_cast<int>(now->version) + 1;
    PlanEffectView view{now->version, now->version + 1, 0, 0, {}, {}};
    auto const today = base::amsterdam_day(caller.now);
    plan_engine::Event adoption;
    adoption.id = "offered";
    adoption.kind = plan_engine::EventKind::PlanAdopted;
    adoption.fields.at = plan_engine::When::at(caller.now);
    adoption.fields.plan = draft->id;
    adoption.fields.version = draft->version;
    std::vector<ChildId> seen;
    for (auto const& row : tx.open_routes_of_plan(now->organisation.plan)) {
      auto story = story_of(context, tx, row);
      if (!story) continue;
      ++view.routes;
      story->know(*draft);
      auto const changes = plan_engine::difference(story->plans(), story->events, adoption, today, lang);
      if (changes.empty()) continue;
      ++view.changed;
      for (auto const& what : changes) {
        auto const at = std::find_if(view.lines.begin(), view.lines.end(), [&](auto const& line) { return line.what == what; });
        if (at == view.lines.end())
          view.lines.push_back({what, 1});
        else
          ++at->routes;
      }
      if (allow(tx, caller, Action::SeeChild, row.child)) seen.push_back(row.child);
    }
    std::stable_sort(view.lines.begin(), view.lines.end(), [](auto const& a, auto const& b) { return a.routes > b.routes; });
    view.children = open_names(context, tx, seen);
    answer = std::move(view);
  });
  if (!answer) return answer;
  std::vector<ChildId> named;
  for (auto const& name : answer->children) named.push_back(name.child);
  record_list(context, caller, Action::ListChildren, named);
  return answer;
}

Result<std::int64_t> adopt_our_plan(Context& context, Caller const& caller, std::int64_t revision) {
  Result<Stored> before = no_draft();
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) { before = stored(tx, caller); });
  auto const next = before ? before->version + 1 : 0;
  plan_engine::ChangedFile text;
  if (before && before->draft) text = context.plans.change(before->draft->text, {{{}, plan_engine::NextVersion{static_cast<int>(next)}}});
  return change<std::int64_t>(context, caller, revision, [&](WriteTx& tx, Stored const& now) -> Result<std::int64_t> {
    if (!now.draft) return no_draft();
    if (now.version + 1 != next || now.shown_text() != before->shown_text() || now.draft->based_on != now.version) return moved();
    if (!text) return base::fail(ErrorKind::Refused, "wrong_plan", text.error().front().message);
    tx.put(PlanRow{now.organisation.plan, next, *text});
    if (now.draft->offered) tx.put_answered_plan(now.organisation.id, now.organisation.plan, *now.draft->offered);
    tx.remove_plan_draft(now.organisation.id);
    return next;
  });
}

namespace {

/// Answers the offer of this version: `act` does it.
template <class Act>
Result<std::int64_t> answer_offer(Context& context, Caller const& caller, std::int64_t version, Act const& act) {
  return perform<std::int64_t>(
      context, caller, Action::ChangeOurPlan, asks_to_change(caller), [&](WriteTx& tx, AuditObject& object) -> Result<std::int64_t> {
        object.type = "plan";
        object.object = caller.actor.organisation.uuid;
        auto const now = stored(tx, caller);
        if (!now) return tl::unexpected(now.error());
        auto const shipped = shipped_plan(context, now->organisation.plan);
        if (!shipped || shipped->second.version != version || !is_offered(tx, now->organisation, shipped->first, shipped->second))
          return base::fail(ErrorKind::Conflict, "no_offer", {N_("Deze versie is er niet meer. Kijk wat er nu staat."), {}});
        return act(tx, *now, shipped->first);
      });
}

}  // namespace

Result<std::int64_t> take_offered_plan(Context& context, Caller const& caller, std::int64_t version) {
  return answer_offer(context, caller, version, [&](WriteTx& tx, Stored const& now, std::string const& text) -> Result<std::int64_t> {
    if (auto const may = to_change(tx, caller, now.revision()); !may) return tl::unexpected(may.error());
    if (now.draft) return base::fail(ErrorKind::Conflict, "draft", {N_("Er is al een concept. Stel het vast, of gooi het eerst weg."), {}});
    tx.put(PlanDraftRow{now.organisation.id, now.organisation.plan, now.version, first_revision(caller), text, caller.actor.account,
                        caller.now, version});
    return version;
  });
}

Result<std::int64_t> decline_offered_plan(Context& context, Caller const& caller, std::int64_t version) {
  return answer_offer(context, caller, version, [&](WriteTx& tx, Stored const& now, std::string const&) -> Result<std::int64_t> {
    tx.put_answered_plan(now.organisation.id, now.organisation.plan, version);
    return version;
  });
}

}  // namespace vlechtwerk::app
