#pragma once
#include <string>

#include "app/ports.h"

namespace vlechtwerk::app {

/// Who asks: one person in one membership of one tenant, in one session. A person with several memberships chose this one at log-in.
struct Actor {
  AccountId account;
  TenantId tenant;
  MembershipId membership;
  Role role{};
  OrganisationId organisation;
  std::optional<LocationId> location;
  Bytes session;  ///< hash of the session's id; empty for the command line
};

/// One request: who, when, and the id under which the log speaks of it. `now` is the only present that a use case knows.
struct Caller {
  Actor actor;
  Instant now;
  std::string request_id;
};

}  // namespace vlechtwerk::app
