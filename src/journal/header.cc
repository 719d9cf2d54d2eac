#include "journal/header.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "domain/entry_kind.h"
#include "journal/bytes.h"

namespace vlechtwerk::journal {
namespace {

constexpr std::uint8_t kFormat = 1;

// The table of tags. Stored for ever: never reuse a number, never change what one means. 33 and 34 are reserved (docs/formats/journal.md).
enum Tag : std::uint8_t {
  kId = 1,
  kTenant = 2,
  kSubject = 3,
  kCase = 4,
  kKind = 5,
  kOccurred = 6,
  kRole = 7,
  kActor = 8,
  kOrganisation = 9,
  kLocation = 10,
  kGroup = 11,
  kDevice = 12,
  kFunction = 13,
  kStep = 14,
  kOutcome = 15,
  kReason = 16,
  kRule = 17,
  kAct = 18,
  kPlan = 19,
  kPlanVersion = 20,
  kFrom = 21,
  kUntil = 22,
  kMinutes = 23,
  kBirthMonth = 24,
  kGroupType = 25,
  kNature = 26,
  kOf = 27,
  kWith = 28,
  kSet = 29,
  kContentVersion = 30,
  kKeyId = 31,
  kContentKeyHash = 32,
};

struct Field {
  std::string_view name;
  bool required;
  bool correctable;
};

// In the order of the tags, from 1.
constexpr std::array<Field, 32> kFields{{
    {"id", true, false},           {"tenant", true, false},   {"subject", true, false}, {"case", true, false},
    {"kind", true, false},         {"occurred", true, true},  {"role", true, false},    {"actor", true, false},
    {"organisation", true, false}, {"location", false, true}, {"group", false, true},   {"device", false, false},
    {"function", false, true},     {"step", false, true},     {"outcome", false, true}, {"reason", false, true},
    {"rule", false, true},         {"act", false, true},      {"plan", false, true},    {"plan_version", false, true},
    {"from", false, true},         {"until", false, true},    {"minutes", false, true}, {"birth_month", false, true},
    {"group_type", false, true},   {"nature", false, true},   {"of", false, true},      {"with", false, true},
    {"set", false, false},         {"contents", false, true}, {"key_id", false, false}, {"content_key_hash", false, false},
}};

Field const* field_of(std::uint8_t tag) { return tag >= 1 && tag <= kFields.size() ? &kFields[tag - 1U] : nullptr; }

constexpr std::size_t kMostOf = 32;
constexpr std::size_t kMostWith = 16;
constexpr std::int64_t kMostMinutes = 525'600;  // a year
constexpr std::int64_t kMostVersion = std::numeric_limits<std::int32_t>::max();

tl::unexpected<base::Error> unfit(std::string_view field) {
  return base::fail(base::ErrorKind::InvalidInput, fmt::format("journal.header.{}", field),
                    {base::N_("Dit gegeven van een regel in het logboek klopt niet: {field}."), {{"field", std::string(field)}}},
                    std::string(field));
}

// The years that base::Date reads: 1900 to 2999. Outside them the calendar of Amsterdam is not computed.
bool fits(base::Date date) {
  static auto const first = base::Date::of(1900, 1, 1);
  static auto const last = base::Date::of(2999, 12, 31);
  return first <= date && date <= last;
}

bool fits(base::Instant instant) {
  constexpr std::int64_t kDay = 86'400'000'000;
  static auto const first = base::Date::of(1900, 1, 1).days.time_since_epoch().count() * kDay;
  static auto const end = base::Date::of(3000, 1, 1).days.time_since_epoch().count() * kDay;
  return first <= instant.us && instant.us < end;
}

bool fits(base::Month month) { return month.year >= 1900 && month.year <= 2999 && month.month >= 1 && month.month <= 12; }

bool fits_version(std::int64_t version) { return version >= 0 && version <= kMostVersion; }

template <class Enum>
bool among(Enum value, Enum last) {
  return value >= Enum{1} && value <= last;
}

/// The name of the first field that may not be stored so; empty when all may.
std::string_view first_unfit(Header const& h) {
  auto const code_or_absent = [](std::string const& text) { return text.empty() || is_code(text); };
  if (h.id.is_nil()) return "id";
  if (h.tenant.is_nil()) return "tenant";
  if (h.subject.id.is_nil() || !among(h.subject.kind, SubjectKind::Tenant)) return "subject";
  if (h.case_id.is_nil() || !among(h.case_kind, CaseKind::Tenant)) return "case";
  if (!is_code(h.kind)) return "kind";
  if (!std::visit([](auto const& when) { return fits(when); }, h.occurred)) return "occurred";
  if (static_cast<std::size_t>(h.role) >= domain::kRoleCodes.size()) return "role";
  if (h.actor.is_nil()) return "actor";
  if (h.organisation.is_nil()) return "organisation";
  if (h.location && h.location->is_nil()) return "location";
  if (h.group && h.group->is_nil()) return "group";
  if (h.device && h.device->is_nil()) return "device";
  if (!code_or_absent(h.function)) return "function";
  if (!code_or_absent(h.step)) return "step";
  if (!code_or_absent(h.outcome)) return "outcome";
  if (!code_or_absent(h.reason)) return "reason";
  if (!code_or_absent(h.rule)) return "rule";
  if (!code_or_absent(h.act)) return "act";
  if (!code_or_absent(h.plan)) return "plan";
  if (!fits_version(h.plan_version)) return "plan_version";
  if (h.from && !fits(*h.from)) return "from";
  if (h.until && (!fits(*h.until) || (h.from && *h.until < *h.from))) return "until";
  if (h.minutes && (*h.minutes < 0 || *h.minutes > kMostMinutes)) return "minutes";
  if (h.birth_month && !fits(*h.birth_month)) return "birth_month";
  if (!code_or_absent(h.group_type)) return "group_type";
  if (h.nature && !among(*h.nature, Nature::Both)) return "nature";
  if (h.of.size() > kMostOf) return "of";
  for (auto const& id : h.of)
    if (id.is_nil()) return "of";
  if (h.with.size() > kMostWith) return "with";
  for (auto const& function : h.with)
    if (!is_code(function)) return "with";
  if (!h.set.empty() && (h.kind != domain::entry_kind::kEventCorrected || h.of.empty())) return "set";
  for (std::size_t i = 0; i < h.set.size(); ++i) {
    auto const* field = field_of(h.set[i]);
    if (!field || !field->correctable || (i > 0 && h.set[i] <= h.set[i - 1])) return "set";
  }
  if (!fits_version(h.content_version)) return "contents";
  bool const has_contents = h.content_version != 0;
  if (h.key_id.has_value() != has_contents || (h.key_id && h.key_id->is_nil())) return "key_id";
  if (h.content_key_hash.has_value() != has_contents) return "content_key_hash";
  return {};
}

class Writer {
 public:
  Writer() : out_{kFormat} {}
  void bytes(Tag tag, std::span<std::uint8_t const> value) {
    out_.push_back(tag);
    put_little(out_, value.size(), 2);
    put_bytes(out_, value);
  }
  void number(Tag tag, std::int64_t value, int width) {
    Bytes little_end;
    put_little(little_end, static_cast<std::uint64_t>(value), width);
    bytes(tag, little_end);
  }
  void code(Tag tag, std::string_view text) {
    if (!text.empty()) bytes(tag, {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()});
  }
  template <class Id>
  void id(Tag tag, std::optional<Id> const& id) {
    if (id) bytes(tag, id->bytes());
  }
  void date(Tag tag, std::optional<base::Date> const& date) {
    if (date) number(tag, date->days.time_since_epoch().count(), 4);
  }
  void kind_and_id(Tag tag, std::uint8_t kind, std::span<std::uint8_t const> id) {
    Bytes value{kind};
    put_bytes(value, id);
    bytes(tag, value);
  }
  Bytes take() { return std::move(out_); }

