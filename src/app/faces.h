#pragma once
#include "app/context.h"

/// A small picture of a person, which she alone puts there: so that a name at "Bij wie moet ik zijn?" has a face.
namespace vlechtwerk::app {

/// When one's own picture was put there; absent: there is none.
base::Result<std::optional<Instant>> see_own_face(Context& context, Caller const& caller);
/// `photo`: a JPEG as she chose it. Fails at the field "photo" with what to do; then the one that she had stays.
base::Result<Instant> save_face(Context& context, Caller const& caller, std::string_view photo);
/// Nothing is left of it but the audit rows. None there is no failure.
base::Result<std::monostate> remove_face(Context& context, Caller const& caller);
/// A photo that should not be there, of somebody with whom the caller may do this (may_remove_face). NotFound for anybody else.
base::Result<std::monostate> remove_face_of(Context& context, Caller const& caller, AccountId account);
/// Whether a photo of whoever has these memberships is the caller's to remove: who keeps the register removes everybody's, who leads a
/// location that of the people there.
bool may_remove_face(Caller const& caller, std::vector<MembershipRow> const& memberships);

/// The JPEG. One's own; or of somebody whom "Bij wie moet ik zijn?" names to this person, about this child or about none. NotFound
/// otherwise, and when there is none or it cannot be opened.
base::Result<std::vector<std::uint8_t>> see_face(Context& context, Caller const& caller, AccountId account, std::optional<ChildId> child);

}  // namespace vlechtwerk::app
