#include "http/handlers.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace vlechtwerk::http {

Handlers::Handlers(std::size_t threads, std::size_t at_once)
    : most_threads_(std::max<std::size_t>(1, threads)), at_once_(std::max<std::size_t>(1, at_once)) {
  std::lock_guard const lock(mutex_);
  add_thread();
}

Handlers::~Handlers() {
  {
    std::unique_lock lock(mutex_);
    at_rest_.wait(lock, [&] { return queue_.empty() && idle_.size() == threads_.size(); });
    closing_ = true;
    for (auto* const thread : idle_) thread->called.notify_one();
  }
  for (auto& thread : threads_) thread.thread.join();
}

void Handlers::run(Job job) {
  std::lock_guard const lock(mutex_);
  queue_.push_back(std::move(job));
  begin_what_may();
}

void Handlers::relieve() {
  std::lock_guard const lock(mutex_);
  if (begun_ == begun_before_ && !queue_.empty()) begin_one();
  begun_before_ = begun_;
}

void Handlers::leave() {
  std::lock_guard const lock(mutex_);
  --working_;
  begin_what_may();
}

void Handlers::resume() {
  std::lock_guard const lock(mutex_);
  ++working_;
}

void Handlers::add_thread() {
  auto& fresh = threads_.emplace_back();
  try {
    fresh.thread = std::thread([this, &fresh] { work(fresh); });
  } catch (...) {
    threads_.pop_back();
    throw;
  }
  idle_.push_back(&fresh);
}

void Handlers::begin_what_may() {
  while (working_ < at_once_ && !queue_.empty() && (!idle_.empty() || threads_.size() < most_threads_)) begin_one();
}

/// Hands the first job of the queue to a thread, if one is left.
void Handlers::begin_one() {
  if (idle_.empty()) {
    if (threads_.size() >= most_threads_) return;
    try {
      add_thread();
    } catch (std::system_error const&) {
      most_threads_ = threads_.size();  // the system gives no more; with those that there are everything gets its turn
      return;
    }
  }
  auto& thread = *idle_.back();
  idle_.pop_back();
  thread.job = std::move(queue_.front());
  queue_.pop_front();
  ++working_;
  ++begun_;
  thread.called.notify_one();
}

void Handlers::work(Thread& self) {
  base::turns_of_thread = this;
  std::unique_lock lock(mutex_);
  for (;;) {
    self.called.wait(lock, [&] { return self.job || closing_; });
    if (!self.job) return;
    for (auto job = std::exchange(self.job, nullptr); job;) {
      lock.unlock();
      job();
      job = nullptr;
      lock.lock();
      if (queue_.empty() || working_ > at_once_) break;
      job = std::move(queue_.front());
      queue_.pop_front();
      ++begun_;
    }
    --working_;
    idle_.push_back(&self);
    begin_what_may();
    at_rest_.notify_all();
  }
}

}  // namespace vlechtwerk::http
