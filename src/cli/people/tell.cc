#include "cli/people/tell.h"

#include <algorithm>
#include <map>

#include "app/login.h"
#include "app/people.h"
#include "base/date.h"

namespace vlechtwerk::cli::people {

using base::Private;

namespace {

class Clerk {
 public:
  Clerk(World& world, Town const& town, Wish const& wish) : context_(*world.context), town_(town), wish_(wish) {}

  /// Organisations, locations, groups and accounts, made before the first child comes.
  void open_houses(Shell& shell, World& world) {
    auto const day = wish_.from.plus_days(-14);
    auto const at = [&](int hour) { return base::amsterdam_instant(day, hour * 60); };
    auto const first = must(app::make_first_administrator(context_, "Samenwerking vroegsignalering (voorbeeld)", town_.houses.front().name,
                                                          Private("kees"), Private("Kees Smit"), at(8)),
                            "administrator");
    tenant_ = first.tenant;
    offer_plans(shell, world, tenant_);
    setup_ = at(9);
    auto const admin = caller(actor(first.account), setup_);
    std::map<std::string, app::OrganisationId> coach_house;
    for (auto const& house : town_.houses) {
      Staff staff;
      bool const is_first = &house == &town_.houses.front();
      auto const here = is_first
                            ? admin.actor.organisation
                            : must(app::add_organisation(context_, admin, house.name, app::OrganisationKind::Kinderopvang, ""), "house");
      must(app::choose_plan(context_, admin, here, house.plan->id), "plan");
      if (!coach_house.contains(house.coach_house))
        coach_house[house.coach_house] =
            must(app::add_organisation(context_, admin, house.coach_house, app::OrganisationKind::Jeugdzorg, ""), "coach's house");
      auto const location = must(app::add_location(context_, admin, here, house.location), "location");
      using app::Role;
      staff.leader = worker(admin, house.leader, Role::Leidinggevende, here, location, {});
      staff.pedagoog = worker(admin, house.pedagoog, Role::Pedagoog, here, std::nullopt, {});
      staff.coach = worker(admin, house.coach, Role::Jeugdzorgcoach, coach_house[house.coach_house], std::nullopt, {});
      for (auto const& group : house.groups) {
        auto const id = must(app::add_group(context_, admin, location, group.name, house.group_type), "group");
        staff.groups.push_back({id,
                                {worker(admin, group.workers[0], Role::PedagogischMedewerker, here, location, {id}),
                                 worker(admin, group.workers[1], Role::PedagogischMedewerker, here, location, {id})}});
      }
      must(app::choose_stand_in(context_, caller(staff.leader, setup_), location, staff.groups.front().workers[1].account), "stand-in");
      staff_.push_back(std::move(staff));
    }
  }

  Told tell_everything() {
    struct Line {
      app::Instant at;
      std::size_t thread;
      Happening const* happening;  ///< null: the child comes, or somebody is away
      Absence const* absence = nullptr;
    };
    std::vector<Line> lines;
    for (std::size_t i = 0; i < town_.threads.size(); ++i) {
      auto const& thread = town_.threads[i];
      if (thread.child) lines.push_back({base::amsterdam_instant(thread.child->from, 7 * 60 + 30), i, nullptr});
      for (auto const& one : thread.happenings) lines.push_back({base::amsterdam_instant(one.day, one.minute), i, &one});
    }
    for (auto const& absence : town_.absences) lines.push_back({base::amsterdam_instant(absence.told, 7 * 60), 0, nullptr, &absence});
    std::stable_sort(lines.begin(), lines.end(), [](Line const& a, Line const& b) { return a.at < b.at; });
    known_.resize(town_.threads.size());
    for (auto const& line : lines) {
      if (line.absence) {
        is_away(*line.absence, line.at);
        continue;
      }
      thread_ = &town_.threads[line.thread];
      here_ = &known_[line.thread];
      if (line.happening)
        tell(*line.happening, line.at);
      else
        child_comes(*thread_->child, line.at);
    }
    return told_;
  }

