#pragma once
#include <span>
#include <vector>

#include "app/project.h"
#include "cli/world.h"
#include "interop/xes/event_log.h"

namespace vlechtwerk::cli {

/// The whole journal of one tenant, without contents, and its plans.
struct Headers {
  std::vector<app::FoldEntry> entries;
  app::PlanSource plans;
};

/// In a location with fewer routes than this a route could be told apart: such locations are merged (docs/formats/xes.md).
inline constexpr std::int64_t kFewestRoutesOfALocation = 10;

/// The routes of all tenants as a log for research: one trace per route, corrected and withdrawn as the journal says, of no child that was
/// erased. Out of headers only: no person, device or group is in it. What stays is made strange: ids are new and random, each route is
/// moved back by 1 to 52 whole weeks, and small locations have one name. docs/formats/xes.md is the contract.
interop::EventLog event_log(std::span<Headers const> tenants, base::Random& random);

/// `journal export --xes` and `--csv`: audited in each tenant before the first byte leaves.
int event_log_command(Shell& shell, Options const& options);

}  // namespace vlechtwerk::cli
