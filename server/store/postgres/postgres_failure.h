// What PostgreSQL's errors mean to the store's caller.

#ifndef HELIOGRAPH_SERVER_STORE_POSTGRES_POSTGRES_FAILURE_H_
#define HELIOGRAPH_SERVER_STORE_POSTGRES_POSTGRES_FAILURE_H_

#include <libpq-fe.h>

#include "domain/store.h"

namespace heliograph::store {

// The transaction met another one (a deadlock, a key that was taken at the same moment): nothing of it has happened,
// and it can be tried again at once. A lock that lasted too long is none: it has had its time.
class Conflict : public domain::StoreUnavailable {
 public:
  using StoreUnavailable::StoreUnavailable;
};

// The connection is gone. What was sent last may have happened or not.
class ConnectionLost : public domain::StoreUnavailable {
 public:
  using StoreUnavailable::StoreUnavailable;
};

// Throws Conflict; StoreUnavailable for what time or an operator can cure (the server stops, the disk is full, a role
// lacks a right, a standby that only reads); std::logic_error for what only a change of this program can. The message
// has the SQLSTATE and PostgreSQL's sentence for it, nothing of a statement's values.
[[noreturn]] void throwFailure(const PGresult* result);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_POSTGRES_POSTGRES_FAILURE_H_
