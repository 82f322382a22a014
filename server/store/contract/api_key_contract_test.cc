// API keys: creating, revoking, and when they were last used.

#include <gmock/gmock.h>

#include "store/contract/store_contract.h"

namespace heliograph::store {
namespace {

using domain::ApiKey;
using domain::ApiKeyRole;

TEST_P(StoreContract, ACreatedApiKeyIsInTheDirectory) {
  const ApiKey made = createApiKey();
  const ApiKey key = store_->loadDirectory().api_keys.at(made.id);
  EXPECT_EQ(key.id, made.id);
  EXPECT_EQ(key.organisation, made.organisation);
  EXPECT_EQ(key.name, made.name);
  EXPECT_EQ(key.secret_hash, made.secret_hash);
  EXPECT_EQ(key.role, made.role);
  EXPECT_EQ(key.created_at, made.created_at);
  EXPECT_EQ(key.revoked_at, std::nullopt);
  EXPECT_EQ(key.expires_at, std::nullopt);
  EXPECT_EQ(key.last_used_at, std::nullopt);
}

TEST_P(StoreContract, AnApiKeyKeepsItsRoleAndItsExpiry) {
  const auto organisation = createOrganisation();
  for (const ApiKeyRole role : {ApiKeyRole::kServiceProvider, ApiKeyRole::kReadOnly, ApiKeyRole::kAdmin}) {
    ApiKey made = newApiKey(organisation);
    made.role = role;
    made.expires_at = kNow + 24h;
    create(made);
    EXPECT_EQ(store_->loadDirectory().api_keys.at(made.id).role, role);
    EXPECT_EQ(store_->loadDirectory().api_keys.at(made.id).expires_at, kNow + 24h);
  }
}

TEST_P(StoreContract, ARevokedApiKeyStaysInTheDirectoryWithTheTime) {
  const ApiKey key = createApiKey();
  const ApiKey other = createApiKey();
  EXPECT_TRUE(revoke(key.id, kNow + 5s));
  const domain::Directory directory = store_->loadDirectory();
  EXPECT_EQ(directory.api_keys.at(key.id).revoked_at, kNow + 5s);
  EXPECT_EQ(directory.api_keys.at(other.id).revoked_at, std::nullopt);
}

TEST_P(StoreContract, RevokingTwiceKeepsTheFirstTime) {
  const ApiKey key = createApiKey();
  EXPECT_TRUE(revoke(key.id, kNow + 5s));
  EXPECT_TRUE(revoke(key.id, kNow + 9s));
  EXPECT_EQ(store_->loadDirectory().api_keys.at(key.id).revoked_at, kNow + 5s);
}

TEST_P(StoreContract, RevokingAnUnknownApiKeyIsRefused) {
  const domain::DirectoryVersion version = store_->directoryVersion();
  EXPECT_FALSE(revoke(newId<domain::ApiKeyId>(), kNow));
  EXPECT_EQ(store_->directoryVersion(), version);
}

TEST_P(StoreContract, UsesOfApiKeysAreKeptWithoutRaisingTheDirectorysVersion) {
  const ApiKey one = createApiKey();
  const ApiKey two = createApiKey();
  const ApiKey unused = createApiKey();
  const domain::DirectoryVersion version = store_->directoryVersion();
  store_->recordApiKeyUses({{one.id, kNow + 1s}, {two.id, kNow + 2s}});
  const domain::Directory directory = store_->loadDirectory();
  EXPECT_EQ(directory.api_keys.at(one.id).last_used_at, kNow + 1s);
  EXPECT_EQ(directory.api_keys.at(two.id).last_used_at, kNow + 2s);
  EXPECT_EQ(directory.api_keys.at(unused.id).last_used_at, std::nullopt);
  EXPECT_EQ(store_->directoryVersion(), version);
}

TEST_P(StoreContract, TheLastUseOfAnApiKeyNeverGoesBackInTime) {
  const ApiKey key = createApiKey();
  store_->recordApiKeyUses({{key.id, kNow + 2s}});
  store_->recordApiKeyUses({{key.id, kNow + 1s}});
  EXPECT_EQ(store_->loadDirectory().api_keys.at(key.id).last_used_at, kNow + 2s);
  store_->recordApiKeyUses({{key.id, kNow + 3s}});
  EXPECT_EQ(store_->loadDirectory().api_keys.at(key.id).last_used_at, kNow + 3s);
}

TEST_P(StoreContract, UsesOfUnknownApiKeysAreLeftOut) {
  const ApiKey key = createApiKey();
  store_->recordApiKeyUses({{newId<domain::ApiKeyId>(), kNow}, {key.id, kNow}, {newId<domain::ApiKeyId>(), kNow}});
  EXPECT_EQ(store_->loadDirectory().api_keys.size(), 1U);
  EXPECT_EQ(store_->loadDirectory().api_keys.at(key.id).last_used_at, kNow);
}

TEST_P(StoreContract, NoUsesChangeNothing) {
  const ApiKey key = createApiKey();
  store_->recordApiKeyUses({});
  EXPECT_EQ(store_->loadDirectory().api_keys.at(key.id).last_used_at, std::nullopt);
}

}  // namespace
}  // namespace heliograph::store
