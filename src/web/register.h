#pragma once
#include <functional>
#include <optional>

#include "app/import.h"
#include "web/form.h"

/// What the pages of Inrichten share.
namespace vlechtwerk::web {

/// Of a large house without groups and people (app::see_register). Here and below people stand in the order of their names.
base::Result<app::RegisterView> opened_register(Visit& visit);
/// For a form with people or groups to choose from.
base::Result<app::RegisterView> opened_choices(Visit& visit, app::ChoicesPart const& part);
/// The location that a form of a large house is about: the one asked for (`?locatie=`, or the field of that name), else `otherwise`.
std::optional<domain::LocationId> asked_location(Visit const& visit, Typed const& typed, std::optional<domain::LocationId> otherwise);
/// The page before such a form: the locations, each a link to the form; `all`: a link to the form for all of them.
http::Response choose_location(Visit& visit, app::RegisterView const& view, char const* title, Url (*form_at)(domain::LocationId),
                               std::optional<Url> const& all = std::nullopt);
/// The other locations of a large house, folded, each a link to the same form with its groups.
void other_locations(Html& out, Visit const& visit, app::RegisterView const& view, std::function<Url(domain::LocationId)> const& form_at);
/// The pages below are the beheerder's: for others they are not there.
std::optional<http::Response> not_for_you(Visit& visit);

std::string organisation_name(app::RegisterView const& view, domain::OrganisationId id);
std::string location_name(app::RegisterView const& view, domain::LocationId id);
std::vector<Choice> organisations_of(app::RegisterView const& view);
/// Every location with its organisation; `all`: what leaving it open is called.
std::vector<Choice> locations_of(app::RegisterView const& view, std::string const& all = {});
std::vector<Choice> groups_of(app::RegisterView const& view);
std::vector<Choice> education_choices(Visit const& visit);
/// 0,89 or 0.89 is 89, at most 1,50; empty is nullopt, anything else a mistake.
std::optional<int> fte_field(Typed& typed);
std::string fte_text(std::optional<int> hundredths);

void setup_heading(Html& out, Visit const& visit, char const* title);
http::Response setup_page(Visit& visit, Typed const& typed, char const* title, std::string_view route, Url const& action,
                          Html const& fields, char const* button, std::vector<char const*> help = {}, Html const& above = {});
/// What is missing before this can be done.
http::Response first(Visit& visit, char const* title, Message const& reason, Url const& link, char const* button);
/// Letters with codes for a first log-in: shown this one time, made for paper, one page each.
void letters(Html& out, Visit const& visit, std::vector<app::ImportLetter> const& people);

}  // namespace vlechtwerk::web
