// The embedded store passes the contract.

#include "store/contract/store_contract.h"
#include "store/sqlite/sqlite_store.h"
#include "store/testing/temporary_folder.h"

namespace heliograph::store {
namespace {

std::shared_ptr<domain::Store> makeStore() {
  struct StoreInFolder {
    TemporaryFolder folder;
    std::unique_ptr<domain::Store> store = openSqliteStore({.file = folder / "heliograph.db"});
  };
  const auto both = std::make_shared<StoreInFolder>();
  return {both, both->store.get()};
}

const Engine kSqlite{.name = "Sqlite", .make = makeStore};

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract, testing::Values(kSqlite));
INSTANTIATE_TEST_SUITE_P(Sqlite, StoreAddOrUpdateContract, testing::Values(kSqlite));

}  // namespace
}  // namespace heliograph::store
