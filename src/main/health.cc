#include "main/health.h"

#include "base/date.h"
#include "store/store.h"

namespace vlechtwerk {

using base::ErrorKind;
using base::N_;

namespace {

/// With less room on the disk (bytes) the health page says that it is full: the longest text that a person may type must fit in the
/// database, its log and the pages that both grow by.
constexpr std::uintmax_t kRoomToSave = 4 << 20;
constexpr std::int64_t kGoodFor = 10;  // seconds

base::Message full(Room::For what) {
  switch (what) {
    case Room::For::Data:
      return {N_("De schijf is vol, of bijna. Nieuwe teksten worden misschien niet bewaard. Maak ruimte vrij."), {}};
    case Room::For::Keys:
      return {N_("De schijf van de sleutelkast is vol, of bijna. Nieuwe kinderen worden misschien niet bewaard. Maak ruimte vrij."), {}};
    case Room::For::Backups:
      return {N_("Op de schijf van de reservekopieën past geen nieuwe kopie meer. Maak ruimte vrij."), {}};
  }
  return {};
}

}  // namespace

Health::Health(app::Store& store, base::Clock& clock, std::filesystem::path data, std::vector<Room> rooms)
    : store_(store), clock_(clock), data_(std::move(data)), rooms_(std::move(rooms)), good_until_us_(clock.now().us) {}

base::Result<void> Health::look() {
  for (auto const& room : rooms_) {
    std::error_code unknown;
    auto const disk = std::filesystem::space(room.directory, unknown);
    if (!unknown && disk.available < needed(room)) return base::fail(ErrorKind::Busy, "full", full(room.what));
  }
  return save_something();
}

/// A copy is as large as the database, as far as that stands on this machine.
std::uintmax_t Health::needed(Room const& room) const {
  std::error_code elsewhere;
  auto const database = std::filesystem::file_size(data_ / store::kDatabaseFile, elsewhere);
  return room.what == Room::For::Backups && !elsewhere ? kRoomToSave + database : kRoomToSave;
}

base::Result<void> Health::save_something() {
  store_.read_global([](app::GlobalTx const& tx) { static_cast<void>(tx.setting("demo")); });
  auto const saves_nothing = base::fail(ErrorKind::Busy, "saves_nothing",
                                        {N_("De database geeft antwoord, maar bewaart niets. Kijk in het logboek van de database."), {}});
  auto const now = clock_.now();
  if (now.us < good_until_us_) return {};
  // A database that hangs keeps one who asks waiting. The others hear what is known: whether it saved a while ago.
  std::unique_lock const turn(saving_, std::try_to_lock);
  if (!turn) {
    if (now.us < good_until_us_ + kGoodFor * 1'000'000) return {};
    return saves_nothing;
  }
  try {
    store_.write_global([&](app::GlobalWriteTx& tx) { tx.put_setting("health", base::instant_text(now)); });
  } catch (base::WorldError const&) {
    return saves_nothing;
  }
  good_until_us_ = now.plus_seconds(kGoodFor).us;
  return {};
}

}  // namespace vlechtwerk
