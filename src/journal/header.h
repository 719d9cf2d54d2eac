#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "domain/ids.h"
#include "domain/role.h"

namespace vlechtwerk::journal {

using Bytes = std::vector<std::uint8_t>;
using Hash256 = std::array<std::uint8_t, 32>;
using Hash128 = std::array<std::uint8_t, 16>;

/// For whom the contents of an entry are wrapped. The numbers are stored: never reuse one.
enum class SubjectKind : std::uint8_t { Child = 1, Person = 2, Group = 3, Worker = 4, Tenant = 5 };

/// A child, a person around children, a group, a worker (account) or the tenant itself. An entry is about exactly one.
struct Subject {
  SubjectKind kind{};
  base::Uuid id;
  auto operator<=>(Subject const&) const = default;
};
inline Subject subject_of(domain::ChildId id) { return {SubjectKind::Child, id.uuid}; }
inline Subject subject_of(domain::PersonId id) { return {SubjectKind::Person, id.uuid}; }
inline Subject subject_of(domain::GroupId id) { return {SubjectKind::Group, id.uuid}; }
inline Subject subject_of(domain::AccountId id) { return {SubjectKind::Worker, id.uuid}; }
inline Subject subject_of(domain::TenantId id) { return {SubjectKind::Tenant, id.uuid}; }

/// When something happened: a moment, or a day of which no time is known.
using Occurred = std::variant<base::Instant, base::Date>;
/// The calendar day in Europe/Amsterdam.
base::Date day_of(Occurred const& occurred);

/// The kinds of stream. The numbers are stored.
enum class CaseKind : std::uint8_t { Child = 1, Route = 2, Question = 3, Group = 4, Tenant = 5 };

/// Where the worry lies: internaliserend, externaliserend, both. Absent means not named.
enum class Nature : std::uint8_t { Internaliserend = 1, Externaliserend = 2, Both = 3 };

/// The open part of an entry: the envelope. A closed list (docs/formats/journal.md); nothing that a person typed is ever in it. All texts
/// are codes: lower-case letters, digits, `_`, `-` and `.`, at most 64 characters; encode() refuses anything else.
struct Header {
  domain::EntryId id;
  domain::TenantId tenant;
  Subject subject;
  domain::CaseId case_id;
  CaseKind case_kind{};
  std::string kind;  ///< domain/entry_kind.h
  Occurred occurred;
  domain::Role role{};  ///< the gate role in which the actor wrote
  domain::AccountId actor;
  domain::OrganisationId organisation;
  std::optional<domain::LocationId> location;
  std::optional<domain::GroupId> group;
  std::optional<domain::DeviceId> device;
  std::string function;                                ///< role that a plan names, in which a step was done; empty: none
  std::string step, outcome, reason, rule, act, plan;  ///< codes; empty: absent
  std::int64_t plan_version = 0;                       ///< 0: absent
  std::optional<base::Date> from, until;               ///< both included
  std::optional<std::int64_t> minutes;
  std::optional<base::Month> birth_month;
  std::string group_type;  ///< code; empty: absent
  std::optional<Nature> nature;
  std::vector<domain::EntryId> of;  ///< the entries that this one answers, corrects, withdraws or follows; at most 32
  std::vector<std::string> with;    ///< functions that took part; at most 16
  std::vector<std::uint8_t>
      set;  ///< event.corrected only: tags of the fields that are laid over of[0], ascending; if `of` is one, of[1…] is laid
  // Of the contents; absent when an entry has none.
  std::int64_t content_version = 0;  ///< version of the form of the contents; 0: no contents
  std::optional<base::Uuid> key_id;  ///< id of the subject key under which the content key was wrapped first
  std::optional<Hash128> content_key_hash;
  bool operator==(Header const&) const = default;
};

/// The one canonical encoding of a header (tag, length, value in ascending order of tag). Fails with the name of the first field that is
/// not a code or is out of range: a programmer or an import made it, so the sentence is for a log.
base::Result<Bytes> encode(Header const& header);
/// Reads only what encode() makes: a known tag twice, out of order, a wrong length or a missing required field is an error.
/// An unknown tag is an error too: the list is closed, a newer version of the format has a newer version byte.
base::Result<Header> decode(std::span<std::uint8_t const> bytes);

/// Lays the fields that `correction.set` names over `onto` (stappenplan.md rule 3). Of `correction.of` the first is the corrected entry
/// itself; where `of` is among the fields set, the rest is the new list.
void lay(Header& onto, Header const& correction);

/// The tag of a field that `Header::set` may name, by the field's name in docs/formats/journal.md (`occurred`, `step`, `minutes`, …;
/// `contents` for the sealed part). Nullopt for a field that a correction cannot touch.
std::optional<std::uint8_t> correctable_tag(std::string_view field);
/// The name of the field with this tag; empty when there is none.
std::string_view field_name(std::uint8_t tag);

}  // namespace vlechtwerk::journal
