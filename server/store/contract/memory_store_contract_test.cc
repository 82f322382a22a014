// The store in memory passes the contract, so that what domain's tests learn from it holds for every engine.

#include "domain/testing/memory_store.h"
#include "store/contract/store_contract.h"

namespace heliograph::store {
namespace {

const Engine kMemory{.name = "Memory", .make = [] { return std::make_shared<domain::MemoryStore>(); }};

INSTANTIATE_TEST_SUITE_P(Memory, StoreContract, testing::Values(kMemory));
INSTANTIATE_TEST_SUITE_P(Memory, StoreAddOrUpdateContract, testing::Values(kMemory));

}  // namespace
}  // namespace heliograph::store
