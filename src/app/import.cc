// What a planning package knows, compared with the register line by line and then taken in.
#include "app/import.h"

#include <algorithm>
#include <map>

#include "app/account.h"
#include "app/around.h"
#include "domain/entry_kind.h"

namespace vlechtwerk::app {

using base::ErrorKind;
using base::N_;
namespace kind = domain::entry_kind;

namespace {

constexpr std::size_t kMostEvents = 50;
constexpr std::size_t kMostParents = 8;
constexpr int kOldestChildMonths = 18 * 12;
constexpr std::string_view kChildNumber = "child";

/// One line, judged, with what is to be done about it. `seal` makes keys, so it runs outside the writer and only when the line is taken in.
struct Step {
  ImportLine line;
  std::function<Result<std::monostate>()> seal{};
  std::function<Result<std::monostate>(WriteTx&)> act{};
  std::function<Result<Private>()> open_account{};  ///< of a new account: makes it, and gives the code of its letter
  AuditObject object{};
  std::size_t events = 0;
};

std::string folded(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}
bool same_name(std::string_view a, std::string_view b) { return folded(a) == folded(b); }

/// What stands in the register when a piece begins.
struct House {
  std::vector<OrganisationRow> organisations;
  std::vector<LocationRow> locations;
  std::vector<GroupRow> groups;
  std::vector<MembershipRow> memberships;
  std::vector<GroupWorkerRow> works;
  std::vector<ClosingRow> closings;

  House(ReadTx const& tx, Instant now)
      : organisations(tx.organisations()),
        locations(tx.locations()),
        groups(tx.groups()),
        memberships(tx.memberships(now)),
        works(tx.group_workers(now)),
        closings(tx.closings()) {}

