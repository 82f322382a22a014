#include "domain/directory.h"

#include <gtest/gtest.h>

#include <latch>
#include <thread>
#include <vector>

#include "crypto/system_random.h"
#include "domain/api_keys.h"
#include "domain/testing/memory_store.h"

namespace heliograph::domain {
namespace {

constexpr TimePoint kNow{std::chrono::milliseconds(1'790'000'000'000)};
crypto::SystemRandom random_source;

// Counts what reaches the database, and makes it slow enough that callers pile up.
class SlowStore final : public MemoryStore {
 public:
  DirectoryVersion directoryVersion() override {
    ++version_questions;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return MemoryStore::directoryVersion();
  }
  Directory loadDirectory() override {
    ++loads;
    return MemoryStore::loadDirectory();
  }
  std::atomic<int> version_questions{0};
  std::atomic<int> loads{0};
};

class DirectoryTest : public testing::Test {
 protected:
  ApiKey addKey(Store& store) {
    ApiKey key = makeApiKey({.organisation = organisation, .name = "key"}, random_source, kNow).key;
    store.createApiKey(key, {});
    return key;
  }
  OrganisationId organisation = OrganisationId::random(random_source);
};

TEST_F(DirectoryTest, CurrentAsksNobody) {
  MemoryStore store;
  DirectoryCache cache(store);
  const auto calls = store.calls();
  (void)cache.current();
  EXPECT_EQ(store.calls(), calls);
}

TEST_F(DirectoryTest, LatestFindsWhatHasChanged) {
  MemoryStore store;
  DirectoryCache cache(store);
  const ApiKey key = addKey(store);
  EXPECT_FALSE(cache.current()->api_keys.contains(key.id));
  EXPECT_TRUE(cache.latest()->api_keys.contains(key.id));
  EXPECT_TRUE(cache.current()->api_keys.contains(key.id));
}

TEST_F(DirectoryTest, LatestReadsNothingAgainWhereNothingHasChanged) {
  SlowStore store;
  DirectoryCache cache(store);
  const auto before = cache.current();
  EXPECT_EQ(cache.latest(), before);
  EXPECT_EQ(store.loads, 1);
}

TEST_F(DirectoryTest, CallersThatWaitAtTheSameMomentShareOneQuestion) {
  SlowStore store;
  DirectoryCache cache(store);
  const ApiKey key = addKey(store);
  std::atomic<int> found{0};
  constexpr int kCallers = 50;
  {
    std::latch start(kCallers);
    std::vector<std::jthread> threads;
    for (int i = 0; i < kCallers; ++i) {
      threads.emplace_back([&] {
        start.arrive_and_wait();
        found += cache.latest()->api_keys.contains(key.id) ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(found, kCallers);
  EXPECT_EQ(store.loads, 2) << "at the start, and once for all who met the change";
  EXPECT_LT(store.version_questions, 10);
}

TEST_F(DirectoryTest, AnOutageOfTheStoreLeavesTheCacheUsable) {
  class Failing final : public MemoryStore {
   public:
    DirectoryVersion directoryVersion() override {
      if (is_down) throw StoreUnavailable("down");
      return MemoryStore::directoryVersion();
    }
    bool is_down = false;
  } store;
  DirectoryCache cache(store);
  const ApiKey key = addKey(store);
  store.is_down = true;
  EXPECT_THROW(cache.latest(), StoreUnavailable);
  store.is_down = false;
  EXPECT_TRUE(cache.latest()->api_keys.contains(key.id));
}

TEST_F(DirectoryTest, ACallerIsCurrentWhileItsKeyIsGood) {
  const ApiKey key = makeApiKey({.organisation = organisation, .name = "key"}, random_source, kNow).key;
  Directory directory;
  const Caller caller{.key = key.id, .organisation = organisation};
  EXPECT_FALSE(isCurrent(directory, caller));
  directory.api_keys.emplace(key.id, key);
  EXPECT_TRUE(isCurrent(directory, caller));
  EXPECT_FALSE(isCurrent(directory, {.key = key.id, .organisation = OrganisationId::random(random_source)}));
  directory.api_keys.at(key.id).revoked_at = kNow;
  EXPECT_FALSE(isCurrent(directory, caller));
}

TEST_F(DirectoryTest, OnlyAnAdministratorIsCurrentForAnotherOrganisation) {
  const OrganisationId another = OrganisationId::random(random_source);
  for (const ApiKeyRole role : {ApiKeyRole::kServiceProvider, ApiKeyRole::kReadOnly, ApiKeyRole::kAdmin}) {
    const ApiKeyRequest request{.organisation = organisation, .name = "key", .role = role};
    const ApiKey key = makeApiKey(request, random_source, kNow).key;
    Directory directory;
    directory.api_keys.emplace(key.id, key);
    EXPECT_TRUE(isCurrent(directory, {.key = key.id, .organisation = organisation})) << nameOf(role);
    EXPECT_EQ(isCurrent(directory, {.key = key.id, .organisation = another}), role == ApiKeyRole::kAdmin);
    directory.api_keys.at(key.id).revoked_at = kNow;
    EXPECT_FALSE(isCurrent(directory, {.key = key.id, .organisation = another})) << nameOf(role);
  }
}

TEST(ApiKeyRole, HasANameAndTheNameTheRole) {
  constexpr std::pair<ApiKeyRole, std::string_view> kNames[] = {{ApiKeyRole::kServiceProvider, "SERVICE_PROVIDER"},
                                                                {ApiKeyRole::kReadOnly, "READ_ONLY"},
                                                                {ApiKeyRole::kAdmin, "ADMIN"}};
  for (const auto& [role, name] : kNames) {
    EXPECT_EQ(nameOf(role), name);
    EXPECT_EQ(apiKeyRoleFromName(name), role) << name;
  }
  for (const std::string_view name : {"", "admin", "ADMIN ", "READ"}) EXPECT_FALSE(apiKeyRoleFromName(name)) << name;
}

TEST(Caller, IsTheOriginOfWhatItDoes) {
  const Caller caller{.key = ApiKeyId::random(random_source),
                      .organisation = OrganisationId::random(random_source),
                      .request_id = "4e6a1f0c",
                      .address = "192.0.2.1"};
  EXPECT_EQ(
      caller.origin(),
      (AuditOrigin{
          .actor = AuditActor::kApiKey, .api_key = caller.key, .request_id = "4e6a1f0c", .address = "192.0.2.1"}));
}

}  // namespace
}  // namespace heliograph::domain
