#include <algorithm>
#include <limits>
#include <map>

#include "store/statement.h"
#include "store/transaction.h"

/// The relations of a person to children. Each is one text with the inputs tenant, person, now; the list runs it as it is, the check adds
/// `and c.child = $4`, the places ask the same rows for the group in which the child is, and two texts more add what there is to do.
/// Columns: the child, then from and until of every row that was joined. All intervals are asked the same way.
namespace vlechtwerk::store {
namespace {

/// Of whom a person finds through her groups, as a mentor or by what parents allow, each is asked whether there is something to do. Whoever
/// leads a location has many: they are found from what there is to do. Not the first of these by a list: SQLite 3.40 answers that wrongly
/// (a test reads every statement for it).
constexpr char const* kOfEachAsked =
    " and (exists (select 1 from route r where r.tenant = $1 and r.child = c.child and r.status <> 'closed') or "
    "exists (select 1 from child l where l.tenant = $1 and l.child = c.child and l.look_back_on is not null and l.look_back_on <= $4))";
constexpr char const* kFromWhatThereIs =
    " and c.child in (select r.child from route r where r.tenant = $1 and r.status <> 'closed' union all "
    "select l.child from child l where l.tenant = $1 and l.look_back_on is not null and l.look_back_on <= $4)";

struct RelationText {
  std::string text;
  Statement list, check, with_work;
  std::optional<Statement> places;
  RelationText(std::string sql, char const* work, bool of_groups = true)
      : text(std::move(sql)), list(Place::Main, text), check(Place::Main, text + " and c.child = $4"), with_work(Place::Main, text + work) {
    if (of_groups)
      places.emplace(Place::Main, "select c.location, c.child_group, c.child" + text.substr(text.find(" from membership m")) + " limit $4");
  }
};

std::string member(std::string_view role) {
  return " where m.tenant = $1 and m.account = $2 and m.role = '" + std::string(role) + "' and m.from_us <= $3 and $3 < m.until_us";
}

/// A placement c of the child within the place of the membership, in force now.
constexpr char const* kPlaced =
    " and c.organisation = m.organisation and (m.location is null or m.location = c.location) and c.from_us <= $3 and $3 < c.until_us";

/// A mentor may work at another location, but not on after the child left the organisation.
constexpr char const* kInTheHouse = " and c.organisation = m.organisation and c.from_us <= $3 and $3 < c.until_us";

RelationText const kWorksOnGroup(
    "select c.child, m.from_us, m.until_us, w.from_us, w.until_us, c.from_us, c.until_us from membership m "
    "join group_worker w on w.tenant = m.tenant and w.account = m.account "
    "join child_in_group c on c.tenant = w.tenant and c.child_group = w.child_group" +
        member("pedagogisch_medewerker") + " and w.from_us <= $3 and $3 < w.until_us" + kPlaced,
    kOfEachAsked);

RelationText const kMentorOf(
    "select c.child, m.from_us, m.until_us, w.from_us, w.until_us, c.from_us, c.until_us from membership m "
    "join mentor w on w.tenant = m.tenant and w.account = m.account "
    "join child_in_group c on c.tenant = w.tenant and c.child = w.child" +
        member("pedagogisch_medewerker") + " and w.from_us <= $3 and $3 < w.until_us" + kInTheHouse,
    kOfEachAsked);

RelationText const kLeadsLocation(
    "select c.child, m.from_us, m.until_us, c.from_us, c.until_us from membership m "
    "join child_in_group c on c.tenant = m.tenant" +
        member("leidinggevende") + kPlaced,
    kFromWhatThereIs);

RelationText const kPedagoogAllowed(
    "select c.child, m.from_us, m.until_us, c.from_us, c.until_us, t.from_us, t.until_us from membership m "
    "join child_in_group c on c.tenant = m.tenant "
    "join toestemming_in_force t on t.tenant = c.tenant and t.child = c.child" +
        member("pedagoog") + kPlaced + " and t.recipient = 'pedagoog' and t.from_us <= $3 and $3 < t.until_us",
    kOfEachAsked);

RelationText const kCoachAsked(
    "select c.child, m.from_us, m.until_us, c.from_us, c.until_us, t.from_us, t.until_us from membership m "
    "join hulpvraag_open c on c.tenant = m.tenant and c.account = m.account "
    "join toestemming_in_force t on t.tenant = c.tenant and t.child = c.child" +
        member("jeugdzorgcoach") +
        " and c.from_us <= $3 and $3 < c.until_us and t.recipient = 'jeugdzorgcoach' and t.from_us <= $3 and $3 < t.until_us",
    kFromWhatThereIs, false);

RelationText const kCoachesGroup(
    "select c.child, m.from_us, m.until_us, w.from_us, w.until_us, c.from_us, c.until_us, t.from_us, t.until_us from membership m "
    "join group_worker w on w.tenant = m.tenant and w.account = m.account "
    "join child_in_group c on c.tenant = w.tenant and c.child_group = w.child_group "
    "join toestemming_in_force t on t.tenant = c.tenant and t.child = c.child" +
        member("pedagogisch_coach") + " and w.from_us <= $3 and $3 < w.until_us" + kPlaced +
        " and t.recipient = 'pedagogisch_coach' and t.from_us <= $3 and $3 < t.until_us",
    kOfEachAsked);

/// Found from what put() and replace() noted of each child; what they noted is of a moment, so whoever is found is asked once more.
Statement const kLedMaybeWithoutMentor(
    Place::Main, kLeadsLocation.text +
                     " and c.child in (select k.child from child k where k.tenant = $1 and k.mentored_until_us is null union all "
                     "select k.child from child k where k.tenant = $1 and k.mentored_until_us <= $3 union all "
                     "select k.child from child k where k.tenant = $1 and k.mentored_from_us > $3) order by c.child nulls last limit $4");

RelationText const& text_of(app::Relation relation) {
  switch (relation) {
    case app::Relation::WorksOnGroup:
      return kWorksOnGroup;
    case app::Relation::MentorOf:
      return kMentorOf;
    case app::Relation::LeadsLocation:
      return kLeadsLocation;
    case app::Relation::PedagoogAllowed:
      return kPedagoogAllowed;
    case app::Relation::CoachAsked:
      return kCoachAsked;
    case app::Relation::CoachesGroup:
      return kCoachesGroup;
  }
  throw base::WorldError("an unknown relation");
}

/// One hit per child. A row holds from the latest of its beginnings to the earliest of its ends; of several rows of one child, which all
/// hold now, the longest reach counts.
std::vector<app::RelationHit> hits(Rows const& rows) {
  std::map<ChildId, app::RelationHit> found;
  for (auto const row : rows) {
    app::RelationHit hit{row.id<ChildId>(0), row.instant(1), row.instant(2)};
    for (std::size_t column = 3; column < rows.columns(); column += 2) {
      hit.from = std::max(hit.from, row.instant(column));
      hit.until = std::min(hit.until, row.instant(column + 1));
    }
    auto const [at, fresh] = found.emplace(hit.child, hit);
    if (fresh) continue;
    at->second.from = std::min(at->second.from, hit.from);
    at->second.until = std::max(at->second.until, hit.until);
  }
  std::vector<app::RelationHit> out;
  for (auto const& [child, hit] : found) out.push_back(hit);
  return out;
}

/// Each once, in order.
std::vector<ChildId> children_of(Rows const& rows) {
  auto out = all(rows, [](Row const& row) { return row.id<ChildId>(0); });
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::int64_t sql_limit(std::size_t limit) {
  return static_cast<std::int64_t>(std::min<std::size_t>(limit, std::numeric_limits<std::int64_t>::max()));
}

}  // namespace

std::optional<app::RelationHit> Transaction::related(app::Relation relation, AccountId person, ChildId child, Instant now) const {
  auto const found = hits(db_.query(text_of(relation).check, tenant_, person, now, child));
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<app::RelatedPlace> Transaction::related_places(app::Relation relation, AccountId person, Instant now, std::size_t limit) const {
  auto const& places = text_of(relation).places;
  if (!places) return {};
  return all(db_.query(*places, tenant_, person, now, sql_limit(limit)), [](Row const& row) {
    return app::RelatedPlace{row.id<LocationId>(0), row.id<GroupId>(1), row.id<ChildId>(2)};
  });
}

std::vector<app::RelationHit> Transaction::related_children(app::Relation relation, AccountId person, Instant now) const {
  return hits(db_.query(text_of(relation).list, tenant_, person, now));
}

std::vector<ChildId> Transaction::related_with_work(app::Relation relation, AccountId person, Instant now, app::Date today) const {
  return children_of(db_.query(text_of(relation).with_work, tenant_, person, now, today));
}

std::vector<ChildId> Transaction::led_maybe_without_mentor(AccountId person, Instant now, std::size_t limit) const {
  return children_of(db_.query(kLedMaybeWithoutMentor, tenant_, person, now, sql_limit(limit)));
}

}  // namespace vlechtwerk::store