  [[nodiscard]] OrganisationRow const* organisation(std::string_view name) const {
    auto const at = std::find_if(organisations.begin(), organisations.end(), [&](auto const& row) { return same_name(row.name, name); });
    return at == organisations.end() ? nullptr : &*at;
  }
  [[nodiscard]] LocationRow const* location(OrganisationId organisation, std::string_view name) const {
    auto const at = std::find_if(locations.begin(), locations.end(),
                                 [&](auto const& row) { return row.organisation == organisation && same_name(row.name, name); });
    return at == locations.end() ? nullptr : &*at;
  }
  [[nodiscard]] std::vector<GroupRow> groups_named(OrganisationId organisation, std::optional<LocationId> location,
                                                   std::string_view name) const {
    std::vector<GroupRow> out;
    for (auto const& row : groups)
      if (row.organisation == organisation && (!location || row.location == *location) && same_name(row.name, name)) out.push_back(row);
    return out;
  }
};

Message no_location(std::string const& name) {
  return {N_("Er is geen locatie {location}. Kijk de naam na, of lees eerst de groepen in."), {{"location", name}}};
}
Message no_group(std::string const& name) {
  return {N_("Er is geen groep {group}. Kijk de naam na, of lees eerst de groepen in."), {{"group", name}}};
}

/// The group that a line names, or why there is none.
struct FoundGroup {
  std::optional<GroupRow> group;
  Message why;
};
FoundGroup find_group(House const& house, OrganisationId organisation, std::string const& location, std::string const& group) {
  auto const* at = location.empty() ? nullptr : house.location(organisation, location);
  if (!location.empty() && !at) return {{}, no_location(location)};
  auto const found = house.groups_named(organisation, at ? std::optional(at->id) : std::nullopt, group);
  if (found.empty()) return {{}, no_group(group)};
  if (found.size() > 1) return {{}, {N_("Er zijn meer groepen {group}. Vul ook de locatie in."), {{"group", group}}}};
  return {found.front(), {}};
}

std::string days_code(domain::WeekDays const& days) {
  static constexpr std::array kCodes = {"ma", "di", "wo", "do", "vr", "za", "zo"};
  std::string out;
  for (std::size_t day = 0; day < days.size(); ++day)
    if (days[day]) out += (out.empty() ? "" : ".") + std::string(kCodes[day]);
  return out;
}

bool word_in(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// The code of a relation; `words` is what was typed when it is none of the three.
struct Related {
  std::string code, words;
  bool operator==(Related const&) const = default;
};
Related relation_of(std::string const& typed) {
  auto const word = folded(typed);
  if (word_in(word, {"", "ouder", "moeder", "vader", "mama", "papa", "parent", "mother", "father"})) return {"ouder", {}};
  if (word_in(word, {"pleegouder", "pleegmoeder", "pleegvader", "foster parent"})) return {"pleegouder", {}};
  if (word_in(word, {"voogd", "guardian"})) return {"voogd", {}};
  return {"anders", word == "anders" ? std::string() : typed};
}

std::optional<std::string> language_of(std::string const& typed) {
  static std::map<std::string, std::string, std::less<>> const known{
      {"nederlands", "nl"}, {"dutch", "nl"},    {"engels", "en"},    {"english", "en"},  {"turks", "tr"}, {"arabisch", "ar"},
      {"pools", "pl"},      {"polish", "pl"},   {"oekraïens", "uk"}, {"duits", "de"},    {"frans", "fr"}, {"spaans", "es"},
      {"portugees", "pt"},  {"russisch", "ru"}, {"tigrinya", "ti"},  {"somalisch", "so"}};
  auto const word = folded(typed);
  if (auto const at = known.find(word); at != known.end()) return at->second;
  bool const code = word.size() == 2 && word[0] >= 'a' && word[0] <= 'z' && word[1] >= 'a' && word[1] <= 'z';
  return code ? std::optional(word) : std::nullopt;
}

base::Message unknown_language() { return {N_("Schrijf de taal als nl, en, tr, ar, pl of uk."), {}}; }

class Import {
 public:
  Import(Context& context, Caller const& caller, ImportFile const& file)
      : context_(context),
        caller_(caller),
        file_(file),
        today_(base::amsterdam_day(caller.now)),
        number_key_(context.keys.tenant_service_key(caller.actor.tenant, "outside_number")),
        child_key_(context.keys.tenant_service_key(caller.actor.tenant, "child_lookup")) {}

  [[nodiscard]] std::size_t size() const {
    return std::visit([](auto const& rows) { return rows.size(); }, file_.rows);
  }
  Step judge(ReadTx const& tx, House const& house, std::size_t index) {
    return std::visit([&](auto const& rows) { return judge(tx, house, rows[index]); }, file_.rows);
  }
  /// The children whose names were opened so far, to be named in the audit log.
  [[nodiscard]] std::vector<ChildId> compared() const { return {compared_.begin(), compared_.end()}; }
  std::vector<ImportGone> gone(ReadTx const& tx, House const& house) {
    std::vector<ImportGone> out;
    if (std::holds_alternative<std::vector<domain::ImportedChild>>(file_.rows)) {
      for (auto const& id : tx.outside_numbers(kChildNumber)) {
        ChildId const child{id};
        auto const facts = named_.contains(child) ? std::nullopt : tx.child(child);
        auto const place = facts ? placed_now(*facts) : std::nullopt;
        if (!place || place->organisation != file_.organisation) continue;
        auto const group = tx.group(place->group);
        out.push_back({{}, group ? group->name : "", facts->birth_month, 0});
      }
    } else if (auto const* groups = std::get_if<std::vector<domain::ImportedGroup>>(&file_.rows)) {
      for (auto const& group : house.groups) {
        bool const in_file = std::any_of(groups->begin(), groups->end(), [&](domain::ImportedGroup const& row) {
          auto const* at = house.location(file_.organisation, row.location);
          return at && at->id == group.location && same_name(row.name, group.name);
        });
        if (group.organisation == file_.organisation && !in_file) out.push_back({Private(group.name), {}, {}, 0});
      }
    } else if (std::holds_alternative<std::vector<domain::ImportedWorker>>(file_.rows)) {
      std::set<AccountId> told;
      for (auto const& row : house.memberships)
        if (row.organisation == file_.organisation && row.account != caller_.actor.account && !accounts_.contains(row.account) &&
            told.insert(row.account).second)
          out.push_back({name_of(row.account), {}, {}, 0});
    } else if (auto const* closings = std::get_if<std::vector<domain::ImportedClosing>>(&file_.rows)) {
      for (auto const& closing : house.closings) {
        bool const in_file = std::any_of(closings->begin(), closings->end(), [&](domain::ImportedClosing const& row) {
          return row.from == closing.from && row.until == closing.until;
        });
        if (closing.organisation == file_.organisation && closing.until >= today_ && !in_file)
          out.push_back({Private(closing.name), {}, {}, 0});
      }
    } else if (std::holds_alternative<std::vector<domain::ImportedParent>>(file_.rows)) {
      for (auto const& [child, line] : parents_of_)
        for (auto const& person : people_of(tx, child))
          if (!named_parents_.contains({child, folded(person.name.reveal())})) out.push_back({{}, {}, {}, line});
    }
    return out;
  }

 private:
  static Step refused(ImportLine line, Message why) {
    line.state = ImportState::Refused;
    line.why = {std::move(why)};
    return {std::move(line)};
  }

  [[nodiscard]] Bytes number_hash(std::string const& number) const {
    return context_.lookup.login_name(Private(file_.organisation.text() + "\n" + number), number_key_);
  }
  Private name_of(AccountId account) {
    Private name;
    context_.store.read_global([&](GlobalTx const& tx) {
      if (auto const row = tx.account(account)) name = account_name(context_, *row);
    });
    return name;
  }
  [[nodiscard]] std::optional<InGroupRow> placed_now(ChildProjection const& facts) const {
    for (auto const& row : facts.in_group)
      if (row.until > caller_.now) return row;
    return std::nullopt;
  }
  journal::Header header(ChildId child, GroupRow const& group, std::string_view entry_kind) {
    auto out = header_by(caller_, EntryId::make(caller_.now, context_.random), journal::subject_of(child), domain::case_of(child),
                         journal::CaseKind::Child, entry_kind);
    out.organisation = group.organisation;
    out.location = group.location;
    out.group = group.id;
    return out;
  }

  // ------------------------------------------------------------------------------------------------ organisations, groups, closing days

  Step judge(ReadTx const& tx, House const& house, domain::ImportedOrganisation const& row) {
    static std::map<std::string, OrganisationKind, std::less<>> const kinds{{"kinderopvang", OrganisationKind::Kinderopvang},
                                                                            {"jeugdzorg", OrganisationKind::Jeugdzorg},
                                                                            {"other", OrganisationKind::Other},
                                                                            {"jgz", OrganisationKind::Jgz},
                                                                            {"cjg", OrganisationKind::Cjg},
                                                                            {"school", OrganisationKind::School},
                                                                            {"gemeente", OrganisationKind::Gemeente},
                                                                            {"onderzoek", OrganisationKind::Onderzoek}};
    Step step{{row.line, 0, ImportState::Same, Private(row.name), {}}};
    if (row.name.size() > kMostName) return refused(step.line, {N_("Deze naam is te lang."), {}});
    if (!row.plan.empty() && !tx.newest_plan_version(row.plan))
      return refused(step.line, {N_("Er is geen stappenplan {plan}."), {{"plan", row.plan}}});
    auto const* there = house.organisation(row.name);
    OrganisationRow made{there ? there->id : OrganisationId::make(caller_.now, context_.random), row.name, kinds.at(row.kind),
                         !row.plan.empty() ? row.plan
                         : there           ? there->plan
                                           : ""};
    if (there && there->kind == made.kind && there->plan == made.plan) return step;
    step.line.state = there ? ImportState::Changed : ImportState::New;
    if (there) step.line.why = {{there->plan == made.plan ? N_("soort organisatie") : N_("stappenplan"), {}}};
    step.object = {std::nullopt, "organisation", made.id.uuid};
    step.act = [made](WriteTx& write) -> Result<std::monostate> {
      write.put(made);
      return std::monostate{};
    };
    return step;
  }

  Step judge(ReadTx const&, House const& house, domain::ImportedGroup const& row) {
    Step step{{row.line, 0, ImportState::Same, Private(row.location + ", " + row.name), {}}};
    if (row.name.size() > kMostName || row.location.size() > kMostName) return refused(step.line, {N_("Deze naam is te lang."), {}});
    if (row.lrk.size() > 20 || row.lrk.find_first_not_of("0123456789 ") != std::string::npos)
      return refused(step.line, {N_("Een LRK-nummer heeft alleen cijfers. Kijk het na."), {}});
    auto const* location = house.location(file_.organisation, row.location);
    auto const found = location ? house.groups_named(file_.organisation, location->id, row.name) : std::vector<GroupRow>{};
    bool const other_type = !found.empty() && !row.group_type.empty() && found.front().group_type != row.group_type;
    bool const other_lrk = location && !row.lrk.empty() && location->lrk != row.lrk;
    if (!found.empty() && !other_type && !other_lrk) return step;
    step.line.state = found.empty() ? ImportState::New : ImportState::Changed;
    if (other_type && !found.empty()) step.line.why.push_back({N_("soort groep"), {}});
    if (other_lrk && !found.empty()) step.line.why.push_back({N_("LRK-nummer"), {}});
    step.object.type = "group";
    // The line before this one may have made the location in the same piece.
    step.act = [this, row](WriteTx& write) -> Result<std::monostate> {
      House const now(write, caller_.now);
      auto const* there = now.location(file_.organisation, row.location);
      LocationRow at = there ? *there : LocationRow{LocationId::make(caller_.now, context_.random), file_.organisation, row.location};
      if (!row.lrk.empty()) at.lrk = row.lrk;
      write.put(at);
      auto const same = now.groups_named(file_.organisation, at.id, row.name);
      GroupRow group = same.empty() ? GroupRow{GroupId::make(caller_.now, context_.random), at.id, file_.organisation, row.name, "regular"}
                                    : same.front();
      if (!row.group_type.empty()) group.group_type = row.group_type;
      write.put(group);
      return std::monostate{};
    };
    return step;
  }

  Step judge(ReadTx const&, House const& house, domain::ImportedClosing const& row) {
    Step step{{row.line, 0, ImportState::Same, Private(row.name), {}}};
    if (row.name.size() > kMostName) return refused(step.line, {N_("Deze naam is te lang."), {}});
    if (row.from.days_until(row.until) > 366 || row.from < Date::of(2000, 1, 1) || row.from > today_.plus_months(60))
      return refused(step.line, {N_("Deze dag ligt te ver weg. Kijk het jaartal na."), {}});
    auto const* at = row.location.empty() ? nullptr : house.location(file_.organisation, row.location);
    if (!row.location.empty() && !at) return refused(step.line, no_location(row.location));
    ClosingRow made{ClosingId::make(caller_.now, context_.random),
                    file_.organisation,
                    at ? std::optional(at->id) : std::nullopt,
                    row.from,
                    row.until,
                    row.name};
    step.line.state = ImportState::New;
    for (auto const& closing : house.closings) {
      if (closing.organisation != made.organisation || closing.location != made.location || closing.from != made.from ||
          closing.until != made.until)
        continue;
      made.id = closing.id;
      step.line.state = closing.name == made.name ? ImportState::Same : ImportState::Changed;
      if (closing.name != made.name) step.line.why = {{N_("naam"), {}}};
    }
    if (step.line.state == ImportState::Same) return step;
    step.object = {std::nullopt, "closing", made.id.uuid};
    step.act = [made](WriteTx& write) -> Result<std::monostate> {
      write.put(made);
      write.unfold_routes(made.organisation, made.location);
      return std::monostate{};
    };
    return step;
  }

  // ------------------------------------------------------------------------------------------------ staff

  Step judge(ReadTx const& tx, House const& house, domain::ImportedWorker const& row) {
    Step step{{row.line, 0, ImportState::Same, row.name, {}}};
    if (row.name.reveal().size() > kMostName || row.login.reveal().size() > kMostName)
      return refused(step.line, {N_("Deze naam is te lang."), {}});
    auto const* named = row.organisation.empty() ? nullptr : house.organisation(row.organisation);
    if (!row.organisation.empty() && !named)
      return refused(step.line, {N_("Er is geen organisatie {organisation}. Voeg die eerst toe."), {{"organisation", row.organisation}}});
    WorkerForm form{row.name, row.login, row.role, named ? named->id : file_.organisation, std::nullopt, {}};
    form.fte_hundredths = row.fte_hundredths;
    form.education = row.education.value_or("");
    if (!row.location.empty()) {
      auto const* at = house.location(form.organisation, row.location);
      if (!at) return refused(step.line, no_location(row.location));
      form.location = at->id;
    }
    for (auto const& name : row.groups) {
      auto const found = find_group(house, form.organisation, row.location, name);
      if (!found.group) return refused(step.line, found.why);
      form.groups.push_back(found.group->id);
    }
    std::optional<AccountRow> account;
    bool here = false;
    auto const hash = login_hash(context_, row.login);
    context_.store.read_global([&](GlobalTx const& global) {
      account = global.account_by_login(hash);
      if (!account) return;
      auto const tenants = global.tenants_of(account->id);
      here = std::find(tenants.begin(), tenants.end(), caller_.actor.tenant) != tenants.end();
    });
    if (!account) {
      step.line.state = ImportState::New;
      step.open_account = [this, form]() -> Result<Private> {
        auto made = add_worker(context_, caller_, form);
        if (!made) return tl::unexpected(made.error());
        return made->first_login_code;
      };
      return step;
    }
    accounts_.insert(account->id);
    if (!here) return refused(step.line, {N_("Deze gebruikersnaam is al van iemand. Kies een andere."), {}});
    return judge_there(tx, house, std::move(step), form, account->id);
  }

  /// Somebody who has an account here: the work that the file tells takes the place of the work at that organisation.
  Step judge_there(ReadTx const& tx, House const& house, Step step, WorkerForm const& form, AccountId account) {
    std::vector<MembershipRow> here;
    for (auto const& one : tx.memberships_of(account, caller_.now))
      if (one.organisation == form.organisation) here.push_back(one);
    if (here.size() > 1) return refused(step.line, {N_("Deze persoon heeft hier meer rollen. Verander ze op het scherm."), {}});
    std::optional<MembershipRow> const before = here.empty() ? std::nullopt : std::optional(here.front());
    bool const other_work = !before || before->role != form.role || before->location != form.location;
    if (other_work && account == caller_.actor.account)
      return refused(step.line, {N_("Dit is je eigen werk. Vraag een andere beheerder om het te veranderen."), {}});
    bool const other_fte = form.fte_hundredths && (!before || before->fte_hundredths != form.fte_hundredths);
    bool const other_education = !form.education.empty() && (!before || before->education != form.education);
    std::set<GroupId> const wanted(form.groups.begin(), form.groups.end());
    std::vector<GroupWorkerRow> ending;
    std::set<GroupId> has;
    for (auto const& work : house.works) {
      if (work.account != account) continue;
      auto const at = std::find_if(house.groups.begin(), house.groups.end(), [&](GroupRow const& group) { return group.id == work.group; });
      if (at == house.groups.end() || at->organisation != form.organisation) continue;
      has.insert(work.group);
      if (!wanted.contains(work.group)) ending.push_back(work);
    }
    bool const other_groups = has != wanted;
    if (!before) step.line.why.push_back({N_("werkt hier weer"), {}});
    if (before && before->role != form.role) step.line.why.push_back({N_("rol"), {}});
    if (before && before->location != form.location) step.line.why.push_back({N_("locatie"), {}});
    if (other_groups) step.line.why.push_back({N_("groepen"), {}});
    if (other_fte) step.line.why.push_back({N_("fte"), {}});
    if (other_education) step.line.why.push_back({N_("opleiding"), {}});
    if (step.line.why.empty()) return step;
    step.line.state = ImportState::Changed;
    step.object = {std::nullopt, "account", account.uuid};
    auto const now = caller_.now;
    // Other work is another membership: what was seen in the old one stays told by it.
    MembershipRow after = before && !other_work ? *before
                                                : MembershipRow{MembershipId::make(now, context_.random),
                                                                account,
                                                                form.organisation,
                                                                form.role,
                                                                form.location,
                                                                now,
                                                                kNoEnd,
                                                                {},
                                                                before ? before->fte_hundredths : std::nullopt,
                                                                before ? before->education : ""};
    if (form.fte_hundredths) after.fte_hundredths = form.fte_hundredths;
    if (!form.education.empty()) after.education = form.education;
    std::vector<GroupId> fresh;
    for (auto const group : wanted)
      if (!has.contains(group)) fresh.push_back(group);
    step.act = [=](WriteTx& write) -> Result<std::monostate> {
      if (before && other_work) {
        auto old = *before;
        auto const rows = write.memberships(now);
        auto const beheerders =
            std::count_if(rows.begin(), rows.end(), [](MembershipRow const& row) { return row.role == Role::Beheerder; });
        if (old.role == Role::Beheerder && beheerders == 1)
          return base::fail(ErrorKind::Refused, "last_beheerder",
                            {N_("Er moet altijd een beheerder zijn. Voeg eerst een tweede toe."), {}});
        old.until = now;
        write.put(old);
      }
      write.put(after);
      for (auto work : ending) {
        work.until = now;
        write.put(work);
      }
      for (auto const group : fresh) write.put(GroupWorkerRow{account, group, now, kNoEnd});
      return std::monostate{};
    };
    return step;
  }

  // ------------------------------------------------------------------------------------------------ children

  Step judge(ReadTx const& tx, House const& house, domain::ImportedChild row) {
    Step step{{row.line, 0, ImportState::Same, Private(row.first_name.reveal() + " " + row.last_name.reveal()), {}}};
    auto const hash = number_hash(row.number);
    auto const stored = tx.outside_number(kChildNumber, hash);
    if (stored) named_.insert(ChildId{*stored});
    if (row.first_name.reveal().size() > kMostName || row.last_name.reveal().size() > kMostName || row.number.size() > kMostName)
      return refused(step.line, {N_("Deze naam is te lang."), {}});
    if (row.born_on > today_ || row.born_on < today_.plus_months(-kOldestChildMonths))
      return refused(step.line, {N_("Kijk de geboortedag na. Deze kan niet kloppen."), {}});
    if (!row.language.empty()) {
      auto const language = language_of(row.language);
      if (!language) return refused(step.line, unknown_language());
      row.language = *language;
    }
    auto const found = find_group(house, file_.organisation, row.location, row.group);
    if (!found.group) return refused(step.line, found.why);
    auto const name_hash = context_.lookup.child(row.first_name, row.last_name, row.born_on, child_key_);
    auto const first = lines_of_.emplace(name_hash, row.line).first;
    if (first->second != row.line)
      return refused(step.line,
                     {N_("Dit kind staat ook op regel {line}, met een ander nummer."), {{"line", std::to_string(first->second)}}});
    if (stored) return judge_there(tx, std::move(step), row, *found.group, ChildId{*stored}, std::nullopt, name_hash);
    // Typed in before the first file came: then it only gets its number.
    auto const alike = tx.children_with_hash(name_hash);
    if (alike.size() > 1) return refused(step.line, {N_("Dit kind staat er al vaker in. Vraag de leidinggevende het na te kijken."), {}});
    if (alike.size() == 1) {
      auto const numbered = tx.outside_numbers(kChildNumber);
      if (std::find(numbered.begin(), numbered.end(), alike.front().uuid) != numbered.end())
        return refused(step.line, {N_("Er is al een kind met deze naam en geboortedag, met een ander nummer."), {}});
      auto const facts = tx.child(alike.front());
      auto const place = facts ? placed_now(*facts) : std::nullopt;
      if (!place || place->organisation != file_.organisation)
        return refused(step.line, {N_("Er is al een kind met deze naam en geboortedag, in een andere organisatie."), {}});
      return judge_there(tx, std::move(step), row, *found.group, alike.front(), hash, name_hash);
    }
    return new_child(std::move(step), row, *found.group, hash, name_hash);
  }

  std::shared_ptr<std::vector<journal::SealedEntry>> const& entries_of(Step& step) {
    entries_.push_back(std::make_shared<std::vector<journal::SealedEntry>>());
    step.events = 2;
    return entries_.back();
  }
  journal::Header registered_header(ChildId child, domain::ImportedChild const& row, GroupRow const& group) {
    auto out = header(child, group, kind::kChildRegistered);
    out.birth_month = base::Month::of(row.born_on);
    out.group_type = group.group_type;
    return out;
  }
  static journal::Contents names_of(domain::ImportedChild const& row) {
    journal::Contents out{
        {{"first_name", row.first_name.reveal()}, {"last_name", row.last_name.reveal()}, {"born_on", row.born_on.text()}}};
    if (!row.language.empty()) out.texts["language"] = row.language;
    return out;
  }
  journal::Header placed_header(ChildId child, domain::ImportedChild const& row, GroupRow const& group) {
    auto out = header(child, group, kind::kChildPlaced);
    out.from = today_;
    out.outcome = days_code(row.days);
    return out;
  }
  static Result<std::monostate> keep(std::vector<journal::SealedEntry>& entries, Result<journal::SealedEntry> made) {
    if (!made) return tl::unexpected(made.error());
    entries.push_back(std::move(*made));
    return std::monostate{};
  }

  Step new_child(Step step, domain::ImportedChild const& row, GroupRow const& group, Bytes const& number, Bytes const& name_hash) {
    auto const child = ChildId::make(caller_.now, context_.random);
    auto const entries = entries_of(step);
    step.line.state = ImportState::New;
    step.object = {child, "child", child.uuid};
    step.seal = [=, this]() -> Result<std::monostate> {
      entries->clear();
      if (auto ok = keep(*entries, seal_for(context_, registered_header(child, row, group), names_of(row))); !ok) return ok;
      return keep(*entries, journal::seal_open(placed_header(child, row, group)));
    };
    step.act = [=, this](WriteTx& write) -> Result<std::monostate> {
      if (write.outside_number(kChildNumber, number) || !write.children_with_hash(name_hash).empty()) return moved();
      for (auto const& entry : *entries)
        if (auto const added = append_once(context_, write, caller_, entry); !added) return tl::unexpected(added.error());
      refold_child(context_, write, child, today_);
      write.put_child_hash(child, name_hash);
      write.put_outside_number(kChildNumber, number, child.uuid);
      return std::monostate{};
    };
    return step;
  }

  static tl::unexpected<base::Error> moved() {
    return base::fail(ErrorKind::Conflict, "case_moved", {N_("Iemand anders heeft dit net veranderd. Kijk eerst wat er nu staat."), {}});
  }

  /// `number`: its hash when the child has none yet.
  Step judge_there(ReadTx const& tx, Step step, domain::ImportedChild row, GroupRow const& group, ChildId child,
                   std::optional<Bytes> const& number, Bytes const& name_hash) {
    named_.insert(child);
    compared_.insert(child);
    auto const facts = tx.child(child);
    if (!facts || facts->erased) return refused(step.line, {N_("De gegevens van dit kind zijn verwijderd."), {}});
    auto const entry = tx.entry(facts->registered);
    auto const names = entry ? open_entry(context_, *entry) : std::nullopt;
    // A file without the language takes nothing away.
    auto const spoken = std::string(names ? names->get("language") : std::string_view());
    if (row.language.empty()) row.language = spoken;
    bool const other_language = names && row.language != spoken;
    auto const same_language = [&](journal::Contents contents) {
      contents.texts.erase("language");
      return contents;
    };
    bool const other_names = !names || !(same_language(*names) == same_language(names_of(row)));
    std::vector<InGroupRow> places;
    for (auto const& place : facts->in_group)
      if (place.until > caller_.now) places.push_back(place);
    auto const at = std::find_if(places.begin(), places.end(), [&](InGroupRow const& place) { return place.group == group.id; });
    auto const placing = at == places.end() ? std::nullopt : tx.entry(at->entry);
    auto const days = days_code(row.days);
    bool const other_group = at == places.end();
    bool const other_days = !other_group && !days.empty() && placing && placing->header.outcome != days;
    if ((other_group || other_days) && places.size() > 1)
      return refused(step.line, {N_("Dit kind zit in meer groepen. Verander dat op de pagina van het kind."), {}});
    if (number) step.line.why.push_back({N_("stond er al, en krijgt dit nummer"), {}});
    if (other_names) step.line.why.push_back({N_("naam of geboortedag"), {}});
    if (other_language) step.line.why.push_back({N_("taal"), {}});
    if (other_group) step.line.why.push_back({N_("groep"), {}});
    if (other_days) step.line.why.push_back({N_("dagen"), {}});
    if (step.line.why.empty()) return step;
    step.line.state = ImportState::Changed;
    step.object = {child, "child", child.uuid};
    auto const version = tx.case_version(domain::case_of(child));
    auto const entries = entries_of(step);
    step.seal = [=, this]() -> Result<std::monostate> {
      entries->clear();
      if (other_names || other_language)
        if (auto ok = keep(*entries, seal_for(context_, registered_header(child, row, group), names_of(row))); !ok) return ok;
      if (!other_group && !other_days) return std::monostate{};
      auto placed = placed_header(child, row, group);
      placed.reason = "verhuisd";
      return keep(*entries, journal::seal_open(placed));
    };
    step.act = [=, this](WriteTx& write) -> Result<std::monostate> {
      if (write.case_version(domain::case_of(child)) != version) return moved();
      for (auto const& one : *entries)
        if (auto const added = append_once(context_, write, caller_, one); !added) return tl::unexpected(added.error());
      if (!entries->empty()) refold_child(context_, write, child, today_);
      if (other_names) write.put_child_hash(child, name_hash);
      if (number) write.put_outside_number(kChildNumber, *number, child.uuid);
      return std::monostate{};
    };
    return step;
  }

  // ------------------------------------------------------------------------------------------------ parents

  struct Person {
    PersonId id;
    Private name;
    bool gezag = false;
    journal::Contents contents;
  };
  std::vector<Person> people_of(ReadTx const& tx, ChildId child) {
    std::vector<Person> out;
    auto const facts = tx.child(child);
    if (!facts) return out;
    for (auto const& row : facts->person) {
      if (row.until <= caller_.now) continue;
      auto const entry = tx.entry(row.entry);
      auto const contents = entry ? open_entry(context_, *entry) : std::nullopt;
      if (contents) out.push_back({row.person, Private(std::string(contents->get("name"))), row.gezag, *contents});
    }
    return out;
  }

  Step judge(ReadTx const& tx, House const&, domain::ImportedParent const& row) {
    // The two of one line stand one after the other.
    auto const& all = std::get<std::vector<domain::ImportedParent>>(file_.rows);
    auto const index = static_cast<std::size_t>(&row - all.data());
    std::size_t const part = index > 0 && all[index - 1].line == row.line ? 1 : 0;
    Step step{{row.line, part, ImportState::Same, row.name, {}}};
    auto const number = tx.outside_number(kChildNumber, number_hash(row.child_number));
    auto const facts = number ? tx.child(ChildId{*number}) : std::nullopt;
    if (!facts || facts->erased)
      return refused(step.line, {N_("Er is geen kind met nummer {number}. Lees eerst de kinderen in."), {{"number", row.child_number}}});
    auto const child = facts->child;
    compared_.insert(child);
    parents_of_.emplace(child, row.line);
    if (row.name.reveal().size() > kMostName || row.relation.reveal().size() > kMostName)
      return refused(step.line, {N_("Deze naam is te lang."), {}});
    auto const language = row.language.empty() ? std::optional<std::string>("") : language_of(row.language);
    if (!language) return refused(step.line, unknown_language());
    if (named_parents_.emplace(std::pair(child, folded(row.name.reveal())), index).first->second != index)
      return refused(step.line, {N_("Deze ouder staat al bij dit kind in het bestand."), {}});
    auto const people = people_of(tx, child);
    auto const at =
        std::find_if(people.begin(), people.end(), [&](Person const& one) { return same_name(one.name.reveal(), row.name.reveal()); });
    bool const there = at != people.end();
    if (!there && people.size() >= kMostParents) return refused(step.line, {N_("Vul hooguit acht ouders in."), {}});
    journal::Contents contents{{{"informed", "ja"}, {"collects", "ja"}, {"language", "nl"}}};
    auto relation = relation_of(row.relation.reveal());
    if (there) {
      auto const known = relation_of(std::string(at->contents.get("relation")));
      auto const words = std::string(at->contents.get("relation_words"));
      Related const before{known.code, words.empty() ? known.words : words};
      if (row.relation.empty()) relation = before;
      for (auto const& [name, text] : at->contents.texts) contents.texts[name] = text;
      contents.texts.erase("relation_words");
      if (relation != before) step.line.why.push_back({N_("relatie"), {}});
      if (at->gezag != row.gezag) step.line.why.push_back({row.gezag ? N_("krijgt gezag") : N_("heeft geen gezag meer"), {}});
      if (!language->empty() && contents.texts["language"] != *language) step.line.why.push_back({N_("taal"), {}});
      if (step.line.why.empty()) return step;
    }
    contents.texts["name"] = row.name.reveal();
    contents.texts["relation"] = relation.code;
    if (!relation.words.empty()) contents.texts["relation_words"] = relation.words;
    if (!language->empty()) contents.texts["language"] = *language;
    step.line.state = there ? ImportState::Changed : ImportState::New;
    auto const place = place_of(tx, child, caller_.now);
    auto person_header = header_by(caller_, EntryId::make(caller_.now, context_.random), journal::subject_of(child), domain::case_of(child),
                                   journal::CaseKind::Child, kind::kPersonLinked);
    person_header.subject = journal::subject_of(there ? at->id : PersonId{person_header.id.uuid});
    person_header.outcome = row.gezag ? "gezag" : "geen_gezag";
    person_header.content_version = 2;
    if (place.organisation) person_header.organisation = *place.organisation;
    person_header.location = place.location;
    person_header.group = place.group;
    step.object = {child, "person", person_header.id.uuid};
    auto const entries = entries_of(step);
    step.events = 1;
    step.seal = [=, this]() -> Result<std::monostate> {
      entries->clear();
      return keep(*entries, seal_for(context_, person_header, contents));
    };
    step.act = [=, this](WriteTx& write) -> Result<std::monostate> {
      if (auto const added = append_once(context_, write, caller_, entries->front()); !added) return tl::unexpected(added.error());
      refold_child(context_, write, child, today_);
      return std::monostate{};
    };
    return step;
  }

  Context& context_;
  Caller const& caller_;
  ImportFile const& file_;
  Date today_;
  base::SecretBytes number_key_, child_key_;
  std::set<ChildId> named_, compared_;
  std::set<AccountId> accounts_;
  std::map<Bytes, std::size_t> lines_of_;
  std::map<ChildId, std::size_t> parents_of_;
  std::map<std::pair<ChildId, std::string>, std::size_t> named_parents_;
  std::vector<std::shared_ptr<std::vector<journal::SealedEntry>>> entries_;
};

/// The gate, asked before anything of the register is looked at; a refusal stands in the audit log.
Result<Allowed> ask(Context& context, Caller const& caller, OrganisationId organisation) {
  Result<Allowed> allowed{tl::unexpect, base::Error{}};
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    allowed = allow(tx, caller, Action::ImportRegister);
    if (allowed && !tx.organisation(organisation))
      allowed = base::fail(ErrorKind::InvalidInput, "no_organisation", {N_("Kies een organisatie."), {}}, "organisation");
  });
  if (!allowed)
    write_for(context, caller, [&](WriteTx& tx) {
      tx.audit(audit_row(context, caller, Action::ImportRegister, {}, {std::nullopt, "organisation", organisation.uuid},
                         "refused:" + allowed.error().code));
    });
  return allowed;
}

}  // namespace

