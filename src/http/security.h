#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "http/request.h"
#include "http/response.h"

namespace vlechtwerk::http {

/// Puts the standard security headers on a response; the router does it for each. `secure` adds HSTS. Replaces headers of the same names,
/// except Cache-Control, which becomes `no-store` only when the response does not say otherwise.
/// Referrer-Policy is `same-origin` and not `no-referrer`: under `no-referrer` a browser sends `Origin: null` with a form, and Origin is
/// what `same_origin` reads in browsers without Sec-Fetch-Site. Nothing leaves the site either way.
void add_security_headers(Response& response, bool secure);

enum class SameSite {
  Lax,     ///< for the session: a link in a mail must find the person logged in, and no GET changes anything
  Strict,  ///< for whatever is only read on our own forms, such as a half-finished login
};

/// The value of a Set-Cookie for a name with the prefix `__Host-` (this host only, no Domain, Path=/, Secure), HttpOnly. Browsers take it
/// on http://127.0.0.1 too. Without `max_age_seconds` it lives as long as the browser; 0 removes it. Name and value are letters, digits
/// and `-_.~`, and the name begins with `__Host-`; anything else is a programmer's error (std::logic_error).
std::string set_cookie(std::string_view name, std::string_view value, SameSite same_site,
                       std::optional<int> max_age_seconds = std::nullopt);

/// The cookies of all Cookie headers in order. What is not `name=value` is left out, and at most 50 are kept.
Fields parse_cookies(Headers const& headers);

/// Whether the request comes from a page of our own: Sec-Fetch-Site where the browser sends it, else Origin against Host. A POST with
/// neither is not ours. GET and HEAD pass when they were typed in, bookmarked, or say nothing.
bool same_origin(Request const& request);

/// Whether two tokens are the same non-empty text, in a time that depends on the lengths only.
bool same_token(std::string_view expected, std::string_view given);

}  // namespace vlechtwerk::http
