#pragma once
#include <array>
#include <optional>
#include <string_view>

namespace vlechtwerk::domain {

/// The closed list of gate roles: what a membership may read and do hangs on these (architecture.md section 5). The roles that
/// plans name are functions: they say who owes and who may sign a step, never who may read. Values are stored by their code.
enum class Role {
  PedagogischMedewerker,
  Leidinggevende,
  Pedagoog,
  Jeugdzorgcoach,
  PedagogischCoach,
  Projectleider,
  Onderzoeker,
  Beheerder,
  Ouder,
};

inline constexpr std::array<std::pair<Role, std::string_view>, 9> kRoleCodes{{
    {Role::PedagogischMedewerker, "pedagogisch_medewerker"},
    {Role::Leidinggevende, "leidinggevende"},
    {Role::Pedagoog, "pedagoog"},
    {Role::Jeugdzorgcoach, "jeugdzorgcoach"},
    {Role::PedagogischCoach, "pedagogisch_coach"},
    {Role::Projectleider, "projectleider"},
    {Role::Onderzoeker, "onderzoeker"},
    {Role::Beheerder, "beheerder"},
    {Role::Ouder, "ouder"},
}};

constexpr std::string_view code(Role role) { return kRoleCodes[static_cast<std::size_t>(role)].second; }

constexpr std::optional<Role> role_from_code(std::string_view text) {
  for (auto const& [role, word] : kRoleCodes)
    if (word == text) return role;
  return std::nullopt;
}

}  // namespace vlechtwerk::domain
