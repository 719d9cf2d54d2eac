#include "app/whom_to_ask.h"

#include <algorithm>
#include <set>

#include "app/around.h"
#include "app/who_has.h"
#include "app/words.h"
#include "domain/stappenplan/decision.h"

namespace vlechtwerk::app {

using base::ErrorKind;
using base::N_;
namespace plan_engine = domain::stappenplan;

namespace {

constexpr std::string_view kMentor = "mentor";
constexpr std::string_view kTopic = "vraag", kGroupType = "groep";
constexpr std::string_view kPractical = "praktisch", kOther = "anders";
constexpr std::string_view kTable = "bij_wie";

using PlanPointer = std::shared_ptr<plan_engine::Plan const>;

/// The plan of the caller's own organisation; for who comes from elsewhere that of the first organisation here that has one.
PlanPointer plan_here(Context& context, ReadTx const& tx, OrganisationId own) {
  auto const of = [&](OrganisationRow const& row) -> PlanPointer {
    auto const version = row.plan.empty() ? std::nullopt : tx.newest_plan_version(row.plan);
    auto const plan = version ? context.plans.get(tx, row.plan, *version) : base::fail(ErrorKind::NotFound, "no_plan", {});
    return plan ? *plan : nullptr;
  };
  if (auto const row = tx.organisation(own))
    if (auto plan = of(*row)) return plan;
  for (auto const& row : tx.organisations())
    if (auto plan = of(row)) return plan;
  return nullptr;
}

bool names(plan_engine::Plan const& plan, std::string_view function) {
  return std::any_of(plan.roles.begin(), plan.roles.end(), [&](auto const& role) { return role.id == function; });
}

/// Who reads a worker's question when the plan says no more: the first of these that it names.
std::string usual_reader(plan_engine::Plan const& plan) {
  for (auto const role : {Role::Pedagoog, Role::PedagogischCoach, Role::Jeugdzorgcoach})
    if (names(plan, domain::code(role))) return std::string(domain::code(role));
  return std::string(domain::code(Role::Leidinggevende));
}

/// Is the coach asked by the formal route, without anybody between? Then the plan has a step in which she helps a worker, right after a
/// question that is not put in passing.
bool coach_is_asked_directly(plan_engine::Plan const& plan) {
  return std::any_of(plan.steps.begin(), plan.steps.end(), [&](plan_engine::Step const& step) {
    if (step.subject != plan_engine::Subject::Worker || step.by.front() != domain::code(Role::Jeugdzorgcoach)) return false;
    auto const asked = [&](plan_engine::OnPart const& part) {
      if (part.kind != plan_engine::OnPart::Kind::Step) return false;
      auto const& before = plan.steps[part.index];
      return before.subject == plan_engine::Subject::Worker && !before.informal &&
             before.by.front() == domain::code(Role::PedagogischMedewerker);
    };
    return std::any_of(step.after.begin(), step.after.end(), asked) || std::any_of(step.after_any.begin(), step.after_any.end(), asked);
  });
}

/// The table of the plan, or for a plan without one what every organisation has.
plan_engine::Decision table_of(plan_engine::Plan const& plan) {
  for (auto const& one : plan.decisions)
    if (one.id == kTable) return one;
  auto const reader = usual_reader(plan);
  plan_engine::Decision table;
  table.id = kTable;
  table.hit = 'F';
  table.inputs = {std::string(kTopic)};
  auto const row = [&](char const* topic, std::string const& to) {
    plan_engine::DecisionRow made;
    if (*topic != '\0') made.inputs.emplace_back(kTopic, topic);
    made.to = {to};
    table.rows.push_back(std::move(made));
  };
  row("mijn_handelen", reader);
  row("zorg_om_kind", std::string(kMentor));
  row("gesprek_met_ouders", std::string(domain::code(Role::Leidinggevende)));
  row("andere_hulp", reader);
  row("", std::string(domain::code(Role::Leidinggevende)));
  return table;
}

std::string input_of(plan_engine::DecisionRow const& row, std::string_view input) {
  for (auto const& [name, value] : row.inputs)
    if (name == input) return value;
  return {};
}

std::vector<std::string> values_of(plan_engine::Decision const& table, std::string_view input) {
  std::vector<std::string> out;
  for (auto const& row : table.rows)
    if (auto value = input_of(row, input); !value.empty() && std::find(out.begin(), out.end(), value) == out.end())
      out.push_back(std::move(value));
  return out;
}

/// Where the asker stands, or the child that it is about.
struct Around {
  std::vector<InGroupRow> places;
  std::optional<AccountId> mentor;
  std::vector<std::string> group_types;
};

Around around_caller(ReadTx const& tx, Caller const& caller) {
  Around out;
  for (auto const& group : tx.groups_of(caller.actor.account, caller.now)) {
    out.places.push_back({{}, group.id, group.location, group.organisation, {}});
    if (std::find(out.group_types.begin(), out.group_types.end(), group.group_type) == out.group_types.end())
      out.group_types.push_back(group.group_type);
  }
  // Who works on no group of her own works for all of them: those of her location, or of the organisation.
  if (out.places.empty())
    for (auto const& group : tx.groups())
      if (group.organisation == caller.actor.organisation && (!caller.actor.location || group.location == *caller.actor.location))
        out.places.push_back({{}, group.id, group.location, group.organisation, {}});
  return out;
}

Around around_child(ReadTx const& tx, ChildId id, Instant now) {
  Around out;
  auto const child = tx.child(id);
  if (!child) return out;
  for (auto const& place : child->in_group)
    if (place.from <= now && now < place.until) out.places.push_back(place);
  out.mentor = mentor_now(*child, now);
  out.group_types = {child->group_type};
  return out;
}

/// Names functions: whose they are, here and now.
class Namer {
 public:
  Namer(Context& context, ReadTx const& tx, Caller const& caller, plan_engine::Plan const& plan, Around const& around,
        std::string_view lang)
      : tx_(tx), plan_(plan), around_(around), lang_(lang), who_has_it_(tx, caller.now), worker_(context) {}