 private:
  Bytes out_;
};

using Value = std::span<std::uint8_t const>;

// Each read_ function fills `into` from the value of one field, and is false when the value has not the form of that field.

template <class Id>
bool read_id(Value value, Id& into) {
  auto const uuid = base::Uuid::from_bytes(value);
  if (uuid) into.uuid = *uuid;
  return uuid.has_value();
}

template <class Id>
bool read_id(Value value, std::optional<Id>& into) {
  return read_id(value, into.emplace());
}

template <class Kind>
bool read_kind_and_id(Value value, Kind& kind, base::Uuid& id) {
  if (value.size() != 17) return false;
  kind = static_cast<Kind>(value[0]);
  id = *base::Uuid::from_bytes(value.subspan(1));
  return true;
}

bool read_code(Value value, std::string& into) {
  into = text_of(value);
  return !into.empty();
}

bool read_number(Value value, std::int64_t& into) {
  if (value.size() != 8) return false;
  into = static_cast<std::int64_t>(little(value));
  return true;
}

/// A version is stored only when there is one.
bool read_version(Value value, std::int64_t& into) { return read_number(value, into) && into != 0; }

bool read_date(Value value, base::Date& into) {
  if (value.size() != 4) return false;
  into.days = std::chrono::sys_days(std::chrono::days(static_cast<std::int32_t>(little(value))));
  return true;
}

bool read_occurred(Value value, Occurred& into) {
  if (value.empty()) return false;
  if (value[0] == 1) {
    base::Instant instant;
    if (!read_number(value.subspan(1), instant.us)) return false;
    into = instant;
    return true;
  }
  base::Date date;
  if (value[0] != 2 || !read_date(value.subspan(1), date)) return false;
  into = date;
  return true;
}

bool read_role(Value value, domain::Role& into) {
  auto const role = domain::role_from_code(text_of(value));
  if (role) into = *role;
  return role.has_value();
}

bool read_month(Value value, base::Month& into) {
  if (value.size() != 3) return false;
  into = {static_cast<int>(little(value.first(2))), value[2]};
  return true;
}

bool read_of(Value value, std::vector<domain::EntryId>& into) {
  if (value.empty() || value.size() % 16 != 0) return false;
  for (; !value.empty(); value = value.subspan(16)) into.push_back({*base::Uuid::from_bytes(value.first(16))});
  return true;
}

bool read_with(Value value, std::vector<std::string>& into) {
  if (value.empty()) return false;
  Reader reader(value);
  while (!reader.done()) {
    auto const size = reader.number(1);
    auto const text = size ? reader.take(*size) : std::nullopt;
    if (!text) return false;
    into.emplace_back(text_of(*text));
  }
  return true;
}

bool read_field(Tag tag, Value value, Header& h) {
  switch (tag) {
    case kId:
      return read_id(value, h.id);
    case kTenant:
      return read_id(value, h.tenant);
    case kSubject:
      return read_kind_and_id(value, h.subject.kind, h.subject.id);
    case kCase:
      return read_kind_and_id(value, h.case_kind, h.case_id.uuid);
    case kKind:
      return read_code(value, h.kind);
    case kOccurred:
      return read_occurred(value, h.occurred);
    case kRole:
      return read_role(value, h.role);
    case kActor:
      return read_id(value, h.actor);
    case kOrganisation:
      return read_id(value, h.organisation);
    case kLocation:
      return read_id(value, h.location);
    case kGroup:
      return read_id(value, h.group);
    case kDevice:
      return read_id(value, h.device);
    case kFunction:
      return read_code(value, h.function);
    case kStep:
      return read_code(value, h.step);
    case kOutcome:
      return read_code(value, h.outcome);
    case kReason:
      return read_code(value, h.reason);
    case kRule:
      return read_code(value, h.rule);
    case kAct:
      return read_code(value, h.act);
    case kPlan:
      return read_code(value, h.plan);
    case kPlanVersion:
      return read_version(value, h.plan_version);
    case kFrom:
      return read_date(value, h.from.emplace());
    case kUntil:
      return read_date(value, h.until.emplace());
    case kMinutes:
      return read_number(value, h.minutes.emplace());
    case kBirthMonth:
      return read_month(value, h.birth_month.emplace());
    case kGroupType:
      return read_code(value, h.group_type);
    case kNature:
      if (value.size() != 1) return false;
      h.nature = static_cast<Nature>(value[0]);
      return true;
    case kOf:
      return read_of(value, h.of);
    case kWith:
      return read_with(value, h.with);
    case kSet:
      h.set.assign(value.begin(), value.end());
      return !h.set.empty();
    case kContentVersion:
      return read_version(value, h.content_version);
    case kKeyId: {
      h.key_id = base::Uuid::from_bytes(value);
      return h.key_id.has_value();
    }
    case kContentKeyHash: {
      if (value.size() != 16) return false;
      auto& hash = h.content_key_hash.emplace();
      std::copy(value.begin(), value.end(), hash.begin());
      return true;
    }
  }
  return false;
}

}  // namespace

base::Date day_of(Occurred const& occurred) {
  if (auto const* instant = std::get_if<base::Instant>(&occurred)) return base::amsterdam_day(*instant);
  return std::get<base::Date>(occurred);
}

base::Result<Bytes> encode(Header const& h) {
  if (auto const field = first_unfit(h); !field.empty()) return unfit(field);
  Writer out;
  out.bytes(kId, h.id.bytes());
  out.bytes(kTenant, h.tenant.bytes());
  out.kind_and_id(kSubject, static_cast<std::uint8_t>(h.subject.kind), h.subject.id.bytes);
  out.kind_and_id(kCase, static_cast<std::uint8_t>(h.case_kind), h.case_id.bytes());
  out.code(kKind, h.kind);
  Bytes occurred;
  if (auto const* instant = std::get_if<base::Instant>(&h.occurred)) {
    occurred.push_back(1);
    put_little(occurred, static_cast<std::uint64_t>(instant->us), 8);
  } else {
    occurred.push_back(2);
    put_little(occurred, static_cast<std::uint64_t>(std::get<base::Date>(h.occurred).days.time_since_epoch().count()), 4);
  }
  out.bytes(kOccurred, occurred);
  out.code(kRole, domain::code(h.role));
  out.bytes(kActor, h.actor.bytes());
  out.bytes(kOrganisation, h.organisation.bytes());
  out.id(kLocation, h.location);
  out.id(kGroup, h.group);
  out.id(kDevice, h.device);
  out.code(kFunction, h.function);
  out.code(kStep, h.step);
  out.code(kOutcome, h.outcome);
  out.code(kReason, h.reason);
  out.code(kRule, h.rule);
  out.code(kAct, h.act);
  out.code(kPlan, h.plan);
  if (h.plan_version != 0) out.number(kPlanVersion, h.plan_version, 8);
  out.date(kFrom, h.from);
  out.date(kUntil, h.until);
  if (h.minutes) out.number(kMinutes, *h.minutes, 8);
  if (h.birth_month) {
    Bytes month;
    put_little(month, static_cast<std::uint64_t>(h.birth_month->year), 2);
    put_little(month, h.birth_month->month, 1);
    out.bytes(kBirthMonth, month);
  }
  out.code(kGroupType, h.group_type);
  if (h.nature) out.number(kNature, static_cast<std::int64_t>(*h.nature), 1);
  if (!h.of.empty()) {
    Bytes of;
    for (auto const& id : h.of) put_bytes(of, id.bytes());
    out.bytes(kOf, of);
  }
  if (!h.with.empty()) {
    Bytes with;
    for (auto const& function : h.with) {
      put_little(with, function.size(), 1);
      with.insert(with.end(), function.begin(), function.end());
    }
    out.bytes(kWith, with);
  }
  if (!h.set.empty()) out.bytes(kSet, h.set);
  if (h.content_version != 0) {
    out.number(kContentVersion, h.content_version, 8);
    out.bytes(kKeyId, h.key_id->bytes);
    out.bytes(kContentKeyHash, *h.content_key_hash);
  }
  return out.take();
}

base::Result<Header> decode(std::span<std::uint8_t const> bytes) {
  Reader reader(bytes);
  if (reader.number(1) != kFormat) return unfit("format");
  Header h;
  std::uint8_t last = 0;
  while (!reader.done()) {
    auto const tag = static_cast<std::uint8_t>(*reader.number(1));
    auto const* field = field_of(tag);
    if (!field) return unfit("unknown");
    // Whatever stands between the last tag and this one is absent, or came out of order or twice.
    if (tag <= last) return unfit(field->name);
    while (++last < tag)
      if (field_of(last)->required) return unfit(field_of(last)->name);
    auto const size = reader.number(2);
    auto const value = size ? reader.take(*size) : std::nullopt;
    if (!value || !read_field(static_cast<Tag>(tag), *value, h)) return unfit(field->name);
  }
  while (++last <= kFields.size())
    if (field_of(last)->required) return unfit(field_of(last)->name);
  if (auto const field = first_unfit(h); !field.empty()) return unfit(field);
  return h;
}

std::optional<std::uint8_t> correctable_tag(std::string_view field) {
  for (std::size_t i = 0; i < kFields.size(); ++i)
    if (kFields[i].correctable && kFields[i].name == field) return static_cast<std::uint8_t>(i + 1);
  return std::nullopt;
}

std::string_view field_name(std::uint8_t tag) {
  auto const* field = field_of(tag);
  return field ? field->name : std::string_view();
}

void lay(Header& onto, Header const& correction) {
  for (auto const tag : correction.set) {
    switch (static_cast<Tag>(tag)) {
      case kOccurred:
        onto.occurred = correction.occurred;
        break;
      case kLocation:
        onto.location = correction.location;
        break;
      case kGroup:
        onto.group = correction.group;
        break;
      case kFunction:
        onto.function = correction.function;
        break;
      case kStep:
        onto.step = correction.step;
        break;
      case kOutcome:
        onto.outcome = correction.outcome;
        break;
      case kReason:
        onto.reason = correction.reason;
        break;
      case kRule:
        onto.rule = correction.rule;
        break;
      case kAct:
        onto.act = correction.act;
        break;
      case kPlan:
        onto.plan = correction.plan;
        break;
      case kPlanVersion:
        onto.plan_version = correction.plan_version;
        break;
      case kFrom:
        onto.from = correction.from;
        break;
      case kUntil:
        onto.until = correction.until;
        break;
      case kMinutes:
        onto.minutes = correction.minutes;
        break;
      case kBirthMonth:
        onto.birth_month = correction.birth_month;
        break;
      case kGroupType:
        onto.group_type = correction.group_type;
        break;
      case kNature:
        onto.nature = correction.nature;
        break;
      case kOf:
        onto.of.assign(correction.of.begin() + 1, correction.of.end());
        break;
      case kWith:
        onto.with = correction.with;
        break;
      default:
        break;  // encode() and decode() let no other tag in; the contents are corrected by the entry that holds them
    }
  }
}

}  // namespace vlechtwerk::journal
