#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/instant.h"

namespace vlechtwerk::platform {

/// A certificate authority of this machine alone, for `start --tls`, and the certificate that the server shows.
struct LocalAuthority {
  std::filesystem::path authority_certificate;  ///< PEM; people install this one in their browser
  std::filesystem::path certificate;            ///< PEM; the server's, followed by the authority's
  std::filesystem::path key;                    ///< PEM; the server's, mode 0600
  std::string fingerprint;                      ///< SHA-256 of the authority's certificate, `AB:CD:…`: to compare before trusting it
};

/// Makes in `dir` (made with mode 0700 when absent) what is not there yet: an authority for ten years and a server certificate for 397
/// days, ECDSA P-256, files 0600. The server certificate is made anew within 30 days of its end or when `names` (host names and IP
/// addresses, at least one, else std::logic_error) are not all in it; an authority that would end before its server certificate is made
/// anew too. Throws WorldError when a file cannot be read or written.
LocalAuthority make_local_authority(std::filesystem::path const& dir, std::vector<std::string> const& names, base::Instant now);

}  // namespace vlechtwerk::platform