 private:
  struct Staff {
    app::Actor leader, pedagoog, coach;
    struct Group {
      app::GroupId id;
      app::Actor workers[2];
    };
    std::vector<Group> groups;
  };
  /// What the store gave back for a thread.
  struct Known {
    app::ChildId child;
    std::vector<app::PersonId> parents;
    app::CaseId route, question;
    app::EntryId note;
    std::optional<app::EntryId> plan_van_aanpak;
  };

  /// A step of the story that fails is a mistake of the model.
  template <class T>
  T must(base::Result<T> result, std::string const& what) {
    if (!result) throw base::WorldError("the demo cannot be told: " + what + ": " + result.error().code);
    return std::move(*result);
  }

  static app::Caller caller(app::Actor const& actor, app::Instant at) { return {actor, at, "demo"}; }

  app::Actor actor(app::AccountId account) {
    app::Actor out;
    context_.store.read(tenant_, [&](app::ReadTx const& tx) {
      for (auto const& row : tx.memberships_of(account, setup_))
        out = app::Actor{account, tenant_, row.id, row.role, row.organisation, row.location, {}};
    });
    return out;
  }

  app::Actor worker(app::Caller const& admin, Worker const& worker, app::Role role, app::OrganisationId house,
                    std::optional<app::LocationId> location, std::vector<app::GroupId> groups) {
    ++told_.workers;
    return actor(
        must(app::add_worker(context_, admin, {Private(worker.name), Private(worker.login), role, house, location, std::move(groups)}),
             "worker")
            .account);
  }

  app::Actor const& who(Who who) const {
    auto const& staff = staff_[thread_->house];
    auto const& workers = staff.groups[thread_->group].workers;
    switch (who) {
      case Who::Leader:
        return staff.leader;
      case Who::Pedagoog:
        return staff.pedagoog;
      case Who::Coach:
        return staff.coach;
      case Who::Colleague:
        return workers[1 - thread_->mentor];
      case Who::Mentor:
        break;
    }
    return workers[thread_->mentor];
  }

  app::EntryId id(app::Caller const& caller) { return app::EntryId::make(caller.now, context_.random); }

  void child_comes(Child const& child, app::Instant at) {
    ++told_.children;
    auto const& staff = staff_[thread_->house];
    auto const by = caller(staff.leader, at);
    app::RegisterChildForm form;
    form.id = id(by);
    form.child = app::ChildId::make(at, context_.random);
    form.first_name = Private(child.first_name);
    form.last_name = Private(child.last_name);
    form.born_on = child.born;
    form.group = staff.groups[thread_->group].id;
    form.mentor = who(Who::Mentor).account;
    for (auto const& parent : child.parents) form.parents.push_back({Private(parent.name), Private(parent.relation), true});
    form.knows_twin = true;
    form.days = child.days;
    here_->child = must(app::register_child(context_, by, form), "child");
    context_.store.read(tenant_, [&](app::ReadTx const& tx) {
      auto const facts = tx.child(here_->child);
      for (auto const& row : facts->person) here_->parents.push_back(row.person);
    });
    // By their ids, which follow the form: the first parent of the form is the first here.
    std::sort(here_->parents.begin(), here_->parents.end());
  }

  void is_away(Absence const& absence, app::Instant at) {
    auto const& staff = staff_[absence.house];
    auto const& worker = staff.groups[absence.group].workers[absence.worker];
    must(app::record_absence(context_, caller(staff.leader, at), {worker.account, absence.first, absence.last}), "absence");
  }

