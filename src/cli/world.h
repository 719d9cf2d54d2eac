#pragma once
#include <functional>
#include <iosfwd>
#include <memory>

#include "app/context.h"
#include "app/use_cases.h"
#include "cli/options.h"
#include "domain/imported.h"

namespace vlechtwerk::cli {

/// What the whole-store commands ask of the store; main fills it in, because only main names a concrete store.
struct Maintenance {
  std::function<std::int64_t(base::Date today)> rebuild;  ///< gives the number of children and questions folded
  std::function<std::string()> dump;                      ///< all projection tables, ordered by primary key
  std::function<void(std::filesystem::path const& to)> backup;
  std::function<std::vector<std::string>()> signed_heads;  ///< one line per chain
  /// Adds them to the file, unless its last ones are of today.
  std::function<void(std::filesystem::path const& file)> add_heads_of_the_day;
  /// Puts a new master key in the place of the old one and gives it as text for the recovery sheet.
  std::function<base::Private()> rotate_master_key;
  std::function<void(app::TenantId)> rotate_tenant_key;
  std::function<void(app::TenantId, std::function<void(app::StoredEntry const&)> const&)> entries;
  /// Sentences of `doctor`: what is wrong and what to do; empty when all is well.
  std::function<std::vector<base::Message>()> examine;
  struct Verified {
    std::int64_t entries = 0;
    std::vector<std::string> broken;  ///< the first of each chain that does not fit, in English; empty: all fit
  };
  std::function<Verified(std::vector<std::string> const& signed_heads)> verify;
  /// Of a running server: how mails go out, for a person to read. Absent: no server runs on this store.
  std::optional<base::Message> mail;
  /// Hands one mail that says that it is a test to the mail server. Empty: no server runs here, or it was given none.
  std::function<base::Result<std::monostate>(base::Private const& to, std::string const& lang)> send_test_mail;
  std::function<void()> forget_old_keys;  ///< wipes opened keys that are older than 60 seconds
};

/// A store that was opened, and everything around it.
struct World {
  virtual ~World() = default;
  app::Context* context = nullptr;
  base::Clock* clock = nullptr;
  Maintenance maintenance;
};

/// Opens the store of these options. `make`: makes it when it is not there. Fails with a sentence: no store there, one there already,
/// held by a running server, wrong key.
using Open = std::function<base::Result<std::unique_ptr<World>>(Options const& options, bool make)>;

/// What stands in a store in the open, and nothing that could open the rest. Lent for the length of one call.
struct Envelopes {
  app::Store& store;
  base::Random& random;
  base::Instant now;
  app::PlanLibrary& plans;
  std::function<void(app::TenantId, std::function<void(app::StoredEntry const&)> const&)> entries;
};
/// Hands over the envelopes of the store of these options; needs neither key store nor master key. Fails with a sentence, as Open.
using WithEnvelopes = std::function<base::Result<void>(Options const& options, std::function<void(Envelopes const&)> const& use)>;

struct Shell {
  Open open;
  WithEnvelopes with_envelopes;
  /// The same chains as Maintenance::verify, of a store that nobody serves: needs neither key store nor master key.
  std::function<base::Result<Maintenance::Verified>(Options const&, std::vector<std::string> const& signed_heads)> verify;
  std::function<std::vector<std::string>()> shipped_plans;  ///< texts of the plan files that are built in
  std::function<std::string(base::Message const&, std::string const& lang)> translate;
  std::function<std::string(Options const&)> recovery_text;  ///< the master key for the recovery sheet
  std::function<base::Result<void>(Options const&)> restore;
  std::ostream& out;
  std::ostream& err;
};

/// Runs the command; gives the exit code. Everything but serve, bench and stappenplan.
int run_command(Shell& shell, Options const& options);

int init_command(Shell& shell, Options const& options);
int demo_command(Shell& shell, Options const& options);
int user_command(Shell& shell, Options const& options);
int verify_command(Shell& shell, Options const& options);
int rebuild_command(Shell& shell, Options const& options);
int backup_command(Shell& shell, Options const& options);
int restore_command(Shell& shell, Options const& options);
int journal_command(Shell& shell, Options const& options);
int rotate_command(Shell& shell, Options const& options);
int erase_command(Shell& shell, Options const& options);
int doctor_command(Shell& shell, Options const& options);

/// One of the tables in the folder of `init --from`.
struct FurnishFile {
  std::string name;
  domain::ImportedRows rows;
};
/// Reads every table of the folder. Each wrong line is printed as file:line: sentence; then nothing is read.
base::Result<std::vector<FurnishFile>> read_furnishing(Shell& shell, Options const& options);
/// The name of the first organisation in organisatie.csv.
std::string furnished_name(std::vector<FurnishFile> const& files, std::string const& otherwise);
/// Takes the tables in as the first administrator and writes the letters to a file. Exit code 1 when a line was left out.
int furnish(Shell& shell, World& world, Options const& options, app::TenantId tenant, app::AccountId account,
            std::vector<FurnishFile> const& files);

/// Prints the sentence of an error in the reader's language; gives exit code 1.
int complain(Shell& shell, Options const& options, base::Error const& error);

/// Stores the shipped plans in a tenant, as they are: they are offered when an organisation chooses its plan.
void offer_plans(Shell& shell, World& world, app::TenantId tenant);

/// One person of the demo, for the log-in page of a demo store.
struct DemoPerson {
  std::string login, name;
  domain::Role role{};
  std::string organisation;
  char const* try_this;  ///< Dutch msgid
};
std::vector<DemoPerson> demo_people();

/// When something of the small story happened: so many days before now, at that minute of the day in Amsterdam (0 to 1439). What belongs to
/// today is two minutes ago at the latest, and still of today in the first minutes after midnight. Never after now.
base::Instant story_moment(base::Instant now, int days_ago, int minute_of_day);

/// The tour through the small story: eight screens, each looked at by one of its people. The words are Dutch msgids.
struct DemoStop {
  std::string login, place;
  char const *title, *look, *try_this;
};
std::vector<DemoStop> demo_tour();
/// The setting of a demo store that holds the small story.
inline constexpr std::string_view kStorySetting = "demo_story";

}  // namespace vlechtwerk::cli
