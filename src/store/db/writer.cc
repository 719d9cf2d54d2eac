#include "store/db/writer.h"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

#include "base/waiting.h"

namespace vlechtwerk::store {

namespace {

using Clock = std::chrono::steady_clock;

/// The kind of a database error; nullopt for every other exception.
std::optional<DatabaseError::Kind> kind_of(std::exception_ptr const& error) {
  try {
    if (error) std::rethrow_exception(error);
  } catch (DatabaseError const& database_error) {
    return database_error.kind();
  } catch (...) {
  }
  return std::nullopt;
}

}  // namespace

class Writer::Impl {
 public:
  Impl(Connection connection, WriterOptions options, Stopped stopped)
      : db_(std::move(connection)), options_(options), on_stop_(std::move(stopped)), thread_([this] { loop(); }) {}

  ~Impl() {
    {
      std::lock_guard const lock(mutex_);
      closing_ = true;
    }
    work_.notify_one();
    thread_.join();
  }

  void submit(Lane lane, std::string_view session, Job job, Done done) {
    {
      std::lock_guard const lock(mutex_);
      refuse_when_stopped();
      auto& queue = lane == Lane::People ? people_ : bulk_;
      if (queue.size() >= (lane == Lane::People ? options_.people_queue : options_.bulk_queue))
        throw QueueFull("the writer's queue is full");
      std::string key(session);
      auto& waiting = waiting_[key];
      if (waiting >= options_.session_queue) throw QueueFull("too many writes of one session wait");
      ++waiting;
      queue.push_back({std::move(key), std::move(job), std::move(done), nullptr});
    }
    work_.notify_one();
  }

  void between_batches(Job work, Done done) {
    {
      std::lock_guard const lock(mutex_);
      refuse_when_stopped();
      tasks_.push_back({{}, std::move(work), std::move(done), nullptr});
    }
    work_.notify_one();
  }

  bool stopped() const {
    std::lock_guard const lock(mutex_);
    return stopped_;
  }

 private:
  struct Item {
    std::string session;
    Job job;
    Done done;
    std::exception_ptr result;
  };
  using Items = std::deque<Item>;

  void refuse_when_stopped() const {
    if (stopped_) throw WriterStopped("the writer has stopped because a sync failed");
    if (closing_) throw WriterStopped("the writer is stopping");
  }

  void loop() {
    for (;;) {
      std::optional<Item> task;
      bool jobs = false;
      {
        std::unique_lock lock(mutex_);
        work_.wait(lock, [&] { return closing_ || !tasks_.empty() || !people_.empty() || !bulk_.empty(); });
        if (!tasks_.empty()) task = pop(tasks_);
        jobs = !people_.empty() || !bulk_.empty();
        if (!task && !jobs) return;
      }
      if (task) run_task(*task);
      if (jobs && !stopped()) run_batch();
      if (!stopped()) tidy_wal();
    }
  }

  static Item pop(Items& queue) {
    auto item = std::move(queue.front());
    queue.pop_front();
    return item;
  }

  /// The next job for the batch. The bulk job goes first, so that neither lane can keep the other out.
  std::optional<Item> next(bool bulk) {
    std::lock_guard const lock(mutex_);
    auto& queue = bulk ? bulk_ : people_;
    if (queue.empty()) return std::nullopt;
    auto item = pop(queue);
    auto const waiting = waiting_.find(item.session);
    if (--waiting->second == 0) waiting_.erase(waiting);
    return item;
  }

  void run_batch() {
    Items batch;
    auto const bulk = next(true);
    if (bulk) batch.push_back(*bulk);
    try {
      open_transaction();
    } catch (...) {
      while (batch.size() < options_.batch_jobs) {
        auto item = next(false);
        if (!item) break;
        batch.push_back(std::move(*item));
      }
      return refuse(std::move(batch), std::current_exception());
    }
    if (bulk && !run(batch.back())) return recover(std::move(batch), 0);
    auto const start = Clock::now();
    for (std::size_t people = 0; people < options_.batch_jobs && (people == 0 || Clock::now() - start < options_.batch_time); ++people) {
      auto item = next(false);
      if (!item) break;
      batch.push_back(std::move(*item));
      if (!run(batch.back())) {
        auto const guilty = batch.size() - 1;
        return recover(std::move(batch), guilty);
      }
    }
    try {
      db_.commit();
    } catch (...) {
      return recover(std::move(batch), std::nullopt, std::current_exception());
    }
    for (auto& item : batch) answer(item);
  }

  /// Runs one job in its savepoint and keeps what it threw. False when the transaction did not survive it.
  bool run(Item& item) {
    item.result = nullptr;
    try {
      Savepoint part(db_);
      item.job(db_);
      part.keep();
    } catch (...) {
      item.result = std::current_exception();
    }
    return db_.in_transaction();
  }

  void open_transaction() {
    if (db_.is_lost()) db_.reconnect();
    try {
      db_.begin();
    } catch (DatabaseError const&) {
      if (!db_.is_lost()) throw;
      db_.reconnect();
      db_.begin();
    }
  }

