#pragma once
#include "cli/world.h"

namespace vlechtwerk {

/// Opens (or makes) the store that the options name and wires everything that the use cases need. See cli::Open.
base::Result<std::unique_ptr<cli::World>> open_world(cli::Options const& options, bool make);

/// Walks the chains of a store that nobody serves, without any key.
base::Result<cli::Maintenance::Verified> verify_store(cli::Options const& options, std::vector<std::string> const& signed_heads);

/// Where the key store is on this machine; nullopt when it is on PostgreSQL.
std::optional<std::filesystem::path> keys_directory(cli::Options const& options);

/// Lends what stands in the open in a store that nobody serves. See cli::WithEnvelopes.
base::Result<void> with_envelopes(cli::Options const& options, std::function<void(cli::Envelopes const&)> const& use);

/// The plan files that are built in.
std::vector<std::string> shipped_plans();

/// The master key as it stands on the recovery sheet.
std::string recovery_text(cli::Options const& options);

base::Result<void> restore_world(cli::Options const& options);

/// Measures what this machine and the disk of `options.dir` can do, in a store of its own that is removed at the end; gives the exit code.
int bench(cli::Shell& shell, cli::Options const& options);

/// Serves until SIGTERM or SIGINT, or until the writer stops because the disk failed; gives the exit code.
int serve(cli::Shell& shell, cli::Options const& options);

}  // namespace vlechtwerk
