#pragma once
#include <span>
#include <string_view>

namespace vlechtwerk::cli::people {

/// How routes go by in one organisation. A story is a list of steps in the order in which people come to them:
///   step            done, by a note when the plan says so
///   step:outcome    done with this outcome
///   step?act        the parents are asked for this act
///   [ yes | no ]    how it goes on after the parents' answer to the act that was asked last
///   { a / b }       a formal way to ask for help, or the informal one
///   =outcome        how the route ends; the first that is met counts
struct Stories {
  std::string_view plan;
  std::span<std::string_view const> told;
};
std::span<Stories const> all_stories();

}  // namespace vlechtwerk::cli::people
