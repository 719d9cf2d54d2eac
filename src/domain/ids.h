#pragma once
#include "base/id.h"

namespace vlechtwerk::domain {

using TenantId = base::Id<struct TenantTag>;
using AccountId = base::Id<struct AccountTag>;  ///< a person who logs in; global
using MembershipId = base::Id<struct MembershipTag>;
using OrganisationId = base::Id<struct OrganisationTag>;
using LocationId = base::Id<struct LocationTag>;
using GroupId = base::Id<struct GroupTag>;
using ChildId = base::Id<struct ChildTag>;
using PersonId = base::Id<struct PersonTag>;            ///< a person around children: parent, voogd, whoever collects
using ClosingId = base::Id<struct ClosingTag>;          ///< days on which an organisation or one of its locations is closed
using PartnerCardId = base::Id<struct PartnerCardTag>;  ///< somebody outside with a telephone and without an account
using DeelprojectId = base::Id<struct DeelprojectTag>;
using DeviceId = base::Id<struct DeviceTag>;
using SessionId = base::Id<struct SessionTag>;
using EntryId = base::Id<struct EntryTag>;  ///< made by the client that writes; the key of idempotency

/// A case is a stream of entries with a version of its own (architecture.md section 4): a child, a route, a question or a group.
/// The stream of a child carries the uuid of the child, that of a group the uuid of the group.
using CaseId = base::Id<struct CaseTag>;

inline CaseId case_of(ChildId child) { return {child.uuid}; }
inline CaseId case_of(GroupId group) { return {group.uuid}; }

}  // namespace vlechtwerk::domain
