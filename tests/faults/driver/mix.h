#pragma once
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/context.h"
#include "app/use_cases.h"
#include "platform/lookup.h"
#include "platform/password.h"
#include "platform/picture.h"
#include "platform/second_factor.h"
#include "store/key_store.h"
#include "store/maintenance.h"
#include "store/store.h"

/// A store with the use cases of the product on it, and a log of what was acknowledged. For the tests of faults.
namespace vlechtwerk::faults {

using app::ChildId;
using app::EntryId;
using base::Private;

/// The master key of every store that these tests make.
inline base::SecretBytes master_key() { return base::SecretBytes(std::vector<std::uint8_t>(32, 7)); }

struct Places {
  std::string data;            ///< directory; holds database and key store unless the next two say otherwise
  std::string database, keys;  ///< PostgreSQL; empty: SQLite files in `data`
  std::int64_t server = 1;
  std::int64_t checkpoint_bytes = 256 << 10;  ///< small, so that a short run crosses many checkpoints
};

class World {
 public:
  World(Places const& places, store::Writer::Stopped const& stopped) {
    store::StoreOptions options;
    options.server = places.server;
    options.writer.checkpoint_bytes = places.checkpoint_bytes;
    options.writer.truncate_bytes = places.checkpoint_bytes * 4;
    options.stopped = stopped;
    auto const directory = std::filesystem::path(places.data);
    database = places.database.empty() ? store::open_sqlite_store(directory, std::move(options))
                                       : store::open_postgresql_store(places.database, std::move(options));
    keys = places.keys.empty() ? store::open_key_store(directory / "keys.sqlite", master_key(), random, clock, stopped)
                               : store::open_key_store_postgresql(places.keys, master_key(), random, clock, stopped);
    context.emplace(
        app::Context{*database, *keys, random, passwords_, rules_, totp_, qr_code_, pictures_, codes_, lookup_, plans_, access_, false});
  }

  base::SystemClock clock;
  base::SystemRandom random;
  std::unique_ptr<store::Database> database;
  std::unique_ptr<store::Keys> keys;
  std::optional<app::Context> context;

