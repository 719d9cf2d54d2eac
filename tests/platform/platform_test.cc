#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <fstream>
#include <set>

#include "base/id.h"
#include "platform/local_authority.h"
#include "platform/lookup.h"
#include "platform/password.h"
#include "platform/second_factor.h"

namespace vlechtwerk::platform {
namespace {

base::SecretBytes pepper(std::uint8_t byte = 1) { return base::SecretBytes(std::vector<std::uint8_t>(32, byte)); }
base::Private text(std::string words) { return base::Private(std::move(words)); }
base::Instant at(std::int64_t seconds) { return {seconds * 1'000'000}; }

// ---------------------------------------------------------------- passwords

TEST(Password, OpensWithItselfAndWithNothingElse) {
  Argon2idHasher hasher(2);
  auto const stored = hasher.hash(text("zeven gele fietsen"), pepper());
  EXPECT_TRUE(hasher.verify(text("zeven gele fietsen"), pepper(), stored));
  EXPECT_FALSE(hasher.verify(text("zeven gele fietsem"), pepper(), stored));
  EXPECT_FALSE(hasher.verify(text(""), pepper(), stored));
  EXPECT_FALSE(hasher.verify(text("zeven gele fietsen"), pepper(2), stored));
  EXPECT_FALSE(hasher.verify(text("zeven gele fietsen"), pepper(), "nonsense"));
  EXPECT_FALSE(hasher.verify(text("zeven gele fietsen"), pepper(), std::string(500, 'a')));
}

TEST(Password, IsHashedWithItsOwnSaltAndTodaysCosts) {
  Argon2idHasher hasher(1);
  auto const stored = hasher.hash(text("zeven gele fietsen"), pepper());
  EXPECT_NE(stored, hasher.hash(text("zeven gele fietsen"), pepper()));
  EXPECT_EQ(stored.rfind("$argon2id$v=19$m=19456,t=2,p=1$", 0), 0U) << stored;
  EXPECT_FALSE(hasher.needs_rehash(stored));
  EXPECT_TRUE(hasher.needs_rehash("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$8fZ5h6cVnlBtp3VmGeDkVSeiQ7mCcWj8y7c1P0i2kLg"));
  EXPECT_TRUE(hasher.needs_rehash(""));
}

TEST(Password, WithoutAPepperOfTheRightLengthIsAProgrammersError) {
  Argon2idHasher hasher(1);
  EXPECT_THROW(static_cast<void>(hasher.hash(text("zeven gele fietsen"), base::SecretBytes({1, 2}))), std::logic_error);
}

std::string refusal(std::string const& password, bool second_factor = true, std::string_view login = "sanne") {
  auto const result = StandardPasswordRules().check(text(password), second_factor, login);
  return result ? "" : result.error().code;
}

TEST(PasswordRules, AskForEightCharactersWithASecondFactorAndFifteenWithout) {
  EXPECT_EQ(refusal("kaplaarz"), "");
  EXPECT_EQ(refusal("kaplaar"), "password.too_short");
  EXPECT_EQ(refusal("kaplaarzen past", false), "");
  EXPECT_EQ(refusal("kaplaarzen pas", false), "password.too_short");
  EXPECT_EQ(refusal("\xc3\xab\xc3\xab\xc3\xab\xc3\xab\xc3\xab\xc3\xab\xc3\xab"), "password.too_short")
      << "seven characters, fourteen bytes";
  EXPECT_EQ(refusal(std::string(1023, 'x') + "y"), "");
  EXPECT_EQ(refusal(std::string(1024, 'x') + "y"), "password.too_long");
}

TEST(PasswordRules, RefuseWhatManyPeopleChooseAlsoWithAYearBehindIt) {
  EXPECT_GE(common_passwords().size(), 300U);
  for (auto const* known : {"Welkom2026!", "wachtwoord", "PASSWORD1", "12345678", "Zomervakantie1", "qwertyuiop"})
    EXPECT_EQ(refusal(known), "password.common") << known;
  for (auto const* fine : {"welkom in de tuin", "vier natte eenden", "47295018364"}) EXPECT_EQ(refusal(fine), "") << fine;
}

TEST(PasswordRules, RefuseTheNameOfThePersonOrTheProgramUnlessMuchElseIsInIt) {
  EXPECT_EQ(refusal("Vlechtwerk!!"), "password.context");
  EXPECT_EQ(refusal("Wilgenroos-12345", true, "wilgenroos"), "password.context");
  EXPECT_EQ(refusal("s.bakker.007", true, "s.bakker@opvang.example"), "password.context");
  EXPECT_EQ(refusal("vlechtwerk van wilgentenen"), "");
  EXPECT_EQ(refusal("sanne fietst langs het kanaal"), "");
}

TEST(PasswordRules, AskForNoDigitsCapitalsOrSigns) { EXPECT_EQ(refusal("drie natte schapen"), ""); }

// ---------------------------------------------------------------- codes of an app

// RFC 6238, appendix B, the last six of the eight digits for SHA-1.
TEST(Totp, GivesTheCodesOfTheStandard) {
  OathTotp const totp;
  std::string const seed = "12345678901234567890";
  base::SecretBytes const secret({seed.begin(), seed.end()});
  std::vector<std::pair<std::int64_t, char const*>> const vectors{{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                                                                  {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
  for (auto const& [time, code] : vectors) EXPECT_EQ(totp.verify(secret, code, at(time), {}), time / 30) << time;
  EXPECT_FALSE(totp.verify(secret, "287083", at(59), {}));
  EXPECT_FALSE(totp.verify(secret, "94287082", at(59), {}));
  EXPECT_FALSE(totp.verify(secret, "", at(59), {}));
  EXPECT_EQ(totp.verify(secret, "287 082", at(59), {}), 1);
}

TEST(Totp, TakesOneStepBeforeAndAfterAndNoMore) {
  OathTotp const totp;
  std::string const seed = "12345678901234567890";
  base::SecretBytes const secret({seed.begin(), seed.end()});
  auto const step = std::int64_t{1111111109} / 30;
  EXPECT_FALSE(totp.verify(secret, "081804", at((step - 2) * 30 + 29), {}));
  EXPECT_EQ(totp.verify(secret, "081804", at((step - 1) * 30), {}), step);
  EXPECT_EQ(totp.verify(secret, "081804", at((step + 1) * 30 + 29), {}), step);
  EXPECT_FALSE(totp.verify(secret, "081804", at((step + 2) * 30), {}));
}

TEST(Totp, ACodeOpensOnce) {
  OathTotp const totp;
  std::string const seed = "12345678901234567890";
  base::SecretBytes const secret({seed.begin(), seed.end()});
  auto const step = totp.verify(secret, "287082", at(59), {});
  ASSERT_TRUE(step);
  EXPECT_FALSE(totp.verify(secret, "287082", at(60), step));
  EXPECT_EQ(totp.verify(secret, "287082", at(60), *step - 1), step);
}

TEST(Totp, HandsAnAppWhatItNeeds) {
  OathTotp const totp;
  std::string const seed = "12345678901234567890";
  base::SecretBytes const secret({seed.begin(), seed.end()});
  EXPECT_EQ(totp.otpauth_uri("s.bakker@opvang.example", "Vlechtwerk De Linde", secret).reveal(),
            "otpauth://totp/Vlechtwerk%20De%20Linde:s.bakker%40opvang.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            "&issuer=Vlechtwerk%20De%20Linde&algorithm=SHA1&digits=6&period=30");
  base::SystemRandom random;
  EXPECT_EQ(totp.new_secret(random).reveal().size(), 20U);
  EXPECT_FALSE(totp.new_secret(random).same_as(totp.new_secret(random)));
}

TEST(QrCode, IsADrawingWithoutStyleScriptOrText) {
  auto const svg = SvgQrCode().svg(text("otpauth://totp/Vlechtwerk:sanne?secret=GEZDGNBVGY3TQOJQ&x=<script>"));
  EXPECT_EQ(svg.rfind("<svg ", 0), 0U);
  EXPECT_TRUE(svg.ends_with("</svg>"));
  for (auto const* forbidden : {"style", "script", "otpauth", "GEZD", "href", "&", "onload"})
    EXPECT_EQ(svg.find(forbidden), std::string::npos) << forbidden;
  EXPECT_NE(svg, SvgQrCode().svg(text("otpauth://totp/Vlechtwerk:sanne?secret=GEZDGNBVGY3TQOJR&x=<script>")));
  EXPECT_THROW(static_cast<void>(SvgQrCode().svg(text(""))), std::logic_error);
}

// ---------------------------------------------------------------- codes on paper

TEST(OneTimeCodes, AreTenDifferentOnesOfTenCharacters) {
  base::SystemRandom random;
  auto const codes = CrockfordCodes().make(10, random);
  std::set<std::string> different;
  for (auto const& code : codes) {
    EXPECT_EQ(code.reveal().size(), 11U);
    EXPECT_EQ(code.reveal()[5], '-');
    EXPECT_EQ(code.reveal().find_first_of("ILOUabc"), std::string::npos) << code.reveal();
    different.insert(code.reveal());
  }
  EXPECT_EQ(different.size(), 10U);
}

TEST(OneTimeCodes, AreReadAsAPersonTypesThem) {
  CrockfordCodes const codes;
  auto const hash = codes.hash(app::CodePurpose::Card, text("0123A-BCDE1"), pepper());
  ASSERT_TRUE(hash);
  EXPECT_EQ(hash->size(), 32U);
  for (auto const* typed : {"0123ABCDE1", "o123a bcdel", " O l23a-bcdei"})
    EXPECT_EQ(codes.hash(app::CodePurpose::Card, text(typed), pepper()).has_value(), true) << typed;
  EXPECT_EQ(codes.hash(app::CodePurpose::Card, text("o123a bcdel"), pepper()), hash);
  for (auto const* typed : {"", "0123ABCDE", "0123ABCDE12", "0123ABCDEU", "0123ABCDE!"})
    EXPECT_FALSE(codes.hash(app::CodePurpose::Card, text(typed), pepper())) << typed;
}

TEST(OneTimeCodes, HaveAnotherHashForAnotherPurposeKeyOrCode) {
  CrockfordCodes const codes;
  auto const hash = codes.hash(app::CodePurpose::Card, text("0123ABCDE1"), pepper());
  EXPECT_NE(codes.hash(app::CodePurpose::FirstLogin, text("0123ABCDE1"), pepper()), hash);
  EXPECT_NE(codes.hash(app::CodePurpose::Recovery, text("0123ABCDE1"), pepper()), hash);
  EXPECT_NE(codes.hash(app::CodePurpose::Card, text("0123ABCDE1"), pepper(2)), hash);
  EXPECT_NE(codes.hash(app::CodePurpose::Card, text("0123ABCDE2"), pepper()), hash);
}

// ---------------------------------------------------------------- keyed hashes

TEST(Lookup, FindsALoginNameWhateverItsCaseAndBlanks) {
  Blake2bLookupHashes const lookup;
  auto const hash = lookup.login_name(text("s.bakker"), pepper());
  EXPECT_EQ(lookup.login_name(text(" S.Bakker\n"), pepper()), hash);
  EXPECT_NE(lookup.login_name(text("sbakker"), pepper()), hash);
  EXPECT_NE(lookup.login_name(text("s.bakker"), pepper(2)), hash);
}

TEST(Lookup, FindsAChildThatIsWrittenAnotherWay) {
  Blake2bLookupHashes const lookup;
  auto const born = base::Date::of(2023, 5, 17);
  auto const hash = lookup.child(text("Zo\xc3\xab"), text("van den IJssel-El Amrani"), born, pepper());
  EXPECT_EQ(lookup.child(text("zoe"), text("Van den \xc4\xb2ssel El-Amrani"), born, pepper()), hash);
  EXPECT_EQ(lookup.child(text("Zoe\xcc\x88"),
                         text("van den ijssel el\xe2\x80\x91"
                              "amrani"),
                         born, pepper()),
            hash);
  EXPECT_NE(lookup.child(text("Zoe"), text("van den IJssel"), born, pepper()), hash);
  EXPECT_NE(lookup.child(text("Zoe"), text("van den IJssel-El Amrani"), born.plus_days(1), pepper()), hash);
  EXPECT_NE(lookup.child(text("Zoev"), text("an den IJssel-El Amrani"), born, pepper()), hash);
  EXPECT_NE(lookup.child(text("\xd8\xb2\xd9\x88\xd9\x8a"), text("x"), born, pepper()),
            lookup.child(text("\xd9\x86\xd9\x88\xd8\xb1"), text("x"), born, pepper()));
}

// ---------------------------------------------------------------- certificates

struct TemporaryFolder {
  std::filesystem::path path = std::filesystem::temp_directory_path() / ("vlechtwerk-tls-" + [] {
                                 base::SystemRandom random;
                                 return base::Uuid::v4(random).text();
                               }());
  ~TemporaryFolder() { std::filesystem::remove_all(path); }
};

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
Certificate load(std::filesystem::path const& path) {
  std::unique_ptr<BIO, decltype(&BIO_free_all)> const bio(BIO_new_file(path.c_str(), "r"), &BIO_free_all);
  return {bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr, &X509_free};
}

/// Whether a browser that trusts `authority` would trust `server` for `host` at `now`.
bool trusted(X509* server, X509* authority, char const* host, base::Instant now) {
  std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> const store(X509_STORE_new(), &X509_STORE_free);
  std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> const context(X509_STORE_CTX_new(), &X509_STORE_CTX_free);
  X509_STORE_add_cert(store.get(), authority);
  X509_STORE_CTX_init(context.get(), store.get(), server, nullptr);
  auto* const parameters = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_time(parameters, static_cast<std::time_t>(now.us / 1'000'000));
  X509_VERIFY_PARAM_set1_host(parameters, host, 0);
  X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_SERVER);
  X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_X509_STRICT);
  return X509_verify_cert(context.get()) == 1;
}

TEST(LocalAuthority, MakesACertificateThatHoldsForItsNamesAndItsTimeOnly) {
  TemporaryFolder const folder;
  auto const now = at(1'772'442'900);
  auto const made = make_local_authority(folder.path, {"vlechtwerk.local", "192.168.1.20"}, now);
  auto const server = load(made.certificate);
  auto const authority = load(made.authority_certificate);
  ASSERT_TRUE(server && authority);
  EXPECT_TRUE(trusted(server.get(), authority.get(), "vlechtwerk.local", now));
  EXPECT_FALSE(trusted(server.get(), authority.get(), "elders.local", now));
  EXPECT_TRUE(trusted(server.get(), authority.get(), "vlechtwerk.local", now.plus_seconds(396 * 86'400)));
  EXPECT_FALSE(trusted(server.get(), authority.get(), "vlechtwerk.local", now.plus_seconds(397 * 86'400)));
  EXPECT_EQ(X509_check_ip_asc(server.get(), "192.168.1.20", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(server.get(), "192.168.1.21", 0), 0);
  EXPECT_EQ(made.fingerprint.size(), 32U * 3 - 1);
}

TEST(LocalAuthority, KeepsItsFilesToItsOwner) {
  TemporaryFolder const folder;
  auto const made = make_local_authority(folder.path, {"localhost"}, at(1'772'442'900));
  for (auto const& file : std::filesystem::directory_iterator(folder.path)) {
    struct stat status {};
    ASSERT_EQ(stat(file.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << file.path();
  }
}

TEST(LocalAuthority, IsKeptAndTheServersCertificateIsRenewedInTime) {
  TemporaryFolder const folder;
  auto const now = at(1'772'442'900);
  auto const content = [](std::filesystem::path const& path) {
    std::ifstream in(path);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  auto const first = make_local_authority(folder.path, {"localhost"}, now);
  auto const certificate = content(first.certificate);
  EXPECT_EQ(make_local_authority(folder.path, {"localhost"}, now.plus_seconds(366 * 86'400)).fingerprint, first.fingerprint);
  EXPECT_EQ(content(first.certificate), certificate);
  EXPECT_EQ(make_local_authority(folder.path, {"localhost"}, now.plus_seconds(368 * 86'400)).fingerprint, first.fingerprint);
  EXPECT_NE(content(first.certificate), certificate);
  auto const renewed = content(first.certificate);
  make_local_authority(folder.path, {"localhost", "opvang.local"}, now.plus_seconds(368 * 86'400));
  EXPECT_NE(content(first.certificate), renewed);
  EXPECT_NE(make_local_authority(folder.path, {"localhost"}, now.plus_seconds(std::int64_t{3'400} * 86'400)).fingerprint,
            first.fingerprint);
}

TEST(LocalAuthority, RefusesANameThatIsNotOne) {
  TemporaryFolder const folder;
  for (auto const* name : {"", "a b", "x,DNS:y", "DNS:y"})
    EXPECT_THROW(make_local_authority(folder.path, {name}, at(1)), std::logic_error) << name;
  EXPECT_THROW(make_local_authority(folder.path, {}, at(1)), std::logic_error);
}

}  // namespace
}  // namespace vlechtwerk::platform
