#pragma once
#include "cli/people/town.h"
#include "cli/world.h"

namespace vlechtwerk::cli::people {

struct Told {
  std::size_t children = 0, workers = 0, routes = 0, questions = 0;
};

/// Writes a town into an empty demo store, by the use cases that people use and in the order in which it happened. What a use case refuses
/// is a mistake of the model: it stops with WorldError. The whole town must lie before the present.
Told tell(Shell& shell, World& world, Wish const& wish);

}  // namespace vlechtwerk::cli::people
