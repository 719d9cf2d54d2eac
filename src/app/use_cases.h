#pragma once
#include <functional>
#include <map>
#include <set>

#include "app/context.h"
#include "app/views.h"
#include "domain/stappenplan/state.h"

/// The use cases. Each asks the gate, acts and audits in one transaction, and answers when that is durable. `lang` is "nl" or "en" and is
/// for texts of plans only; sentences of the product come back as Message.
///
/// A use case that writes takes the id of its entry from the client that made it (a hidden field of the form): the same id with the same
/// contents again gives the first answer, with other contents a Conflict.
namespace vlechtwerk::app {

using base::Result;

// ---------------------------------------------------------------- reading

/// Who stands above more groups than this, with more children than this, gets a list of groups to choose from. For everybody else what
/// follows shows all.
inline constexpr std::size_t kGroupsAtOnce = 6, kChildrenAtOnce = 40;
/// How many groups a page of that list holds.
inline constexpr std::size_t kGroupsOnPage = 40;
/// Who stands above more than kGroupsAtOnce groups with more children than this sees them under Kinderen, and not on Vandaag.
inline constexpr std::size_t kChildrenOnToday = 24;
/// How many owed steps, plans to look back on and children without a mentor such a person sees at first, of each.
inline constexpr std::size_t kOwedAtOnce = 8;
/// `all`: everything that is owed, also for who sees the first of it.
Result<TodayView> see_today(Context& context, Caller const& caller, std::string_view lang, bool all = false);
/// `reasons`: of which steps of the open route it is told why they stand as they do.
Result<ChildView> see_child(Context& context, Caller const& caller, ChildId child, std::string_view lang, Instant before = kNoEnd,
                            domain::stappenplan::Reasons reasons = domain::stappenplan::Reasons::OfAllSteps);
/// The children that I may write a note about, by group: for the first screen of "Noteer" and the list "Kinderen". `page`: of the list of
/// groups, from 0; past the end is the last.
Result<TodayView> list_children(Context& context, Caller const& caller, std::size_t page = 0);
/// Those of one group, which stands in `groups`. NotFound when I may see nobody who is there now.
Result<TodayView> list_group(Context& context, Caller const& caller, GroupId group);
/// All children that I may see whose first name is one of those asked for. Opens every name, and tells of those that it gives.
Result<std::vector<ChildName>> find_children(Context& context, Caller const& caller,
                                             std::function<bool(Private const& first_name)> const& asked_for);
Result<HulpvraagView> see_hulpvraag(Context& context, Caller const& caller, CaseId hulpvraag, std::string_view lang);
/// How many questions that are done a page of the inbox holds.
inline constexpr std::size_t kInboxPage = 20;
/// Newest first: all that wait for somebody, and the kInboxPage newest that are done. With `before` only those that are done and were asked
/// before it.
Result<std::vector<HulpvraagView>> see_inbox(Context& context, Caller const& caller, std::string_view lang, Instant before = kNoEnd);
/// Whether somebody still has to do something: answer it, or write down what she takes from the answer.
bool waits(HulpvraagView const& question);
struct SeenView {
  Instant at;
  Private name;
  Role role{};
  std::string organisation, action, rule;
};
Result<std::vector<SeenView>> see_who_saw(Context& context, Caller const& caller, ChildId child);

// ---------------------------------------------------------------- a child

struct NoteForm {
  EntryId id;
  ChildId child;
  std::string kind;  ///< one of the seven common kinds of note, or a kind that the plan of the child names
  std::optional<journal::Nature> nature;
  std::optional<journal::Occurred> occurred;  ///< absent: now
  Private text, did;                          ///< what was seen; what the worker did (may be empty)
};
Result<EntryId> record_note(Context& context, Caller const& caller, NoteForm const& form);

struct OpenRouteForm {
  EntryId id;
  CaseId route;  ///< made by the client, as id
  ChildId child;
  std::optional<EntryId> note;  ///< the note that it is opened with
  Private worry;
};
Result<CaseId> open_route(Context& context, Caller const& caller, OpenRouteForm const& form);

/// In the place of a word: somebody tried to reach this person. It decides nothing.
inline constexpr std::string_view kNotReached = "not_reached";

struct ToestemmingForm {
  EntryId id;
  ChildId child;
  std::optional<PersonId> person;  ///< absent: the child itself, from the age that the act of its plan names
  std::string act;
  std::string word;  ///< given, refused, withdrawn; unreachable: the leidinggevende decides to go on without this word; or kNotReached
  std::optional<Date> on, until;
  Private how;           ///< how it was given, or how somebody tried, in words; an attempt by itself needs it
  std::string reason{};  ///< of unreachable only, then needed: code of docs/formats/journal.md
};
/// To go on without a word is for the leidinggevende, for an act whose plan allows it, and never past a no of that person.
Result<EntryId> record_toestemming(Context& context, Caller const& caller, ToestemmingForm const& form);

struct StepForm {
  EntryId id;
  CaseId route;
  std::string step;
  std::string function;  ///< in which function of the plan it was done
  std::string outcome;   ///< code, empty when the step has none
  std::vector<std::string> with;
  std::optional<Date> on;  ///< absent: today
  Private words;
  std::vector<ToestemmingForm> answers;  ///< the parents' answers taken in this step (`asks`); their own ids
};
Result<EntryId> do_step(Context& context, Caller const& caller, StepForm const& form);

struct WaiveForm {
  EntryId id;
  CaseId route;
  std::string step, reason, function;  ///< reason: code of docs/formats/stappenplan.md
  Private words;
};
Result<EntryId> waive_step(Context& context, Caller const& caller, WaiveForm const& form);

struct InformForm {
  EntryId id;
  ChildId child;
  std::optional<Date> on;
  Private words;
};
Result<EntryId> inform_parents(Context& context, Caller const& caller, InformForm const& form);

struct PlanVanAanpakForm {
  EntryId id;
  CaseId route;                    ///< of a begeleidingsplan: not looked at
  std::optional<EntryId> follows;  ///< the version that was on screen; absent: the first
  Private goal, approach, strengths, interest, who, parents_part;
  std::optional<Date> from, until;
  Private why{}, for_whom{}, evaluation{};
  std::optional<ChildId> child{};  ///< of a begeleidingsplan, which belongs to no route: the child
  std::string kind = "plan";       ///< plan, actieplan; with a child begeleidingsplan
};
/// Somebody else saved a version meanwhile: what is stored now. The typed text stays with the caller; nothing was lost.
struct TheirsView {
  PlanVanAanpakView theirs;
};
struct Written {
  std::optional<EntryId> entry;
  std::optional<TheirsView> theirs;  ///< set instead of `entry` when the version on screen is no longer the newest
};
Result<Written> write_plan_van_aanpak(Context& context, Caller const& caller, PlanVanAanpakForm const& form);

/// Every version of the plans van aanpak of a child that are in force or were, newest first; without evaluations.
struct PlanVersionsView {
  ChildName child;
  std::vector<PlanVanAanpakView> versions;
};
Result<PlanVersionsView> see_plan_versions(Context& context, Caller const& caller, ChildId child);

struct EvaluateForm {
  EntryId id;
  CaseId route;  ///< of a begeleidingsplan: not looked at
  EntryId plan_van_aanpak;
  std::string outcome;  ///< genoeg, niet_genoeg; of a begeleidingsplan past_nog, past_niet_meer
  Private words;
  std::optional<ChildId> child{};  ///< of a begeleidingsplan: the child
  std::optional<Date> until{};     ///< of a begeleidingsplan: when to look again, after today; absent: not agreed
};
Result<EntryId> evaluate_plan_van_aanpak(Context& context, Caller const& caller, EvaluateForm const& form);

struct CloseForm {
  EntryId id;
  CaseId route;
  std::string outcome;  ///< code of the plan's outcomes
  Private words;
};
/// Refused while steps stand in closing_needs, unless `despite` is set (then each is a deviation, and that is all).
Result<EntryId> close_route(Context& context, Caller const& caller, CloseForm const& form, bool despite);

struct PauseForm {
  EntryId id;
  CaseId route;
  std::string reason;         ///< code of docs/formats/journal.md
  std::optional<Date> until;  ///< last day of the pause: the route goes on by itself on the day after; absent: until somebody says so
};
/// While a route is paused nothing becomes overdue; its steps can be done.
Result<EntryId> pause_route(Context& context, Caller const& caller, PauseForm const& form);
Result<EntryId> resume_route(Context& context, Caller const& caller, EntryId id, CaseId route);
struct ReopenForm {
  EntryId id;
  CaseId route;
  std::string reason;  ///< code of docs/formats/journal.md
};
/// A closed route goes on where it was. Refused while another route of the child is open.
Result<EntryId> reopen_route(Context& context, Caller const& caller, ReopenForm const& form);

/// The plan that the open route of a child follows, and where the route stands in it: to draw it.
struct RoutePlanView {
  std::shared_ptr<domain::stappenplan::Plan const> plan;
  std::vector<std::string> states;  ///< of each step of the plan, as StepView::state
  std::optional<std::size_t> here;  ///< the step that comes next
};
/// NotFound when there is no open route.
Result<RoutePlanView> see_route_plan(Context& context, Caller const& caller, ChildId child);

/// The open route of a child as it would stand if it had followed `plan` from its start: steps without names of people, nothing is written.
/// NotFound when there is no open route.
Result<RouteView> see_route_under(Context& context, Caller const& caller, ChildId child,
                                  std::shared_ptr<domain::stappenplan::Plan const> const& plan, std::string_view lang);

/// What would be otherwise for this child when its route goes on with the newest version of its plan.
struct AdoptionView {
  CaseId route;
  std::string plan_title;
  std::int64_t from_version = 0, to_version = 0;  ///< alike: the route follows the newest already
  std::vector<Message> changes;                   ///< empty: nothing is otherwise today
};
Result<AdoptionView> see_adoption(Context& context, Caller const& caller, ChildId child, std::string_view lang);
struct AdoptForm {
  EntryId id;
  CaseId route;
  std::int64_t version = 0;  ///< of the plan, as the person read it: refused as Conflict when a newer one came meanwhile
};
Result<EntryId> adopt_plan(Context& context, Caller const& caller, AdoptForm const& form);

/// "Ongedaan maken": withdraws an own entry of less than a minute ago and deletes its content key.
Result<EntryId> undo(Context& context, Caller const& caller, EntryId id, EntryId entry);

// ---------------------------------------------------------------- a question

struct AskForm {
  EntryId id;
  CaseId hulpvraag;
  std::optional<ChildId> child;    ///< absent: names no child
  std::optional<GroupId> group;    ///< on which the asker works, or that she leads; of a child its own group counts
  bool informal = false;           ///< "terwijl zij er was": goes straight to `coach`
  std::optional<AccountId> coach;  ///< informal only
  std::optional<Date> until;       ///< informal and about a child: last day on which the coach may look; default today + 28 days
  Private question;
  std::string function{};  ///< formal only: the function of the plan that it goes to; empty: who reads questions first
};
Result<CaseId> ask_hulpvraag(Context& context, Caller const& caller, AskForm const& form);
/// Coaches (and pedagogen) whom this person may ask, with names: "Bij wie moet ik zijn?" in its smallest form.
Result<std::vector<WorkerName>> who_can_be_asked(Context& context, Caller const& caller);
struct AssignForm {
  EntryId id;
  CaseId hulpvraag;
  AccountId to;
  std::optional<Date> until;  ///< default today + 28 days
};
Result<EntryId> assign_hulpvraag(Context& context, Caller const& caller, AssignForm const& form);
struct AnswerForm {
  EntryId id;
  CaseId hulpvraag;
  Private tip;
};
Result<EntryId> answer_hulpvraag(Context& context, Caller const& caller, AnswerForm const& form);
/// The worker confirms the tip in her own words; that ends the question.
Result<EntryId> confirm_hulpvraag(Context& context, Caller const& caller, EntryId id, CaseId hulpvraag, Private const& own_words);

// ---------------------------------------------------------------- the register

struct RegisterView {
  TenantRow tenant;
  std::vector<OrganisationRow> organisations;
  std::vector<LocationRow> locations;
  std::vector<GroupRow> groups;
  struct Worker {
    AccountId account;
    Private name, login;
    bool waiting_for_first_login = false;
    std::optional<Instant> disabled;  ///< since when the account cannot log in
    std::vector<MembershipRow> memberships;
    std::vector<MembershipRow> ended;  ///< only for a beheerder
    std::vector<GroupRow> groups;
    bool face = false;  ///< has a photo that the caller may remove
  };
  std::vector<Worker> workers;
  std::vector<CodeLabel> plans;  ///< id and title of the plans that the tenant has
  /// Per organisation the functions that its people can have: the roles of its plan; without one, those of every plan that is used here.
  std::map<OrganisationId, std::vector<CodeLabel>> functions;
  std::vector<ClosingRow> closings;  ///< by first day
  std::vector<PartnerCardView> cards;
  std::vector<DeelprojectRow> deelprojecten;
  /// That there are any, not which.
  bool has_groups = false, has_children = false, has_notes = false;
  std::set<Role> roles;   ///< those that somebody has now
  bool many = false;      ///< a large house: groups and workers stand on pages of their own
  bool by_group = false;  ///< see_choices: a location with many groups
};
/// A beheerder who has nothing to work with yet: no group was made.
bool is_bare(Context& context, Caller const& caller);
/// Everything; with `pages` of a house with more than kGroupsShown groups or kPeopleShown people neither groups nor workers, and `many`.
Result<RegisterView> see_register(Context& context, Caller const& caller, std::string_view lang, bool pages = false);
inline constexpr std::size_t kGroupsShown = 20, kPeopleShown = 40;

/// Which people of the register: of one location (and of whoever works at all locations of its organisation), of one organisation, or all
/// that the caller may know.
struct PeoplePart {
  std::optional<OrganisationId> organisation;
  std::optional<LocationId> location;
  AccountId after;                                   ///< a page begins after this account; nil: the first page
  std::function<bool(Private const& name)> named{};  ///< set: all those with such a name, not a page; every name is opened
};
struct PeopleView {
  RegisterView house;              ///< without what is not asked for here: closings, cards, deelprojecten; groups: of the location
  std::optional<AccountId> after;  ///< where the next page begins
};
/// At most kPeopleShown people of the register, or those that have the name. NotFound for a location or organisation that the caller has
/// nothing to do with.
Result<PeopleView> see_people(Context& context, Caller const& caller, std::string_view lang, PeoplePart const& part);

/// Which groups and people a form offers to choose from. Of a small house it is all of them.
struct ChoicesPart {
  enum class People { None, OfGroup, OfLocation };
  std::optional<LocationId> location{};  ///< of a large house; absent: neither groups nor people
  People people = People::None;
  std::optional<GroupId> group{};  ///< OfGroup: of a location with more than kGroupsShown groups who works on this one, or nobody
  std::optional<DeelprojectId> deelproject{};  ///< also the groups of this one, which stands in `deelprojecten`
};
/// Of a register organisations and locations, and groups and people as `part` says: people without login, groups and what has ended.
/// `many`: a large house; `by_group`: a location of it with more than kGroupsShown groups. NotFound for what the caller has nothing to do
/// with.
Result<RegisterView> see_choices(Context& context, Caller const& caller, ChoicesPart const& part);

/// Somebody's work, and the functions that she can have in it.
struct MemberView {
  Private name;
  MembershipRow row;
  std::vector<CodeLabel> functions;
};
/// NotFound for work that has ended, or that the caller has nothing to do with.
Result<MemberView> see_member(Context& context, Caller const& caller, MembershipId membership, std::string_view lang);
Result<OrganisationId> add_organisation(Context& context, Caller const& caller, std::string const& name, OrganisationKind kind,
                                        std::string const& plan);
/// Which stappenplan new routes of the organisation follow; routes that are open keep theirs.
Result<OrganisationId> choose_plan(Context& context, Caller const& caller, OrganisationId organisation, std::string const& plan);
/// `lrk`: the number in the Landelijk Register Kinderopvang, at most twenty digits and blanks; may be empty.
Result<LocationId> add_location(Context& context, Caller const& caller, OrganisationId organisation, std::string const& name,
                                std::string const& lrk = {});
struct LocationForm {
  LocationId location;
  std::string name, lrk;
  std::optional<AccountId> stand_in;  ///< who works in the same organisation now
};
Result<LocationId> change_location(Context& context, Caller const& caller, LocationForm const& form);

struct ClosingForm {
  ClosingId id;
  OrganisationId organisation;
  std::optional<LocationId> location;  ///< absent: every location
  Date from, until;                    ///< both included, at most a year apart
  std::string name;
};
/// Open routes of who is placed there are folded anew before the next list. The same id again is a change.
Result<ClosingId> put_closing(Context& context, Caller const& caller, ClosingForm const& form);
Result<ClosingId> remove_closing(Context& context, Caller const& caller, ClosingId closing);
/// "Wij hebben er geen": for each organisation of childcare without closing days. Adding some takes it back.
Result<std::monostate> say_no_closings(Context& context, Caller const& caller);

struct PartnerCardForm {
  PartnerCardId id;
  OrganisationId organisation;
  Private name, function, telephone;  ///< the function may be empty
};
Result<PartnerCardId> put_partner_card(Context& context, Caller const& caller, PartnerCardForm const& form);
Result<PartnerCardId> remove_partner_card(Context& context, Caller const& caller, PartnerCardId card);

Result<DeelprojectId> put_deelproject(Context& context, Caller const& caller, DeelprojectRow const& form);
Result<DeelprojectId> remove_deelproject(Context& context, Caller const& caller, DeelprojectId deelproject);
Result<GroupId> add_group(Context& context, Caller const& caller, LocationId location, std::string const& name,
                          std::string const& group_type);
struct WorkerForm {
  Private name, login;
  Role role{};
  OrganisationId organisation;
  std::optional<LocationId> location;
  std::vector<GroupId> groups;
  std::optional<int> fte_hundredths{};  ///< 0 to 150
  std::string education{};              ///< mbo2, mbo3, mbo4, hbo, wo; empty: not known
};
struct NewWorker {
  AccountId account;
  Private first_login_code;  ///< shown once, on the letter; seven days, once
  Private name, login;
};
Result<NewWorker> add_worker(Context& context, Caller const& caller, WorkerForm const& form);
/// The functions in which this member signs steps, all of them; words of the roles of plans that are used here.
Result<MembershipId> choose_functions(Context& context, Caller const& caller, MembershipId membership, std::vector<std::string> functions);
/// Ends the membership now; sessions in it end at once.
Result<MembershipId> end_membership(Context& context, Caller const& caller, MembershipId membership);
/// How much somebody works and with which education; absent and empty: not known.
Result<MembershipId> change_employment(Context& context, Caller const& caller, MembershipId membership, std::optional<int> fte_hundredths,
                                       std::string const& education);
Result<NewWorker> new_first_login_code(Context& context, Caller const& caller, AccountId account);

/// A person around a child, and four facts that stand apart: gezag, hears how the child is doing, may collect, language.
struct ParentForm {
  Private name, relation;  ///< relation: in people's own words; needed when `kind` is anders
  bool gezag = true;
  std::string kind = "ouder";  ///< ouder, pleegouder, voogd (of an institution), anders
  bool informed = true, collects = true;
  std::string language = "nl";  ///< code of two letters
  Private telephone = {};
};
struct RegisterChildForm {
  EntryId id;  ///< of child.registered; further ids are made from the server's random source
  ChildId child;
  Private first_name, last_name;
  Date born_on;
  GroupId group;
  std::optional<Date> from;  ///< first day in the group; absent: today
  std::optional<AccountId> mentor;
  std::vector<ParentForm> parents;
  bool knows_twin = false;  ///< "dit is een ander kind": a child with the same names and birthday exists
  domain::Weekdays days = 0;
  std::string language{};  ///< spoken at home: two letters of ISO 639-1; empty: not known
};
Result<ChildId> register_child(Context& context, Caller const& caller, RegisterChildForm const& form);
Result<EntryId> assign_mentor(Context& context, Caller const& caller, EntryId id, ChildId child, AccountId mentor);
enum class Placing { Moves, Beside };  ///< leaves the groups that it was in, or stays there as well
Result<EntryId> place_child(Context& context, Caller const& caller, EntryId id, ChildId child, GroupId group, Date from,
                            domain::Weekdays days = 0, Placing placing = Placing::Moves);
/// The child leaves a group: `last` is its last day there.
Result<EntryId> end_placement(Context& context, Caller const& caller, EntryId id, ChildId child, EntryId placement, Date last);
Result<EntryId> link_parent(Context& context, Caller const& caller, EntryId id, ChildId child, ParentForm const& form);
/// Other facts of somebody who stands around the child: what was written before ends.
Result<EntryId> change_parent(Context& context, Caller const& caller, EntryId id, ChildId child, PersonId person, ParentForm const& form);
/// Destroys the key of the child and of each person who is then linked to no child. Names the day on which it is complete in every backup.
struct Erased {
  Date complete_on;
};
Result<Erased> erase_child(Context& context, Caller const& caller, EntryId id, ChildId child);

}  // namespace vlechtwerk::app
