#pragma once

namespace vlechtwerk::base {

/// Who shares a few processors among many threads, and wants to know when one of them needs none.
class Turns {
 public:
  virtual ~Turns() = default;
  virtual void leave() = 0;
  virtual void resume() = 0;
};

/// Whose turns this thread takes; null for a thread that nobody shares out.
// Of one thread, so nothing is shared; what waits deep in a call cannot be handed it by every caller.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
inline thread_local Turns* turns_of_thread = nullptr;

/// Stands where a thread waits long for something else than a processor (the disk, another server, others that calculate): meanwhile
/// somebody else has its turn. When it ends the thread goes on at once, without waiting for a turn.
class Waiting {
 public:
  Waiting() : turns_(turns_of_thread) {
    if (turns_) turns_->leave();
  }
  Waiting(Waiting const&) = delete;
  Waiting& operator=(Waiting const&) = delete;
  ~Waiting() {
    if (turns_) turns_->resume();
  }

 private:
  Turns* turns_;
};

}  // namespace vlechtwerk::base