  /// Nothing of the batch is stored (or nobody knows). The job that ended the transaction gets its error. The others are run once
  /// more, each in a transaction of its own, so that what befalls one cannot befall another. A lost connection is nobody's guilt.
  void recover(Items batch, std::optional<std::size_t> guilty, std::exception_ptr error = nullptr) {
    if (guilty) error = batch[*guilty].result;
    end_transaction();
    if (kind_of(error) == DatabaseError::Kind::Sync) return stop(std::move(batch));
    Items again;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (guilty == i && kind_of(error) != DatabaseError::Kind::Lost) {
        answer(batch[i]);
      } else {
        again.push_back(std::move(batch[i]));
      }
    }
    while (!again.empty()) {
      run_alone(again.front());
      auto const result = again.front().result;
      if (kind_of(result) == DatabaseError::Kind::Sync) return stop(std::move(again));
      if (kind_of(result) == DatabaseError::Kind::Lost || kind_of(result) == DatabaseError::Kind::Taken)
        return refuse(std::move(again), result);
      answer(again.front());
      again.pop_front();
    }
  }

  void run_alone(Item& item) {
    try {
      open_transaction();
      if (run(item)) {
        db_.commit();
      } else {
        end_transaction();
      }
    } catch (...) {
      item.result = std::current_exception();
      end_transaction();
    }
  }

  void end_transaction() {
    try {
      db_.rollback();
    } catch (DatabaseError const&) {
      // The next begin tries again, or says that it cannot.
    }
  }

  void run_task(Item& task) {
    try {
      if (db_.is_lost()) db_.reconnect();
      task.job(db_);
    } catch (...) {
      task.result = std::current_exception();
    }
    end_transaction();
    bool const sync_failed = kind_of(task.result) == DatabaseError::Kind::Sync;
    answer(task);
    if (sync_failed) stop({});
  }

  /// Copies the WAL into the file when it has grown. A failure loses nothing, because the WAL stays; a failed sync stops the writer.
  void tidy_wal() {
    auto const bytes = db_.wal_bytes();
    if (bytes < copied_bytes_) copied_bytes_ = 0;
    if (bytes - copied_bytes_ < options_.checkpoint_bytes) return;
    copied_bytes_ = bytes;
    try {
      db_.checkpoint(bytes >= options_.truncate_bytes);
    } catch (DatabaseError const& error) {
      if (error.kind() == DatabaseError::Kind::Sync) stop({});
    }
  }

  static void answer(Item& item) {
    item.job = nullptr;
    item.done(item.result);
  }

  static void refuse(Items items, std::exception_ptr const& error) {
    for (auto& item : items) {
      item.result = error;
      answer(item);
    }
  }

  void stop(Items batch) {
    Items waiting;
    {
      std::lock_guard const lock(mutex_);
      stopped_ = true;
      for (auto* const queue : {&people_, &bulk_, &tasks_}) {
        std::move(queue->begin(), queue->end(), std::back_inserter(waiting));
        queue->clear();
      }
      waiting_.clear();
    }
    auto const error = std::make_exception_ptr(WriterStopped("the writer has stopped because a sync failed"));
    refuse(std::move(batch), error);
    refuse(std::move(waiting), error);
    if (on_stop_) on_stop_("a sync of the database failed; nothing more is acknowledged");
  }

  Connection db_;
  WriterOptions const options_;
  Stopped const on_stop_;
  std::int64_t copied_bytes_ = 0;  ///< size of the WAL when it was last copied

  mutable std::mutex mutex_;
  std::condition_variable work_;
  Items people_, bulk_, tasks_;
  std::unordered_map<std::string, std::size_t> waiting_;  ///< jobs in both queues, per session
  bool closing_ = false;
  bool stopped_ = false;
  std::thread thread_;
};

namespace {

/// Hands an outcome to the thread that waits for it.
template <class Start>
void wait_for(Start&& start) {
  auto const outcome = std::make_shared<std::promise<void>>();
  auto result = outcome->get_future();
  start([outcome](std::exception_ptr const& error) {
    if (error) {
      outcome->set_exception(error);
    } else {
      outcome->set_value();
    }
  });
  base::Waiting const waiting;
  result.get();
}

}  // namespace

Writer::Writer(Connection connection, WriterOptions options, Stopped stopped)
    : impl_(std::make_unique<Impl>(std::move(connection), options, std::move(stopped))) {}

Writer::~Writer() = default;

void Writer::submit(Lane lane, std::string_view session, Job job) {
  wait_for([&](Done done) { impl_->submit(lane, session, std::move(job), std::move(done)); });
}

void Writer::submit(Lane lane, std::string_view session, Job job, Done done) {
  impl_->submit(lane, session, std::move(job), std::move(done));
}

void Writer::between_batches(Job work) {
  wait_for([&](Done done) { impl_->between_batches(std::move(work), std::move(done)); });
}

bool Writer::stopped() const { return impl_->stopped(); }

}  // namespace vlechtwerk::store
