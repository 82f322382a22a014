#include "cli/installation.h"

#include <fmt/format.h>

#include "cli/master_key_file.h"
#include "command_line/exit_code.h"
#include "domain/server_keys.h"
#include "store/postgres/postgres_store.h"
#include "store/sqlite/sqlite_store.h"

namespace heliograph::cli {

bool isOnPostgres(const ServerFile& file) { return !file.postgres.connection_string.empty(); }

std::string nameOfDatabase(const ServerFile& file) {
  return isOnPostgres(file) ? "PostgreSQL" : file.sqlite_file.string();
}

std::unique_ptr<domain::Store> openStore(const ServerFile& file, store::StoreObserver& observer) {
  try {
    if (!isOnPostgres(file)) return store::openSqliteStore({.file = file.sqlite_file, .observer = &observer});
    store::PostgresOptions options = file.postgres;
    options.observer = &observer;
    return store::openPostgresStore(options);
  } catch (const domain::StoreUnavailable& error) {
    throw CommandFailure(ExitCode::kUnavailable, fmt::format("database {}: {}", nameOfDatabase(file), error.what()));
  }
}

Installation openInstallation(const ServerFile& file, Random& random, const Clock& clock,
                              store::StoreObserver& observer) {
  auto store = openStore(file, observer);
  const bool has_keys = store->loadServerKeys().has_value();
  domain::KeyRing key_ring(has_keys ? readMasterKeys(file.master_key_file)
                                    : loadMasterKeys(file.master_key_file, random));
  auto channel_key = domain::openChannelKey(*store, key_ring, random, clock.now());
  if (!channel_key) {
    throw CommandFailure(
        ExitCode::kUnusable,
        fmt::format("the master key does not open the keys of {}: it was made with another one", nameOfDatabase(file)));
  }
  return {std::move(store), std::move(key_ring), std::move(*channel_key)};
}

}  // namespace heliograph::cli
