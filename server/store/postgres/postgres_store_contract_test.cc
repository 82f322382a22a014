// The store for many servers passes the contract.

#include "store/contract/store_contract.h"
#include "store/postgres/postgres_store.h"
#include "store/testing/postgres_database.h"

namespace heliograph::store {
namespace {

std::shared_ptr<domain::Store> makeStore() {
  struct StoreOnDatabase {
    PostgresDatabase database;
    std::unique_ptr<domain::Store> store =
        openPostgresStore({.connection_string = database.connectionString(), .timeout = std::chrono::seconds(30)});
  };
  const auto both = std::make_shared<StoreOnDatabase>();
  return {both, both->store.get()};
}

const Engine kPostgres{.name = "Postgres", .make = makeStore};

INSTANTIATE_TEST_SUITE_P(Postgres, StoreContract, testing::Values(kPostgres));
INSTANTIATE_TEST_SUITE_P(Postgres, StoreAddOrUpdateContract, testing::Values(kPostgres));

}  // namespace
}  // namespace heliograph::store
