#include "store/db/read_pool.h"

#include "base/waiting.h"

namespace vlechtwerk::store {

ReadPool::ReadPool(std::function<Connection()> open, ReadPoolOptions options) : open_(std::move(open)), options_(options) {}

std::unique_ptr<Connection> ReadPool::take() {
  std::unique_lock lock(mutex_);
  auto const is_free = [&] { return leased_ < options_.connections; };
  if (!is_free()) {
    base::Waiting const waiting;
    if (!free_.wait_for(lock, options_.wait, is_free)) throw DatabaseError(DatabaseError::Kind::Busy, "no reader came free in time");
  }
  ++leased_;
  if (idle_.empty()) return nullptr;
  auto connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void ReadPool::give_back(std::unique_ptr<Connection> connection) {
  {
    std::lock_guard const lock(mutex_);
    --leased_;
    if (connection) idle_.push_back(std::move(connection));
  }
  free_.notify_one();
}

ReadPool::Lease::Lease(ReadPool& pool) : pool_(pool), connection_(pool.take()) {
  try {
    if (connection_) {
      try {
        connection_->begin_read(pool_.options_.limit);
        return;
      } catch (DatabaseError const&) {
        // It was lost while it lay idle; a new one tells whether the database is there.
      }
    }
    connection_ = std::make_unique<Connection>(pool_.open_());
    connection_->begin_read(pool_.options_.limit);
  } catch (...) {
    pool_.give_back(nullptr);
    throw;
  }
}

ReadPool::Lease::~Lease() {
  try {
    connection_->rollback();
    if (connection_->is_lost()) connection_.reset();
  } catch (DatabaseError const&) {
    connection_.reset();
  }
  pool_.give_back(std::move(connection_));
}

}  // namespace vlechtwerk::store