  AskedFunction operator()(std::string const& function, std::string say = {}) {
    AskedFunction out;
    out.function = function;
    if (names(plan_, function)) out.label = plan_.role_label(function, lang_);
    out.say = std::move(say);
    // A colleague is whoever stands beside you, and a mentor is somebody's.
    if (function == domain::code(Role::PedagogischMedewerker) || function == domain::code(Role::Ouder)) return out;
    if (function == kMentor && !around_.mentor) return out;
    auto const who = who_has_it_({around_.places, function, {}, around_.mentor, {}});
    if (!who.account) return out;
    auto const whose = who.stands_in_for.value_or(*who.account);
    if (function == kMentor ? whose == *around_.mentor : has(whose, function)) {
      out.person = name(*who.account);
      out.face = tx_.face_changed(*who.account);
      if (who.stands_in_for) out.stands_in_for = worker_(*who.stands_in_for);
    } else {
      out.instead = worker_(*who.account);
    }
    return out;
  }

 private:
  [[nodiscard]] bool has(AccountId account, std::string_view function) const {
    return std::any_of(who_has_it_.house().memberships.begin(), who_has_it_.house().memberships.end(), [&](MembershipRow const& row) {
      return row.account == account &&
             (domain::code(row.role) == function || std::find(row.functions.begin(), row.functions.end(), function) != row.functions.end());
    });
  }
  WorkerName name(AccountId account) {
    WorkerName out{account, worker_(account), {}, {}, {}};
    for (auto const& row : who_has_it_.house().memberships) {
      if (row.account != account) continue;
      out.role = row.role;
      out.organisation = row.organisation;
      if (auto const organisation = tx_.organisation(row.organisation)) out.organisation_name = organisation->name;
      break;
    }
    return out;
  }

