#pragma once
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "base/waiting.h"

namespace vlechtwerk::http {

/// Threads that run the handlers. Requests begin in the order in which they came, and no more work at once than there are processors for,
/// so that each is done soon after it began; one that waits (base::Waiting) does not count. The thread that was idle shortest is taken
/// first: what it needs is still in the cache. All functions may be called by several threads.
class Handlers final : private base::Turns {
 public:
  using Job = std::function<void()>;  ///< must not throw
  /// `threads`: at most so many jobs are under way, those that wait included; `at_once`: so many work. Both at least 1.
  Handlers(std::size_t threads, std::size_t at_once);
  Handlers(Handlers const&) = delete;
  Handlers& operator=(Handlers const&) = delete;
  /// Ends what runs and what is queued first.
  ~Handlers() override;

  void run(Job job);
  /// To be called now and then: when nothing began since the last call and jobs are queued, one more begins. A handler that waits without
  /// saying so can delay the others, not stop them.
  void relieve();

 private:
  struct Thread {
    std::condition_variable called;
    Job job;
    std::thread thread;
  };
  void leave() override;
  void resume() override;
  void add_thread();
  void begin_what_may();
  void begin_one();
  void work(Thread& self);

  std::size_t most_threads_;
  std::size_t const at_once_;
  std::mutex mutex_;
  std::condition_variable at_rest_;
  std::deque<Job> queue_;
  std::deque<Thread> threads_;
  std::vector<Thread*> idle_;
  std::size_t working_ = 0;
  std::uint64_t begun_ = 0, begun_before_ = 0;
  bool closing_ = false;
};

}  // namespace vlechtwerk::http