  void tell(Happening const& one, app::Instant at) {
    auto const by = caller(who(one.who), at);
    switch (one.what) {
      case What::Note:
        return note(one, by);
      case What::OpenRoute: {
        ++told_.routes;
        here_->route = app::CaseId::make(at, context_.random);
        must(app::open_route(context_, by, {id(by), here_->route, here_->child, here_->note, Private(one.text)}), "open a route");
        return;
      }
      case What::Step:
        return step(one, by);
      case What::TakeOver:
        must(app::assign_step(context_, by, {id(by), here_->route, one.code, by.actor.account}), "take over " + one.code);
        return;
      case What::Waive: {
        app::WaiveForm const form{id(by), here_->route, one.code, one.outcome, "", Private(one.text)};
        must(app::waive_step(context_, by, form), "waive " + one.code);
        return;
      }
      case What::PlanVanAanpak: {
        app::PlanVanAanpakForm form;
        form.id = id(by);
        form.route = here_->route;
        form.follows = here_->plan_van_aanpak;
        form.goal = Private(one.second);
        form.approach = Private(one.text);
        here_->plan_van_aanpak = must(app::write_plan_van_aanpak(context_, by, form), "plan van aanpak").entry;
        return;
      }
      case What::Inform:
        must(app::inform_parents(context_, by, {id(by), here_->child, std::nullopt, Private(one.text)}), "inform");
        return;
      case What::Close:
        must(app::close_route(context_, by, {id(by), here_->route, one.outcome, Private(one.text)}, false), "close");
        return;
      default:
        return question(one, by);
    }
  }

  void note(Happening const& one, app::Caller const& by) {
    app::NoteForm form;
    form.id = id(by);
    form.child = here_->child;
    form.kind = one.code;
    if (one.temper) form.nature = one.temper == Temper::Quiet ? journal::Nature::Internaliserend : journal::Nature::Externaliserend;
    form.text = Private(one.text);
    form.did = Private(one.second);
    here_->note = must(app::record_note(context_, by, form), "note");
  }

  void step(Happening const& one, app::Caller const& by) {
    app::StepForm form;
    form.id = id(by);
    form.route = here_->route;
    form.step = one.code;
    form.outcome = one.outcome;
    form.with = one.with;
    form.words = Private(one.text);
    for (auto const& answer : one.answers)
      form.answers.push_back({id(by), here_->child, here_->parents.at(answer.parent), answer.act, answer.given ? "given" : "refused",
                              std::nullopt, std::nullopt, Private(answer.how)});
    must(app::do_step(context_, by, form), one.code);
  }

  void question(Happening const& one, app::Caller const& by) {
    switch (one.what) {
      case What::Ask: {
        ++told_.questions;
        here_->question = app::CaseId::make(by.now, context_.random);
        app::AskForm form;
        form.id = id(by);
        form.hulpvraag = here_->question;
        if (thread_->child)
          form.child = here_->child;
        else
          form.group = staff_[thread_->house].groups[thread_->group].id;
        form.informal = one.informal;
        if (one.informal) form.coach = who(Who::Coach).account;
        form.question = Private(one.text);
        must(app::ask_hulpvraag(context_, by, form), "ask");
        return;
      }
      case What::Assign:
        must(app::assign_hulpvraag(context_, by, {id(by), here_->question, who(Who::Coach).account, std::nullopt}), "assign");
        return;
      case What::Answer:
        must(app::answer_hulpvraag(context_, by, {id(by), here_->question, Private(one.text)}), "answer");
        return;
      case What::Confirm:
        must(app::confirm_hulpvraag(context_, by, id(by), here_->question, Private(one.text)), "confirm");
        return;
      default:
        return;
    }
  }

  app::Context& context_;
  Town const& town_;
  Wish const& wish_;
  app::TenantId tenant_;
  app::Instant setup_;
  std::vector<Staff> staff_;
  std::vector<Known> known_;
  Thread const* thread_ = nullptr;  ///< what is being told
  Known* here_ = nullptr;
  Told told_;
};

}  // namespace

Told tell(Shell& shell, World& world, Wish const& wish) {
  std::vector<std::shared_ptr<Plan const>> plans;
  for (auto const& text : shell.shipped_plans())
    if (auto const plan = world.context->plans.read(text)) plans.push_back(*plan);
  auto const town = make_town(wish, plans);
  Clerk clerk(world, town, wish);
  clerk.open_houses(shell, world);
  return clerk.tell_everything();
}

}  // namespace vlechtwerk::cli::people