  ReadTx const& tx_;
  plan_engine::Plan const& plan_;
  Around const& around_;
  std::string_view lang_;
  WhoHasNow who_has_it_;
  WorkerNames worker_;
};

std::string said(plan_engine::DecisionRow const& row, std::string_view lang) { return row.say ? row.say->in(lang) : std::string(); }

std::vector<AskedFunction> answer_of(plan_engine::Decision const& table, QuestionForm const& form, Around const& around, Namer& namer,
                                     std::string_view lang) {
  std::vector<AskedFunction> out;
  if (form.topic.empty()) return out;
  std::vector<plan_engine::DecisionRow const*> rows;
  if (form.topic != kPractical) {
    std::map<std::string, std::string> facts;
    auto const asks = [&](std::string_view input) {
      return std::find(table.inputs.begin(), table.inputs.end(), input) != table.inputs.end();
    };
    if (asks(kTopic)) facts.emplace(kTopic, form.topic);
    if (asks(kGroupType)) facts.emplace(kGroupType, around.group_types.size() == 1 ? around.group_types.front() : form.group_type);
    if (auto const found = plan_engine::decide(table, facts)) rows = *found;
  }
  for (auto const* row : rows)
    for (auto const& function : row->to) {
      bool const told = std::any_of(out.begin(), out.end(), [&](AskedFunction const& one) { return one.function == function; });
      if (!told) out.push_back(namer(function, said(*row, lang)));
    }
  // What cannot wait, and what no table knows, goes to who leads the location.
  if (out.empty()) out.push_back(namer(std::string(domain::code(Role::Leidinggevende))));
  return out;
}

tl::unexpected<base::Error> no_plan() {
  return base::fail(ErrorKind::NotFound, "no_plan",
                    {N_("Jullie organisatie heeft nog geen stappenplan gekozen. De beheerder kan dat doen."), {}});
}

/// Asks the gate; a refusal is audited.
Result<Allowed> may_see(Context& context, Caller const& caller) {
  Result<Allowed> allowed{tl::unexpect, base::Error{}};
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) { allowed = allow(tx, caller, Action::SeeWhomToAsk); });
  if (!allowed)
    write_for(context, caller,
              [&](WriteTx& tx) { tx.audit(audit_row(context, caller, Action::SeeWhomToAsk, {}, {}, "refused:" + allowed.error().code)); });
  return allowed;
}

}  // namespace

Result<WhomToAskView> see_whom_to_ask(Context& context, Caller const& caller, QuestionForm const& form, std::string_view lang) {
  if (auto const allowed = may_see(context, caller); !allowed) return tl::unexpected(allowed.error());
  std::vector<ChildId> children;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) { children = my_children(tx, caller); });
  record_list(context, caller, Action::SeeWhomToAsk, children);
  Result<WhomToAskView> answer = no_plan();
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    auto const plan = plan_here(context, tx, caller.actor.organisation);
    if (!plan) return;
    WhomToAskView view;
    view.plan_title = plan->title.in(lang);
    auto const table = table_of(*plan);
    view.topics = values_of(table, kTopic);
    view.topics.emplace_back(kPractical);
    view.topics.emplace_back(kOther);
    view.children = open_names(context, tx, my_children(tx, caller));
    for (auto const& name : view.children)
      if (name.child == form.child) view.child = name;
    if (form.child && !view.child) {
      answer = not_there();
      return;
    }
    auto const around = view.child ? around_child(tx, view.child->child, caller.now) : around_caller(tx, caller);
    auto const types = values_of(table, kGroupType);
    if (!types.empty() && around.group_types.size() != 1) {
      view.group_types = types;
      view.group_types.emplace_back(kOther);
    }
    Namer namer(context, tx, caller, *plan, around, lang);
    view.answer = answer_of(table, form, around, namer, lang);
    for (auto const& reader : formal_readers(context, tx, caller, form.child, lang))
      for (auto& one : view.answer) one.formal = one.formal || one.function == reader.function;
    for (auto const& step : plan->steps) {
      if (step.subject != plan_engine::Subject::Worker) continue;
      std::string who;
      for (auto const& function : step.by) who += (who.empty() ? "" : ", ") + plan->role_label(function, lang);
      (step.informal ? view.informal : view.formal).push_back({step.title.in(lang), who});
    }
    if (names(*plan, domain::code(Role::Jeugdzorgcoach))) view.coach = namer(std::string(domain::code(Role::Jeugdzorgcoach)));
    view.cards = cards_of(context, tx);
    answer = std::move(view);
  });
  return answer;
}

