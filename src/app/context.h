#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "app/caller.h"
#include "app/gate.h"
#include "app/ports_platform.h"
#include "domain/stappenplan/plan.h"
#include "domain/stappenplan/plan_edit.h"

namespace vlechtwerk::app {

/// Plans read from their files once. `parse` and `change` are handed in by main: the file format is interop's. `shipped`: the texts of the
/// plans that are built into the program.
class PlanLibrary {
 public:
  using Plan = domain::stappenplan::Plan;
  using Parse = std::function<base::Result<Plan>(std::string_view text)>;
  using Edits = std::vector<domain::stappenplan::Edit>;
  using Change = std::function<domain::stappenplan::ChangedFile(std::string_view text, Edits const& edits)>;
  explicit PlanLibrary(Parse parse, Change change = {}, std::vector<std::string> shipped = {})
      : parse_(std::move(parse)), change_(std::move(change)), shipped_(std::move(shipped)) {}
  /// The plan with this text; parsed at first use. Fails with the first sentence of the checker.
  base::Result<std::shared_ptr<Plan const>> read(std::string_view text);
  /// The plan that the tenant stored under (id, version). Fails as NotFound.
  base::Result<std::shared_ptr<Plan const>> get(ReadTx const& tx, std::string_view plan, std::int64_t version);
  /// The plan with this text, which may be different in a moment: not kept.
  [[nodiscard]] base::Result<Plan> read_once(std::string_view text) const { return parse_(text); }
  /// The text with changes in it, checked; or why not, at the fields of the edits.
  [[nodiscard]] domain::stappenplan::ChangedFile change(std::string_view text, Edits const& edits) const { return change_(text, edits); }
  [[nodiscard]] std::vector<std::string> const& shipped() const { return shipped_; }

 private:
  Parse parse_;
  Change change_;
  std::vector<std::string> shipped_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<Plan const>> by_text_, by_id_;
};

/// Which views are covered by an access row already: (session, child, class, rule) for ten minutes. Repeats are counted in memory and
/// written as one row each with the next commit (architecture.md section 5). May be used by several threads.
class AccessWindow {
 public:
  /// `minutes`: 0 to 10; 0 writes a row for every view.
  explicit AccessWindow(std::int64_t minutes = 10) : us_(minutes * 60'000'000) {}
  /// True: covered; the repeat was counted. False: a row must be durable first; then call opened().
  bool covered(Actor const& actor, ChildId child, std::string_view fields_class, std::string_view rule, Instant now);
  void opened(Actor const& actor, ChildId child, std::string_view fields_class, std::string_view rule, Instant now);

  struct Repeat {
    Actor actor;
    ChildId child;
    std::string fields_class, rule;
    std::int64_t count = 0;
  };
  /// Takes out the counted repeats of a tenant, to be written with the next commit.
  std::vector<Repeat> take_repeats(TenantId tenant);
  /// Puts back what could not be written after all.
  void give_back(std::vector<Repeat> const& repeats);

 private:
  struct Window {
    Repeat seen;
    Instant until;
  };
  static std::string key(Actor const& actor, ChildId child, std::string_view fields_class, std::string_view rule);
  std::mutex mutex_;
  std::int64_t us_;
  std::unordered_map<std::string, Window> windows_;
  std::unordered_map<std::string, std::vector<std::string>> with_repeats_;  ///< per tenant the windows that have repeats to write
  std::size_t forget_at_ = 1024;                                            ///< ended windows are forgotten when there are this many
};

/// Everything that a use case is handed. One per server; the parts may be used by several threads.
struct Context {
  Store& store;
  KeyStore& keys;
  base::Random& random;
  PasswordHasher& passwords;
  PasswordRules& password_rules;
  Totp& totp;
  QrCode& qr_code;
  Pictures& pictures;
  OneTimeCodes& codes;
  LookupHashes& lookup;
  PlanLibrary& plans;
  AccessWindow& access;
  bool demo = false;  ///< a demo store: log-in without a second factor, the band "voorbeeldgegevens"
};

}  // namespace vlechtwerk::app
