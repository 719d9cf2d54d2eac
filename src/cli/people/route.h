#pragma once
#include <vector>

#include "cli/people/dice.h"
#include "cli/people/town.h"
#include "cli/people/words.h"

namespace vlechtwerk::cli::people {

struct RouteWish {
  std::shared_ptr<Plan const> plan;
  Date noticed;  ///< day of the first note
  Temper temper{};
  std::size_t parents = 1;
  Names names;
  std::string language;
  double waivers = 0;  ///< waiver_share of the plan
};

/// One route from its first note to its closing, in order of time. The plan must be one of all_stories(), with all steps that they name.
std::vector<Happening> walk(Dice& dice, RouteWish const& wish);

/// The share of the terms that ends in a waiver where one is possible, so that it comes to kWaived of all terms of the plan.
double waiver_share(Plan const& plan);

/// The sentences for a kind of note.
Say words_for_note(std::string_view kind);

/// `day`, or the first working day after it.
Date working_day(Date day);

}  // namespace vlechtwerk::cli::people