std::string ImportLine::mark() const {
  static constexpr std::string_view kLetters = "ncsr";
  return std::to_string(line) + "." + std::to_string(part) + kLetters[static_cast<std::size_t>(state)];
}

std::size_t ImportPlan::count(ImportState state) const {
  return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [&](ImportLine const& line) { return line.state == state; }));
}

Result<ImportPlan> plan_import(Context& context, Caller const& caller, ImportFile const& file) {
  auto const allowed = ask(context, caller, file.organisation);
  if (!allowed) return tl::unexpected(allowed.error());
  Import import(context, caller, file);
  ImportPlan plan;
  context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
    plan.lines.clear();
    House const house(tx, caller.now);
    for (std::size_t index = 0; index < import.size(); ++index) plan.lines.push_back(import.judge(tx, house, index).line);
    plan.gone = import.gone(tx, house);
  });
  write_for(context, caller, [&](WriteTx& tx) {
    auto row = audit_row(context, caller, Action::ImportRegister, *allowed, {std::nullopt, "organisation", file.organisation.uuid}, "seen");
    row.list = import.compared();
    tx.audit(row);
  });
  return plan;
}

Result<ImportDone> apply_import(Context& context, Caller const& caller, ImportFile const& file,
                                std::optional<std::set<std::string>> const& confirmed) {
  auto const allowed = ask(context, caller, file.organisation);
  if (!allowed) return tl::unexpected(allowed.error());
  Import import(context, caller, file);
  ImportDone done;
  auto const leave = [&](ImportLine line, Message const& why) {
    line.state = ImportState::Refused;
    line.why = {why};
    ++done.left;
    done.refused.push_back(std::move(line));
  };
  for (std::size_t index = 0; index < import.size();) {
    std::vector<Step> piece;
    auto const begin = index;
    context.store.read(caller.actor.tenant, [&](ReadTx const& tx) {
      piece.clear();
      index = begin;
      std::size_t events = 0;
      House const house(tx, caller.now);
      for (; index < import.size() && events < kMostEvents - 1; ++index) {
        piece.push_back(import.judge(tx, house, index));
        events += std::max<std::size_t>(1, piece.back().events);
        // Two people with one new login name must not both be new.
        if (piece.back().open_account) break;
      }
      if (!piece.empty() && piece.back().open_account) ++index;
    });
    std::vector<Step> chosen;
    for (auto& step : piece) {
      if (step.line.state == ImportState::Same) ++done.same;
      if (step.line.state == ImportState::Refused) leave(step.line, step.line.why.front());
      if (step.line.state != ImportState::New && step.line.state != ImportState::Changed) continue;
      if (confirmed && !confirmed->contains(step.line.mark())) {
        leave(step.line, {N_("Deze regel is anders dan je net zag. Lees het bestand nog een keer in."), {}});
        continue;
      }
      if (step.open_account) {
        auto const& worker = std::get<std::vector<domain::ImportedWorker>>(file.rows)[index - 1];
        if (auto code = step.open_account()) {
          done.letters.push_back({worker.name, worker.login, *code});
          ++done.added;
        } else {
          leave(step.line, code.error().message);
        }
        continue;
      }
      if (step.seal)
        if (auto const sealed = step.seal(); !sealed) {
          leave(step.line, sealed.error().message);
          continue;
        }
      chosen.push_back(std::move(step));
    }
    if (chosen.empty()) continue;
    std::vector<std::optional<Message>> answers;
    write_for(
        context, caller,
        [&](WriteTx& tx) {
          answers.assign(chosen.size(), std::nullopt);
          auto const still = allow(tx, caller, Action::ImportRegister);
          for (std::size_t i = 0; i < chosen.size(); ++i) {
            auto const refuse = [&](base::Error const& error) {
              answers[i] = error.message;
              tx.audit(audit_row(context, caller, Action::ImportRegister, {}, chosen[i].object, "refused:" + error.code));
            };
            if (!still) {
              refuse(still.error());
              continue;
            }
            Result<std::monostate> acted{std::monostate{}};
            tx.nested([&] {
              acted = chosen[i].act(tx);
              return acted.has_value();
            });
            if (acted)
              tx.audit(audit_row(context, caller, Action::ImportRegister, *still, chosen[i].object, "done"));
            else
              refuse(acted.error());
          }
        },
        Lane::Bulk);
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      if (answers[i])
        leave(chosen[i].line, *answers[i]);
      else
        ++(chosen[i].line.state == ImportState::New ? done.added : done.changed);
    }
  }
  return done;
}

}  // namespace vlechtwerk::app
