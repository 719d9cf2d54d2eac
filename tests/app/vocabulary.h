#pragma once
// A small world in which something happens, on the engine of the test, and short words for what its people do.
#include <fstream>
#include <sstream>

#include "app/project.h"
#include "app/use_cases.h"
#include "domain/stappenplan/replay.h"
#include "interop/stappenplan/change_plan.h"
#include "interop/stappenplan/plan_file.h"
#include "journal/seal.h"
#include "platform/lookup.h"
#include "platform/password.h"
#include "platform/picture.h"
#include "platform/second_factor.h"
#include "store/maintenance.h"
#include "store/ports_support.h"

namespace vlechtwerk::app::testing {

using base::ErrorKind;
using base::Private;
namespace kind = domain::entry_kind;

inline Date on(char const* text) { return Date::parse(text).value(); }
/// A moment in Amsterdam, for example at("2026-03-09", 10, 30).
inline Instant at(char const* date, int hour, int minute = 0) { return base::amsterdam_instant(on(date), hour * 60 + minute); }

inline constexpr char const* kPlan = "kinderopvang-den-helder";
inline constexpr char const* kPedagoogLooks = "observatie_pedagoog";
inline constexpr char const* kCoachLooks = "meekijken_coach";

class NoHasher final : public PasswordHasher {
 public:
  std::string hash(Private const&, base::SecretBytes const&) override { return "none"; }
  bool verify(Private const&, base::SecretBytes const&, std::string_view) override { return false; }
  [[nodiscard]] bool needs_rehash(std::string_view) const override { return false; }
};

inline base::Result<PlanLibrary::Plan> read_plan_file(std::string_view text) {
  auto parsed = interop::parse_plan(text, "plan");
  if (!parsed.plan) return base::fail(ErrorKind::InvalidInput, "plan", parsed.diagnostics.front().message);
  return std::move(*parsed.plan);
}

inline std::string plan_text() {
  std::ifstream in(std::string(VLECHTWERK_SOURCE_DIR) + "/stappenplannen/kinderopvang-den-helder.toml", std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline std::int64_t plan_version() { return read_plan_file(plan_text())->version; }

/// The plan with other words in it, as its next version.
inline std::string next_version(std::string text, std::string const& from, std::string const& to) {
  auto const put = [&](std::string const& old, std::string const& fresh) {
    auto const at = text.find(old);
    if (at == std::string::npos) throw std::runtime_error("the plan lacks: " + old);
    text.replace(at, old.size(), fresh);
  };
  auto const version = read_plan_file(text)->version;
  put("version = " + std::to_string(version), "version = " + std::to_string(version + 1));
  put(from, to);
  return text;
}

struct Person {
  TenantId tenant;
  AccountId account;
  MembershipRow membership;
};

/// "De Zeester" with the groups Wadlopers and Zeehonden, "De Schelp" with the Kwallen, of one organisation for childcare; one for youth
/// care.
class Story : public store::testing::PortsTest {
 protected:
  std::unique_ptr<store::Database> store = open_store();
  std::unique_ptr<store::Keys> keys = open_keys();
  NoHasher hasher;
  platform::StandardPasswordRules rules;
  platform::OathTotp totp;
  platform::SvgQrCode qr;
  platform::JpegPictures pictures;
  platform::CrockfordCodes codes;
  platform::Blake2bLookupHashes lookup;
  PlanLibrary plans{read_plan_file, [](std::string_view text, auto const& edits) { return interop::change_plan(text, edits); }};
  AccessWindow access;
  Context context{*store, *keys, random, hasher, rules, totp, qr, pictures, codes, lookup, plans, access, false};
  Instant now = at("2026-03-09", 10);

  TenantId tenant;
  OrganisationId opvang, jeugdhulp;
  LocationId zeester, schelp;
  GroupId wadlopers, zeehonden, kwallen;
  Person kees, sanne, fatima, joke, piet, marijke, anita, bert;
  ChildId noor, finn, mees;
  std::vector<PersonId> noors;  ///< the parents of Noor, both with gezag

  Story() {
    tenant = new_tenant();
    opvang = fresh<OrganisationId>();
    jeugdhulp = fresh<OrganisationId>();
    zeester = fresh<LocationId>();
    schelp = fresh<LocationId>();
    wadlopers = fresh<GroupId>();
    zeehonden = fresh<GroupId>();
    kwallen = fresh<GroupId>();
    write([&](WriteTx& tx) {
      tx.put(PlanRow{kPlan, plan_version(), plan_text()});
      tx.put(OrganisationRow{opvang, "Opvang", OrganisationKind::Kinderopvang, kPlan});
      tx.put(OrganisationRow{jeugdhulp, "Jeugdhulp", OrganisationKind::Jeugdzorg, ""});
      tx.put(LocationRow{zeester, opvang, "De Zeester"});
      tx.put(LocationRow{schelp, opvang, "De Schelp"});
      tx.put(GroupRow{wadlopers, zeester, opvang, "Wadlopers", "regular"});
      tx.put(GroupRow{zeehonden, zeester, opvang, "Zeehonden", "regular"});
      tx.put(GroupRow{kwallen, schelp, opvang, "Kwallen", "regular"});
    });
    kees = person("Kees Smit", Role::Beheerder, opvang);
    sanne = person("Sanne de Wit", Role::PedagogischMedewerker, opvang, zeester, {wadlopers});
    fatima = person("Fatima El Amrani", Role::PedagogischMedewerker, opvang, zeester, {zeehonden});
    joke = person("Joke Visser", Role::Leidinggevende, opvang, zeester);
    piet = person("Piet Mulder", Role::Leidinggevende, opvang, schelp);
    marijke = person("Marijke Bos", Role::Pedagoog, opvang);
    anita = person("Anita Kok", Role::Jeugdzorgcoach, jeugdhulp);
    bert = person("Bert Vos", Role::Jeugdzorgcoach, jeugdhulp);
    noor = child("Noor", "Jansen", wadlopers, sanne.account);
    finn = child("Finn", "Bakker", zeehonden);
    mees = child("Mees", "de Boer", kwallen);
    noors = parents_of(noor);
  }

  void write(std::function<void(WriteTx&)> const& work) { store->write(tenant, Lane::Bulk, "test", work); }
  template <class Read>
  auto read(Read const& work) {
    decltype(work(std::declval<ReadTx const&>())) out{};
    store->read(tenant, [&](ReadTx const& tx) { out = work(tx); });
    return out;
  }
  void pass(std::int64_t seconds) { now = now.plus_seconds(seconds); }
  void pass_days(int days) { now = base::amsterdam_instant(base::amsterdam_day(now).plus_days(days), base::amsterdam_minute(now)); }
  template <class Id = EntryId>
  Id id() {
    return Id::make(now, random);
  }

  TenantId new_tenant() {
    auto const made = make_tenant(*store, "Vlechtstad " + std::to_string(++tenants_));
    keys->create_tenant(made);
    return made;
  }

  /// `from` and `until` of the membership and of the work on the groups.
  Person person(std::string const& name, Role role, OrganisationId organisation, std::optional<LocationId> location = {},
                std::vector<GroupId> const& groups = {}, Instant from = {0}, Instant until = kNoEnd) {
    AccountRow row;
    row.id = id<AccountId>();
    row.login_hash = Bytes(row.id.uuid.bytes.begin(), row.id.uuid.bytes.end());
    auto const bytes = std::span(reinterpret_cast<std::uint8_t const*>(name.data()), name.size());
    row.name_sealed = journal::wrap(bytes, keys->service_key("account"), "account.name:" + row.id.text(), random);
    row.language = "nl";
    store->write_global([&](GlobalWriteTx& tx) {
      tx.insert(row);
      tx.link(row.id, tenant);
    });
    return member(row.id, role, organisation, location, groups, from, until);
  }
  Person member(AccountId account, Role role, OrganisationId organisation, std::optional<LocationId> location = {},
                std::vector<GroupId> const& groups = {}, Instant from = {0}, Instant until = kNoEnd) {
    Person out{tenant, account, {id<MembershipId>(), account, organisation, role, location, from, until}};
    write([&](WriteTx& tx) {
      tx.put(out.membership);
      for (auto const group : groups) tx.put(GroupWorkerRow{account, group, from, until});
    });
    return out;
  }
  Caller as(Person const& who, Instant when) const {
    auto const& row = who.membership;
    auto const session = Bytes(row.id.uuid.bytes.begin(), row.id.uuid.bytes.end());
    return {{who.account, who.tenant, row.id, row.role, row.organisation, row.location, session}, when, "r1"};
  }
  Caller as(Person const& who) const { return as(who, now); }

  ChildId child(std::string const& first, std::string const& last, GroupId group, std::optional<AccountId> mentor = {}, int parents = 2) {
    RegisterChildForm form{.id = id(),
                           .child = id<ChildId>(),
                           .first_name = Private(first),
                           .last_name = Private(last),
                           .born_on = on("2023-05-17"),
                           .group = group,
                           .from = on("2026-01-05"),
                           .mentor = mentor,
                           .parents = {},
                           .knows_twin = true};
    for (int i = 0; i < parents; ++i)
      form.parents.push_back({Private("Ouder " + std::to_string(i + 1) + " " + last), Private("ouder"), true});
    auto const made = register_child(context, as(kees, at("2026-01-05", 9)), form);
    EXPECT_TRUE(made.has_value()) << made.error().code;
    return *made;
  }
  std::vector<PersonId> parents_of(ChildId child) {
    return read([&](ReadTx const& tx) {
      std::vector<PersonId> out;
      auto const facts = tx.child(child);
      for (auto const& row : facts.value().person)
        if (row.gezag) out.push_back(row.person);
      return out;
    });
  }

  NoteForm a_note(ChildId child, std::string const& note_kind = "strookje", std::string const& text = "zat lang alleen") {
    return {id(), child, note_kind, {}, {}, Private(text), {}};
  }
  EntryId noted(Person const& who, ChildId child, std::string const& note_kind = "strookje") {
    auto const form = a_note(child, note_kind);
    auto const made = record_note(context, as(who), form);
    EXPECT_TRUE(made.has_value()) << made.error().code;
    return form.id;
  }
  CaseId route_opened(Person const& who, ChildId child, std::optional<EntryId> note = {}) {
    auto const made = open_route(context, as(who), {id(), id<CaseId>(), child, note, Private("ik maak me zorgen")});
    EXPECT_TRUE(made.has_value()) << made.error().code;
    return made.value_or(CaseId{});
  }
  StepForm a_step(CaseId route, std::string const& step, std::string const& outcome = {}) {
    return {id(), route, step, {}, outcome, {}, {}, Private("zo ging het"), {}};
  }
  EntryId done(Person const& who, CaseId route, std::string const& step, std::string const& outcome = {}) {
    auto const form = a_step(route, step, outcome);
    auto const made = do_step(context, as(who), form);
    EXPECT_TRUE(made.has_value()) << step << ": " << made.error().code;
    return form.id;
  }
  ToestemmingForm a_word(ChildId child, PersonId parent, std::string const& act, std::string const& word) {
    return {id(), child, parent, act, word, {}, {}, Private("aan de deur"), word == "unreachable" ? "reageert_niet" : ""};
  }
  /// From now on routes follow a plan that lets the leidinggevende go on without a parent who cannot be reached.
  void plan_lets_go_on_without_a_word() {
    write([&](WriteTx& tx) {
      tx.put(PlanRow{kPlan, plan_version() + 1,
                     next_version(plan_text(), "recipient = \"pedagoog\"", "unreachable_may = true\nrecipient = \"pedagoog\"")});
    });
  }
  void said(Person const& who, ChildId child, std::string const& act, std::string const& word) {
    for (auto const parent : parents_of(child)) {
      auto const made = record_toestemming(context, as(who), a_word(child, parent, act, word));
      EXPECT_TRUE(made.has_value()) << made.error().code;
    }
  }
  AskForm a_question(std::optional<ChildId> about = {}) {
    return {id(), id<CaseId>(), about, {}, false, {}, {}, Private("hoe help ik dit kind?")};
  }
  CaseId asked(Person const& who, AskForm const& form) {
    auto const made = ask_hulpvraag(context, as(who), form);
    EXPECT_TRUE(made.has_value()) << made.error().code;
    return made.value_or(CaseId{});
  }
  AskForm informally(Person const& coach, std::optional<ChildId> about, std::optional<Date> until = {}) {
    auto form = a_question(about);
    form.informal = true;
    form.coach = coach.account;
    form.until = until;
    return form;
  }

  /// An entry made by hand, as an import or a device would bring it, and folded.
  EntryId by_hand(Person const& who, journal::Header header, ChildId child) {
    header.id = id();
    header.tenant = tenant;
    header.actor = who.account;
    header.role = who.membership.role;
    header.organisation = who.membership.organisation;
    if (header.subject.id.is_nil()) header.subject = journal::subject_of(child);
    if (header.case_id.is_nil()) {
      header.case_id = domain::case_of(child);
      header.case_kind = journal::CaseKind::Child;
    }
    if (std::holds_alternative<Instant>(header.occurred) && std::get<Instant>(header.occurred).us == 0) header.occurred = now;
    auto const entry = journal::seal_open(header);
    EXPECT_TRUE(entry.has_value()) << entry.error().code;
    write([&](WriteTx& tx) {
      EXPECT_EQ(tx.append(*entry, now), Appended::New);
      tx.replace(project_child(child, tx.entries_of_child(child), source(tx), base::amsterdam_day(now)));
    });
    return header.id;
  }

  PlanSource source(ReadTx const& tx) {
    return [this, &tx](std::string const& plan, std::int64_t version) -> std::shared_ptr<domain::stappenplan::Plan const> {
      auto found = plans.get(tx, plan, version);
      return found ? *found : nullptr;
    };
  }
  /// The projections, folded anew from the journal.
  void rebuild(Date today) {
    std::map<std::pair<std::string, std::int64_t>, std::shared_ptr<domain::stappenplan::Plan const>> known;
    for (auto const& row : read([](ReadTx const& tx) { return tx.plans(); })) known[{row.plan, row.version}] = *plans.read(row.text);
    auto const by_id = [&](std::string const& code, std::int64_t version) {
      auto const at = known.find({code, version});
      return at == known.end() ? nullptr : at->second;
    };
    store::rebuild(*store, tenant,
                   {[&](ChildId one, std::vector<FoldEntry> const& entries) { return project_child(one, entries, by_id, today); },
                    [](CaseId one, std::vector<FoldEntry> const& entries) { return project_question(one, entries); }});
  }
  std::string dump() { return store::dump_projections(*store, tenant); }

  /// The clear columns of the audit log, newest first: action, outcome, and whether a child is named.
  struct Audited {
    std::string action, outcome, object_type, fields_class, rule, purpose, request_id, role;
    bool names_child = false;
    bool operator==(Audited const&) const = default;
  };
  std::vector<Audited> audit() {
    std::vector<Audited> out;
    store->read_rows(tenant, [&](store::Connection& db) {
      out.clear();
      auto const rows = db.query(
          "select action, outcome, object_type, fields_class, rule, purpose, request_id, role, child from audit "
          "where tenant = $1 order by seq desc nulls last",
          tenant);
      for (auto const row : rows)
        out.push_back(
            {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), row.text(7), !row.is_null(8)});
    });
    return out;
  }

 private:
  int tenants_ = 0;
};

template <class T>
std::string outcome(base::Result<T> const& result) {
  return result ? "ok" : result.error().code;
}

}  // namespace vlechtwerk::app::testing
