#pragma once
#include <string>

#include "base/result.h"

namespace vlechtwerk::store {

/// A database said no. The text names the engine, its code and the constraint, never a value: it may go into a log.
class DatabaseError : public base::WorldError {
 public:
  enum class Kind {
    Unique,      ///< a unique or primary key exists already
    ForeignKey,  ///< a row that is pointed at is not there, or is still pointed at
    Busy,        ///< a lock was not free in time, or a deadlock was broken: the same work may succeed later
    Full,        ///< no room left on the disk
    Io,          ///< reading or writing failed
    Sync,        ///< a sync failed: what was written since the last one may be gone though a next sync succeeds; never retried
    Memory,      ///< no memory left
    Lost,        ///< the connection is gone, or the server did not answer in time, or a commit was not confirmed: the outcome is unknown
    Taken,       ///< another session holds the number that only one may have
    TooLong,     ///< a read transaction passed its time limit
    Other,       ///< everything else, mostly our own mistakes
  };

  DatabaseError(Kind kind, std::string const& text) : WorldError(text), kind_(kind) {}
  [[nodiscard]] Kind kind() const { return kind_; }
  /// True when the transaction around the failed statement cannot be trusted any more, whatever the engine says of it.
  [[nodiscard]] bool ends_transaction() const {
    return kind_ == Kind::Full || kind_ == Kind::Io || kind_ == Kind::Sync || kind_ == Kind::Memory || kind_ == Kind::Lost;
  }

 private:
  Kind kind_;
};

}  // namespace vlechtwerk::store
