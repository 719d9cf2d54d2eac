#pragma once
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "store/db/connection.h"

namespace vlechtwerk::store {

/// People wait for an answer; bulk is import, demo, retention and rebuild, in pieces of at most 50 events.
enum class Lane { People, Bulk };

struct WriterOptions {
  std::size_t batch_jobs = 64;               ///< people's jobs in one transaction
  std::chrono::milliseconds batch_time{20};  ///< after this no further job joins the transaction
  std::size_t people_queue = 1024;           ///< waiting jobs of all people together
  std::size_t bulk_queue = 16;               ///< waiting bulk jobs
  std::size_t session_queue = 32;            ///< waiting jobs of one session
  std::int64_t checkpoint_bytes = 16 << 20;  ///< the WAL is copied into the file after each so many new bytes (SQLite)
  std::int64_t truncate_bytes = 64 << 20;    ///< a WAL that readers kept growing to this size is emptied, which waits for them
};

/// Too many jobs wait; try again later (HTTP: 503 with Retry-After). Nothing was run.
class QueueFull : public base::WorldError {
 public:
  using WorldError::WorldError;
};

/// The writer has stopped for good, because a sync failed or because it is being destroyed. A job that was under way when a sync
/// failed may or may not be stored.
class WriterStopped : public base::WorldError {
 public:
  using WorldError::WorldError;
};

/// The one place that writes: a thread with a connection, which runs many use cases in one transaction and acknowledges them after
/// its commit (architecture.md section 6, rules 1 to 8).
///
/// A job is a whole use case. It **may be run twice** (after its transaction was lost through no fault of its own), so it must be
/// repeatable: it reads what it needs from the database, carries its ids with it and overwrites its captured result. It does no I/O, no
/// hashing and no sealing of large data, asks the gate again inside, and neither begins nor ends a transaction; it may use Savepoint.
/// Whatever it captures must live until the submission returns or `done` was called.
///
/// What a submitter is told, always after the commit of the batch in which the job ran:
/// - nothing (a normal return): the commit was durable before the submitter was released;
/// - the exception that the job threw: its own writes were undone, the others of its batch were kept;
/// - DatabaseError: nothing of the job is stored, except for the kind Lost, where the outcome is unknown;
/// - QueueFull: it was not run. WriterStopped: it was not run, or its outcome is unknown.
class Writer {
 public:
  using Job = std::function<void(Connection&)>;
  /// Called on the writer's thread with null when the job is durable; must be quick and must not throw.
  using Done = std::function<void(std::exception_ptr)>;
  /// Called once, on the writer's thread, when the writer stops because a sync failed: the server must exit, because only a new
  /// start reads from the disk what is really there. The text is for the log.
  using Stopped = std::function<void(std::string const&)>;

  Writer(Connection connection, WriterOptions options, Stopped stopped);
  Writer(Writer const&) = delete;
  Writer& operator=(Writer const&) = delete;
  /// Refuses new jobs, finishes those that wait, ends the thread.
  ~Writer();

  /// Runs the job and returns when it is durable. Not to be called from a job. `session` is any text that tells sessions apart.
  void submit(Lane lane, std::string_view session, Job job);
  /// The same without waiting: `done` is called later. Throws QueueFull and WriterStopped at once, and then never calls `done`.
  void submit(Lane lane, std::string_view session, Job job, Done done);
  /// Runs `work` on the writer's connection between two batches, outside a transaction, and returns when it is done; what it throws
  /// is thrown here. For checkpoints, slices of a backup, migrations: everybody's writes wait for it.
  void between_batches(Job work);

  [[nodiscard]] bool stopped() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vlechtwerk::store
