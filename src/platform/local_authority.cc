#include "platform/local_authority.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <stdexcept>

#include "base/result.h"

namespace vlechtwerk::platform {
namespace {

namespace fs = std::filesystem;

template <auto Function>
struct Calls {
  template <class T>
  void operator()(T* object) const {
    Function(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Calls<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Calls<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Calls<X509_EXTENSION_free>>;
using Bio = std::unique_ptr<BIO, Calls<BIO_free_all>>;
using Number = std::unique_ptr<BIGNUM, Calls<BN_free>>;

constexpr int kAuthorityDays = 3653;
constexpr int kServerDays = 397;  // browsers trust no longer
constexpr int kRenewDays = 30;

void must(bool done, char const* what) {
  if (!done) throw base::WorldError(std::string("certificate: ") + what);
}

struct Pair {
  Key key;
  Certificate certificate;
};

std::time_t seconds(base::Instant now) { return static_cast<std::time_t>(now.us / 1'000'000); }

void add_extension(X509* certificate, X509* issuer, int nid, std::string const& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  Extension const extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  must(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1, "an extension cannot be made");
}

bool is_address(std::string const& name) {
  std::unique_ptr<ASN1_OCTET_STRING, Calls<ASN1_OCTET_STRING_free>> const address(a2i_IPADDRESS(name.c_str()));
  return address != nullptr;
}

/// A name goes into a list that OpenSSL parses: only what host names and addresses are made of.
void check_names(std::vector<std::string> const& names) {
  if (names.empty()) throw std::logic_error("a server certificate needs a name");
  for (auto const& name : names)
    if (name.empty() || name.size() > 253 ||
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:") != std::string::npos ||
        (name.find(':') != std::string::npos && !is_address(name)))
      throw std::logic_error("not a host name or an IP address");
}

/// A new key and a certificate for it, valid from an hour before `now` (clocks differ), not signed yet.
Pair begin(std::string const& common_name, base::Instant now, int days) {
  Pair pair{Key(EVP_EC_gen("P-256")), Certificate(X509_new())};
  must(pair.key != nullptr && pair.certificate != nullptr, "no key can be made");
  auto* const certificate = pair.certificate.get();
  std::array<std::uint8_t, 16> serial{};
  must(RAND_bytes(serial.data(), static_cast<int>(serial.size())) == 1, "no random bytes");
  serial[0] = static_cast<std::uint8_t>((serial[0] & 0x7f) | 0x40);
  Number const number(BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
  auto start = seconds(now);
  auto* const name = X509_get_subject_name(certificate);
  must(number != nullptr && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr &&
           X509_set_version(certificate, X509_VERSION_3) == 1 &&
           X509_time_adj_ex(X509_getm_notBefore(certificate), 0, -3600, &start) != nullptr &&
           X509_time_adj_ex(X509_getm_notAfter(certificate), days, -3600, &start) != nullptr &&
           X509_set_pubkey(certificate, pair.key.get()) == 1 &&
           X509_NAME_add_entry_by_txt(name, "O", MBSTRING_ASC, reinterpret_cast<unsigned char const*>("Vlechtwerk"), -1, -1, 0) == 1 &&
           X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<unsigned char const*>(common_name.c_str()), -1, -1, 0) ==
               1,
       "a certificate cannot be filled in");
  return pair;
}

Pair new_authority(base::Instant now) {
  auto pair = begin("Vlechtwerk op dit apparaat", now, kAuthorityDays);
  auto* const own = pair.certificate.get();
  must(X509_set_issuer_name(own, X509_get_subject_name(own)) == 1, "no issuer");
  add_extension(own, own, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  add_extension(own, own, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(own, own, NID_subject_key_identifier, "hash");
  must(X509_sign(own, pair.key.get(), EVP_sha256()) > 0, "cannot be signed");
  return pair;
}

Pair new_server(Pair const& authority, std::vector<std::string> const& names, base::Instant now) {
  // A common name holds at most 64 characters; browsers read the alternative names only.
  auto pair = begin(names.front().substr(0, 64), now, kServerDays);
  auto* const own = pair.certificate.get();
  auto* const issuer = authority.certificate.get();
  must(X509_set_issuer_name(own, X509_get_subject_name(issuer)) == 1, "no issuer");
  std::string alternatives;
  for (auto const& name : names) alternatives += (alternatives.empty() ? "" : ",") + std::string(is_address(name) ? "IP:" : "DNS:") + name;
  add_extension(own, issuer, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(own, issuer, NID_key_usage, "critical,digitalSignature");
  add_extension(own, issuer, NID_ext_key_usage, "serverAuth");
  add_extension(own, issuer, NID_subject_key_identifier, "hash");
  add_extension(own, issuer, NID_authority_key_identifier, "keyid:always");
  add_extension(own, issuer, NID_subject_alt_name, alternatives);
  must(X509_sign(own, authority.key.get(), EVP_sha256()) > 0, "cannot be signed");
  return pair;
}

std::string text_of(Bio const& bio) {
  char* data = nullptr;
  auto const size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string pem(X509* certificate) {
  Bio const bio(BIO_new(BIO_s_mem()));
  must(bio && PEM_write_bio_X509(bio.get(), certificate) == 1, "cannot be written");
  return text_of(bio);
}

std::string pem(EVP_PKEY* key) {
  Bio const bio(BIO_new(BIO_s_secmem()));
  must(bio && PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1, "the key cannot be written");
  return text_of(bio);
}

/// Whole or not at all, readable by the owner only from its first byte.
void write_private(fs::path const& path, std::string const& text) {
  auto const temporary = path.string() + ".new";
  ::unlink(temporary.c_str());
  int const file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  must(file >= 0, "a file cannot be made");
  auto const written = ::write(file, text.data(), text.size());
  bool const durable = ::fsync(file) == 0;
  bool const closed = ::close(file) == 0;
  must(written == static_cast<ssize_t>(text.size()) && durable && closed && ::rename(temporary.c_str(), path.c_str()) == 0,
       "a file cannot be written");
}

/// Nullopt when one of the files is not there, or when they do not belong together because the power went between writing the two.
std::optional<Pair> read(fs::path const& key_path, fs::path const& certificate_path) {
  auto const read_bio = [](fs::path const& path) { return Bio(BIO_new_file(path.c_str(), "r")); };
  if (!fs::exists(key_path) || !fs::exists(certificate_path)) return std::nullopt;
  auto const key = read_bio(key_path);
  auto const certificate = read_bio(certificate_path);
  must(key && certificate, "a file cannot be opened");
  Pair pair{Key(PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr)),
            Certificate(PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr))};
  must(pair.key && pair.certificate, "a file in the folder is damaged");
  if (X509_check_private_key(pair.certificate.get(), pair.key.get()) != 1) return std::nullopt;
  return pair;
}

bool lasts(Pair const& pair, base::Instant now, int days) {
  auto const until = seconds(now.plus_seconds(std::int64_t{days} * 86'400));
  return ASN1_TIME_cmp_time_t(X509_get0_notAfter(pair.certificate.get()), until) > 0;
}

bool names_all(X509* certificate, std::vector<std::string> const& names) {
  return std::all_of(names.begin(), names.end(), [&](std::string const& name) {
    return (is_address(name) ? X509_check_ip_asc(certificate, name.c_str(), 0)
                             : X509_check_host(certificate, name.c_str(), name.size(), 0, nullptr)) == 1;
  });
}

std::string fingerprint(X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  must(X509_digest(certificate, EVP_sha256(), digest.data(), &size) == 1, "no fingerprint");
  std::string out;
  for (unsigned i = 0; i < size; ++i) out += fmt::format("{}{:02X}", i == 0 ? "" : ":", digest[i]);
  return out;
}

}  // namespace

LocalAuthority make_local_authority(fs::path const& dir, std::vector<std::string> const& names, base::Instant now) {
  check_names(names);
  std::error_code error;
  if (fs::create_directories(dir, error)) fs::permissions(dir, fs::perms::owner_all, error);
  must(!error, "the folder cannot be made");

  auto const authority_key = dir / "authority.key";
  LocalAuthority out{dir / "authority.crt", dir / "server.crt", dir / "server.key", {}};
  auto authority = read(authority_key, out.authority_certificate);
  if (!authority || !lasts(*authority, now, kServerDays)) {
    authority = new_authority(now);
    write_private(authority_key, pem(authority->key.get()));
    write_private(out.authority_certificate, pem(authority->certificate.get()));
  }
  auto const server = read(out.key, out.certificate);
  if (!server || !lasts(*server, now, kRenewDays) || !names_all(server->certificate.get(), names) ||
      X509_verify(server->certificate.get(), authority->key.get()) != 1) {
    auto const fresh = new_server(*authority, names, now);
    write_private(out.key, pem(fresh.key.get()));
    write_private(out.certificate, pem(fresh.certificate.get()) + pem(authority->certificate.get()));
  }
  out.fingerprint = fingerprint(authority->certificate.get());
  return out;
}

}  // namespace vlechtwerk::platform