 private:
  platform::Argon2idHasher passwords_{1};
  platform::StandardPasswordRules rules_;
  platform::OathTotp totp_;
  platform::SvgQrCode qr_code_;
  platform::JpegPictures pictures_;
  platform::CrockfordCodes codes_;
  platform::Blake2bLookupHashes lookup_;
  app::PlanLibrary plans_{[](std::string_view) { return base::fail(base::ErrorKind::NotFound, "no_plan", {}); }};
  app::AccessWindow access_;
};

/// The tenant of the mix: one location with two groups, a worker on each, and who leads the location.
struct House {
  app::TenantId tenant;
  std::vector<app::GroupId> groups;
  std::vector<app::Actor> workers;  ///< one per group
  app::Actor leader;
};

inline std::optional<House> find_house(World& world) {
  std::optional<House> house;
  std::vector<app::TenantRow> tenants;
  world.database->read_global([&](app::GlobalTx const& tx) { tenants = tx.tenants(); });
  if (tenants.empty()) return house;
  auto const now = world.clock.now();
  world.database->read(tenants.front().id, [&](app::ReadTx const& tx) {
    House found;
    found.tenant = tx.tenant();
    auto const actor_of = [&](app::MembershipRow const& row) {
      return app::Actor{row.account, found.tenant, row.id, row.role, row.organisation, row.location, {}};
    };
    auto const memberships = tx.memberships(now);
    for (auto const& row : memberships)
      if (row.role == app::Role::Leidinggevende) found.leader = actor_of(row);
    for (auto const& group : tx.groups())
      for (auto const& worker : tx.group_workers(now))
        for (auto const& row : memberships)
          if (worker.group == group.id && worker.account == row.account) {
            found.groups.push_back(group.id);
            found.workers.push_back(actor_of(row));
          }
    house = found;
  });
  return house;
}

/// Makes the house: tenant first, the rest in one transaction, so that a half one is never found.
inline House make_house(World& world) {
  auto const now = world.clock.now();
  auto& random = world.random;
  auto const since = now.plus_seconds(-86'400);
  auto const tenant = app::TenantId::make(now, random);
  world.keys->create_tenant(tenant);
  world.database->write_global([&](app::GlobalWriteTx& tx) { tx.put(app::TenantRow{tenant, "Samenwerking De Proef"}); });
  world.database->write(tenant, app::Lane::People, "setup", [&](app::WriteTx& tx) {
    auto const organisation = app::OrganisationId::make(now, random);
    auto const location = app::LocationId::make(now, random);
    tx.put(app::OrganisationRow{organisation, "Kinderopvang De Proef", app::OrganisationKind::Kinderopvang, ""});
    tx.put(app::LocationRow{location, organisation, "De Steiger"});
    auto const member = [&](app::Role role) {
      app::MembershipRow const row{
          app::MembershipId::make(now, random), app::AccountId::make(now, random), organisation, role, location, since};
      tx.put(row);
      return row;
    };
    member(app::Role::Leidinggevende);
    for (auto const* name : {"Vissen", "Vogels"}) {
      auto const group = app::GroupId::make(now, random);
      tx.put(app::GroupRow{group, location, organisation, name, "regular"});
      tx.put(app::GroupWorkerRow{member(app::Role::PedagogischMedewerker).account, group, since});
    }
  });
  return *find_house(world);
}

/// Lines to a file, each by one write(2) at its end: what stands there, stood there before the process died.
class LineFile {
 public:
  explicit LineFile(std::string const& path) : file_(open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {
    if (file_ < 0) throw std::runtime_error("cannot open " + path);
  }
  LineFile(LineFile const&) = delete;
  LineFile& operator=(LineFile const&) = delete;
  ~LineFile() { close(file_); }
  void add(std::string const& line) const {
    auto const text = line + "\n";
    if (write(file_, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
      throw std::runtime_error("the log of acknowledgements is full");
  }

 private:
  int file_;
};

/// What the logs of acknowledgements say, in whatever order the processes wrote them.
struct Acknowledged {
  std::map<EntryId, ChildId> entries;  ///< notes and registrations
  std::set<ChildId> begun, erased;     ///< erasures that were asked for, and those that were acknowledged

  void read(std::string const& path) {
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
      auto const space = line.find(' ');
      if (in.eof() || space == std::string::npos) continue;  // a line that was not finished acknowledges nothing
      auto const word = line.substr(0, space);
      auto const child = ChildId::parse(std::string_view(line).substr(line.rfind(' ') + 1));
      if (!child) throw std::runtime_error("a line of the log cannot be read");
      if (word == "erasing") begun.insert(*child);
      if (word == "erased") erased.insert(*child);
      if (word == "note" || word == "child") entries.emplace(EntryId::parse(line.substr(space + 1, 36)).value(), *child);
    }
  }
};

/// The text of a note holds its id, so that whoever opens it knows whether it is the one that was typed.
inline std::string text_of(EntryId id) { return "Vandaag bouwde zij rustig een lange toren " + id.text(); }
inline std::string first_name_of(ChildId child) { return "Voornaam" + child.text().substr(24); }
inline std::string last_name_of(ChildId child) { return "Achternaam" + child.text().substr(24); }
inline std::string parent_of(ChildId child) { return "Oudernaam" + child.text().substr(24); }

/// Compares a store with what was acknowledged. Every sentence is a fault; none is good.
inline std::vector<std::string> compare(World& world, Acknowledged const& acknowledged) {
  std::vector<std::string> faults;
  auto const house = find_house(world);
  if (!house) {
    if (!acknowledged.entries.empty()) faults.push_back("there is no tenant");
    return faults;
  }
  for (auto const& broken : store::verify(*world.database, house->tenant).broken) faults.push_back("chain: " + broken);
  std::map<EntryId, int> found;
  store::for_each_entry(*world.database, house->tenant, [&](app::StoredEntry const& entry) {
    auto const id = entry.header.id;
    ++found[id];
    auto const& subject = entry.header.subject;
    // The stream of a child carries its id; its parents have no other child here and are erased with it.
    ChildId const child{entry.header.case_id.uuid};
    auto const key = world.keys->find_subject_key(house->tenant, subject);
    std::optional<journal::Contents> contents;
    if (key && entry.content_key) contents = journal::open(entry.header_bytes, entry.sealed, *entry.content_key, *key);
    if (acknowledged.erased.contains(child) && (key || contents)) faults.push_back(id.text() + " opens though its child was erased");
    if (acknowledged.begun.contains(child) || entry.sealed.empty()) return;
    if (!key)
      faults.push_back(id.text() + " stands there without the key of its subject");
    else if (!contents)
      faults.push_back(id.text() + " does not open");
    else if (entry.header.kind == "note.recorded" && contents->get("text") != text_of(id))
      faults.push_back(id.text() + " holds another text");
  });
  for (auto const& [id, child] : acknowledged.entries) {
    auto const at = found.find(id);
    if (at == found.end())
      faults.push_back(id.text() + " was acknowledged and is gone");
    else if (at->second != 1)
      faults.push_back(id.text() + " stands there twice");
  }
  return faults;
}

}  // namespace vlechtwerk::faults
