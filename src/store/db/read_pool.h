#pragma once
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <vector>

#include "store/db/connection.h"

namespace vlechtwerk::store {

struct ReadPoolOptions {
  std::size_t connections = 4;
  std::chrono::milliseconds limit{5000};  ///< of one read transaction: a longer one keeps the WAL from being emptied
  std::chrono::milliseconds wait{2000};   ///< for a free connection
};

/// A bounded number of readers, opened when they are first needed. May be used by several threads at once.
class ReadPool {
 public:
  /// `open` makes a connection in Mode::Reader.
  ReadPool(std::function<Connection()> open, ReadPoolOptions options);

  /// Runs `read(Connection&)` in one read transaction: all its statements see the same snapshot. Gives back what it gives.
  /// Throws DatabaseError: Busy when no connection came free in time, TooLong after the limit. Not nested.
  template <class Read>
  auto with_read(Read&& read) {
    Lease lease(*this);
    return read(lease.connection());
  }

 private:
  class Lease {
   public:
    explicit Lease(ReadPool& pool);
    Lease(Lease const&) = delete;
    Lease& operator=(Lease const&) = delete;
    ~Lease();
    Connection& connection() { return *connection_; }

   private:
    ReadPool& pool_;
    std::unique_ptr<Connection> connection_;
  };
  std::unique_ptr<Connection> take();
  void give_back(std::unique_ptr<Connection> connection);

  std::function<Connection()> open_;
  ReadPoolOptions options_;
  std::mutex mutex_;
  std::condition_variable free_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::size_t leased_ = 0;
};

}  // namespace vlechtwerk::store
