// The store for many servers: one PostgreSQL database.
//
// Any number of server processes share it; none keeps anything that another one needs. Offline authentications go
// through lanes (offline_batches.h): what waits at the same moment shares one round trip and one commit. All other
// commands are transactions of their own on a pool of connections. Every command that changes something of a device
// takes the device's row first, so commands of one device happen one after the other, whichever server runs them.

#ifndef HELIOGRAPH_SERVER_STORE_POSTGRES_POSTGRES_STORE_H_
#define HELIOGRAPH_SERVER_STORE_POSTGRES_POSTGRES_STORE_H_

#include <chrono>
#include <memory>
#include <string>

#include "domain/store.h"
#include "store/store_observer.h"

namespace heliograph::store {

struct PostgresOptions {
  // As libpq reads it: "host=db1,db2 dbname=heliograph target_session_attrs=read-write sslmode=verify-full". A password
  // comes from a password file (passfile, ~/.pgpass) or PGPASSWORD, not from here.
  std::string connection_string;
  std::size_t lanes = 1;                    // each has two connections: one that changes, one that loads
  std::size_t connections = 4;              // for all other commands
  std::size_t max_waiting_commands = 4096;  // of each lane, and for the pool; past it: StoreOverloaded
  std::chrono::milliseconds timeout{5000};  // to connect, and to run a command; past it: StoreUnavailable
  StoreObserver* observer = &nobody();      // outlives the store
};

// Connects once and brings the schema up to date. Throws StoreUnavailable where that fails.
[[nodiscard]] std::unique_ptr<domain::Store> openPostgresStore(const PostgresOptions& options);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_POSTGRES_POSTGRES_STORE_H_
