// What a configuration file points at, opened: the store, the master keys, the channel key.

#ifndef HELIOGRAPH_CLI_INSTALLATION_H_
#define HELIOGRAPH_CLI_INSTALLATION_H_

#include <filesystem>
#include <memory>

#include "base/clock.h"
#include "cli/server_file.h"
#include "crypto/p256.h"
#include "crypto/system_random.h"
#include "domain/key_ring.h"
#include "domain/store.h"
#include "store/store_observer.h"

namespace heliograph::cli {

[[nodiscard]] bool isOnPostgres(const ServerFile& file);
// For people: the file's path, or PostgreSQL.
[[nodiscard]] std::string nameOfDatabase(const ServerFile& file);

// The store alone: enough for administration. Throws CommandFailure (kUnavailable).
[[nodiscard]] std::unique_ptr<domain::Store> openStore(const ServerFile& file,
                                                       store::StoreObserver& observer = store::nobody());

// Store and keys: what a server runs on. Made at first use. Throws CommandFailure where the master key is not the one
// that the database was made with.
struct Installation {
  std::unique_ptr<domain::Store> store;
  domain::KeyRing key_ring;
  crypto::P256PrivateKey channel_key;
};
[[nodiscard]] Installation openInstallation(const ServerFile& file, Random& random, const Clock& clock,
                                            store::StoreObserver& observer = store::nobody());

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_CLI_INSTALLATION_H_