Result<RolesView> see_roles(Context& context, Caller const& caller, std::string_view lang) {
  if (auto const allowed = may_see(context, caller); !allowed) return tl::unexpected(allowed.error());
  Result<RolesView> answer = no_plan();
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    auto const plan = plan_here(context, tx, caller.actor.organisation);
    if (!plan) return;
    auto const around = around_caller(tx, caller);
    Namer namer(context, tx, caller, *plan, around, lang);
    RolesView view;
    view.plan = plan;
    for (auto const& role : plan->roles)
      if (role.id != domain::code(Role::Ouder)) view.roles.push_back(namer(role.id));
    for (auto const& row : table_of(*plan).rows) {
      RolesView::Row made{input_of(row, kTopic), input_of(row, kGroupType), {}};
      for (auto const& function : row.to) made.going.push_back(namer(function, said(row, lang)));
      view.rows.push_back(std::move(made));
    }
    answer = std::move(view);
  });
  return answer;
}

bool is_named(Context& context, ReadTx const& tx, Caller const& caller, AccountId account, std::optional<ChildId> child) {
  auto const plan = plan_here(context, tx, caller.actor.organisation);
  if (!plan) return false;
  if (child) {
    auto const mine = my_children(tx, caller);
    if (std::find(mine.begin(), mine.end(), *child) == mine.end()) return false;
  }
  auto const around = child ? around_child(tx, *child, caller.now) : around_caller(tx, caller);
  Namer namer(context, tx, caller, *plan, around, {});
  std::set<std::string> functions = {std::string(kMentor), std::string(domain::code(Role::Leidinggevende))};
  for (auto const& role : plan->roles) functions.insert(role.id);
  for (auto const& row : table_of(*plan).rows) functions.insert(row.to.begin(), row.to.end());
  return std::any_of(functions.begin(), functions.end(), [&](std::string const& function) {
    auto const one = namer(function);
    return one.person && one.person->account == account;
  });
}

std::vector<AskedFunction> formal_readers(Context& context, ReadTx const& tx, Caller const& caller, std::optional<ChildId> child,
                                          std::string_view lang) {
  auto const plan = plan_here(context, tx, caller.actor.organisation);
  if (!plan) return {};
  auto const around = child ? around_child(tx, *child, caller.now) : around_caller(tx, caller);
  Namer namer(context, tx, caller, *plan, around, lang);
  std::vector<AskedFunction> out;
  auto const add = [&](std::string const& function, std::string say) {
    if (function == kMentor || function == domain::code(Role::PedagogischMedewerker)) return;
    if (function == domain::code(Role::Jeugdzorgcoach) && !coach_is_asked_directly(*plan)) return;
    auto const at = std::find_if(out.begin(), out.end(), [&](AskedFunction const& one) { return one.function == function; });
    if (at != out.end()) {
      if (at->say.empty()) at->say = std::move(say);
      return;
    }
    auto one = namer(function, std::move(say));
    one.formal = true;
    if (one.person && one.person->account != caller.actor.account) out.push_back(std::move(one));
  };
  auto const fits = [&](plan_engine::DecisionRow const& row) {
    auto const type = input_of(row, kGroupType);
    return type.empty() || around.group_types == std::vector{type};
  };
  // Who reads the questions of the whole organisation is the usual one; else whom the table names first.
  for (auto const role : {Role::Pedagoog, Role::PedagogischCoach})
    if (out.empty() && names(*plan, domain::code(role))) add(std::string(domain::code(role)), {});
  for (bool const rest : {false, true})
    for (auto const& row : table_of(*plan).rows)
      if (row.inputs.empty() == rest && fits(row))
        for (auto const& function : row.to) add(function, said(row, lang));
  return out;
}

Result<std::vector<AskedFunction>> who_reads_questions(Context& context, Caller const& caller, std::optional<ChildId> child,
                                                       std::string_view lang) {
  Result<std::vector<AskedFunction>> answer{tl::unexpect, base::Error{}};
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    auto const allowed = child ? allow(tx, caller, Action::AskHulpvraag, *child) : allow(tx, caller, Action::AskHulpvraag);
    answer =
        allowed ? Result<std::vector<AskedFunction>>(formal_readers(context, tx, caller, child, lang)) : tl::unexpected(allowed.error());
  });
  return answer;
}

}  // namespace vlechtwerk::app
