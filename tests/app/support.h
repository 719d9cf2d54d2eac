#pragma once
// The people of the story with real accounts: letters, passwords, second factors and sessions.
#include <liboath/oath.h>

#include <cstdlib>

#include "app/login.h"
#include "app/vocabulary.h"

namespace vlechtwerk::app::testing {

inline constexpr char const* kPassword = "vier gele laarzen";

/// As good as none, but quick, and it counts its work.
class FastHasher final : public PasswordHasher {
 public:
  std::string hash(Private const& password, base::SecretBytes const& pepper) override {
    ++worked;
    return text(cost, password, pepper);
  }
  bool verify(Private const& password, base::SecretBytes const& pepper, std::string_view stored) override {
    ++worked;
    return stored == text(stored.substr(0, 1), password, pepper);
  }
  [[nodiscard]] bool needs_rehash(std::string_view stored) const override { return !stored.starts_with(cost); }

  std::string cost = "1";
  int worked = 0;

 private:
  static std::string text(std::string_view with_cost, Private const& password, base::SecretBytes const& pepper) {
    std::string out(with_cost);
    for (auto const byte : pepper.reveal()) out += std::to_string(byte) + ".";
    return out + password.reveal();
  }
};

class House : public Story {
 protected:
  FastHasher fast;
  Context real{*store, *keys, random, fast, rules, totp, qr, pictures, codes, lookup, plans, access, false};
  Context demo{*store, *keys, random, fast, rules, totp, qr, pictures, codes, lookup, plans, access, true};

  struct Worker {
    AccountId account;
    Private login, code;  ///< the code of the letter
  };
  WorkerForm a_worker(std::string const& login, Role role = Role::PedagogischMedewerker) {
    return {Private("Noortje van Dam"),
            Private(login),
            role,
            opvang,
            zeester,
            role == Role::PedagogischMedewerker ? std::vector{wadlopers} : std::vector<GroupId>{}};
  }
  Worker worker(std::string const& login, Role role = Role::PedagogischMedewerker) {
    auto const made = add_worker(real, as(kees), a_worker(login, role));
    EXPECT_TRUE(made.has_value()) << made.error().code;
    return {made->account, Private(login), made->first_login_code};
  }
  /// Which step comes next, or the code of the refusal; the cookie of the last step is kept.
  std::string went(Result<LoggedIn> const& result) {
    if (!result) return result.error().code;
    cookie = result->cookie;
    static constexpr std::array kNames = {"second factor", "password", "new second factor", "membership", "inside"};
    return kNames[static_cast<std::size_t>(result->next)];
  }
  SessionCookie cookie;

  std::string opens_letter(Worker const& who) { return went(log_in_with_code(real, who.login, who.code, now)); }
  std::string sets_password(std::string const& password = kPassword) { return went(set_password(real, cookie, Private(password), now)); }
  std::string logs_in(Worker const& who, std::string const& password = kPassword) {
    return went(log_in(real, {who.login, Private(password)}, now));
  }
  void fails(Worker const& who, int times) {
    for (int i = 0; i < times; ++i) EXPECT_EQ(logs_in(who, "een verkeerd woord"), "wrong_login");
  }
  std::string gives(Private const& code) { return went(second_factor(real, cookie, code, now)); }
  std::vector<Private> prints_card() {
    auto card = make_card(real, cookie, now);
    EXPECT_TRUE(card.has_value()) << card.error().code;
    went(card->logged_in);
    return card->codes;
  }
  /// From the letter to the first screen; gives the codes of the card.
  std::vector<Private> first_time(Worker const& who) {
    EXPECT_EQ(opens_letter(who), "password");
    EXPECT_EQ(sets_password(), "new second factor");
    return prints_card();
  }

  std::optional<Session> session() { return find_session(real, cookie, now); }
  std::optional<Session> session(SessionCookie const& of) { return find_session(real, of, now); }
  bool inside() {
    auto const found = session();
    return found && found->actor.has_value();
  }
  /// The caller that this cookie stands for; there must be one.
  Caller as_session() { return {session().value().actor.value(), now, "r1"}; }

  /// What the app on the phone shows for the secret that was typed over.
  static Private app_code(Private const& secret_text, Instant when) {
    std::string compact;
    for (char const c : secret_text.reveal())
      if (c != ' ') compact += c;
    char* secret = nullptr;
    std::size_t size = 0;
    EXPECT_EQ(oath_base32_decode(compact.data(), compact.size(), &secret, &size), OATH_OK);
    std::array<char, 7> code{};
    oath_totp_generate(secret, size, when.us / 1'000'000, 30, 0, 6, code.data());
    std::free(secret);
    return Private(code.data());
  }

  AccountRow account(AccountId id) {
    std::optional<AccountRow> row;
    store->read_global([&](GlobalTx const& tx) { row = tx.account(id); });
    return row.value();
  }
  void change(AccountId id, std::function<void(AccountRow&)> const& work) {
    auto row = account(id);
    work(row);
    store->write_global([&](GlobalWriteTx& tx) { tx.update(row); });
  }
};

}  // namespace vlechtwerk::app::testing
