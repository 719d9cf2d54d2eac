#pragma once
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>

#include "domain/entry_kind.h"
#include "journal/chain.h"
#include "journal/seal.h"

namespace vlechtwerk::journal::fixture {

/// Gives 0x40, 0x41, … and starts again after 0xff: the random source of the worked example.
class CountingRandom final : public base::Random {
 public:
  void fill(std::span<std::uint8_t> out) override {
    for (auto& byte : out) {
      byte = next_;
      next_ = next_ == 0xff ? std::uint8_t{0x40} : static_cast<std::uint8_t>(next_ + 1);
    }
  }

 private:
  std::uint8_t next_ = 0x40;
};

/// How many cases a property is tried with; VLECHTWERK_CASES raises it for a long run.
inline int cases(int usual) {
  char const* const wish = std::getenv("VLECHTWERK_CASES");
  return wish ? std::atoi(wish) : usual;
}

inline base::Uuid uuid(std::string_view text) { return *base::Uuid::parse(text); }

/// A note about a child, with a bit of everything. The header of the worked example in docs/formats/journal.md.
inline Header note() {
  Header h;
  h.id = {uuid("01890a5d-ac96-774b-bcce-b302099a8057")};
  h.tenant = {uuid("01890a5d-ac96-7ab2-80e2-4536629c90de")};
  h.subject = {SubjectKind::Child, uuid("01890a5d-ac96-7b3c-8f5e-62ed8c1c7a01")};
  h.case_id = {uuid("01890a5d-ac96-7b3c-8f5e-62ed8c1c7a01")};
  h.case_kind = CaseKind::Child;
  h.kind = domain::entry_kind::kNoteRecorded;
  h.occurred = *base::parse_instant("2026-03-02T10:15:00+01:00");
  h.role = domain::Role::PedagogischMedewerker;
  h.actor = {uuid("01890a5d-ac96-7c10-9a41-0d6f1f6a2b02")};
  h.organisation = {uuid("01890a5d-ac96-7d20-b1c2-7e8f90a1b203")};
  h.location = domain::LocationId{uuid("01890a5d-ac96-7e30-a2d3-8f90a1b2c304")};
  h.outcome = "observatie";
  h.nature = Nature::Both;
  return h;
}

/// Every field filled in.
inline Header full() {
  auto h = note();
  h.kind = domain::entry_kind::kEventCorrected;
  h.occurred = base::Date::of(2026, 3, 1);
  h.group = domain::GroupId{uuid("01890a5d-ac96-7f40-93e4-90a1b2c3d405")};
  h.device = domain::DeviceId{uuid("01890a5d-ac96-7a50-84f5-a1b2c3d4e506")};
  h.function = "mentor";
  h.step = "oudergesprek";
  h.outcome = "done";
  h.reason = "formeel";
  h.rule = "fast.lane";
  h.act = "observe_in_group";
  h.plan = "jouw_kind";
  h.plan_version = 3;
  h.from = base::Date::of(2026, 3, 1);
  h.until = base::Date::of(2026, 3, 31);
  h.minutes = 45;
  h.birth_month = base::Month{2023, 5};
  h.group_type = "peuter";
  h.of = {{uuid("01890a5d-ac96-774b-bcce-b302099a8001")}, {uuid("01890a5d-ac96-774b-bcce-b302099a8002")}};
  h.with = {"mentor", "pedagoog"};
  h.set = {*correctable_tag("step"), *correctable_tag("minutes")};
  h.content_version = 1;
  h.key_id = uuid("01890a5d-ac96-7b60-95a6-b2c3d4e5f607");
  h.content_key_hash = Hash128{1, 2, 3};
  return h;
}

inline SubjectKey key_of_child() {
  std::vector<std::uint8_t> bytes;
  for (std::uint8_t i = 0; i < 32; ++i) bytes.push_back(i);
  return {uuid("01890a5d-ac96-7b60-95a6-b2c3d4e5f607"), base::SecretBytes(bytes)};
}

struct Row {
  Position position;
  Bytes header;
  Bytes sealed;
  Hash256 hash{};
};

/// A chain as a writer makes it; `salt` makes another one of the same shape.
inline std::vector<Row> chain_of(int size, base::Random& random) {
  std::vector<Row> rows;
  Hash256 head{};
  for (int i = 0; i < size; ++i) {
    auto h = note();
    h.id = domain::EntryId::make_random(random);
    auto const entry = i % 3 == 2 ? seal_open(h) : seal(h, {{{"text", "lacht weer"}}}, key_of_child(), random);
    Row row{{i + 1, i + 1, {1'772'442'900'000'000 + i}}, entry->header_bytes, entry->sealed, {}};
    row.hash = head = link(head, row.position, row.header, row.sealed);
    rows.push_back(row);
  }
  return rows;
}

}  // namespace vlechtwerk::journal::fixture
