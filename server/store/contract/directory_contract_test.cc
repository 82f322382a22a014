// The directory: organisations, applications, API keys. And the server's own keys.

#include <gmock/gmock.h>

#include "store/contract/store_contract.h"

namespace heliograph::store {
namespace {

using testing::IsEmpty;

domain::ApplicationConfiguration everythingSet() {
  return {.allowed_auth_methods = {AuthMethod::kDevicePin, AuthMethod::kOfflinePin, AuthMethod::kOfflineIosFaceId},
          .allowed_auth_methods_for_auth_and_activate = {AuthMethod::kDevicePin},
          .offline_otp_length = protocol::OtpLength::of(8),
          .amount_failures_allowed = 5,
          .lock_duration = 60s,
          .offline_session_lifetime = 120s,
          .authentication_session_lifetime = 60s,
          .enrolment_lifetime = 3600s,
          .activation_code_length = 12,
          .activation_code_type = domain::ActivationCodeType::kAlphanumeric,
          .pin = {.type = protocol::PinType::kAlphanumeric, .min_length = 6, .max_length = 10}};
}

TEST_P(StoreContract, ANewStoreHasAnEmptyDirectory) {
  const domain::Directory directory = store_->loadDirectory();
  EXPECT_THAT(directory.applications, IsEmpty());
  EXPECT_THAT(directory.api_keys, IsEmpty());
  EXPECT_EQ(directory.version, store_->directoryVersion());
}

TEST_P(StoreContract, EveryChangeRaisesTheDirectoryVersion) {
  const auto organisation = newId<domain::OrganisationId>();
  const auto application = newId<ApplicationId>();
  const auto key = newId<domain::ApiKeyId>();
  const std::function<void()> changes[] = {
      [&] { store_->createOrganisation(organisation, "Bank", kNow); },
      [&] {
        store_->createApplication({.id = application, .organisation = organisation, .name = "App", .configuration = {}},
                                  kNow);
      },
      [&] { EXPECT_TRUE(store_->setConfiguration(application, everythingSet(), kNow)); },
      [&] {
        domain::ApiKey made = newApiKey(organisation);
        made.id = key;
        store_->createApiKey(made);
      },
      [&] { EXPECT_TRUE(store_->revokeApiKey(key, kNow)); },
  };
  for (const auto& change : changes) {
    const domain::DirectoryVersion before = store_->directoryVersion();
    change();
    EXPECT_GT(store_->directoryVersion(), before);
    EXPECT_EQ(store_->loadDirectory().version, store_->directoryVersion());
  }
}

TEST_P(StoreContract, AnOrganisationIsFoundByItsName) {
  const auto id = newId<domain::OrganisationId>();
  store_->createOrganisation(id, "O'Brien & S\u00f8nner \u2014 \"Bank\"; --", kNow);
  EXPECT_EQ(store_->findOrganisation("O'Brien & S\u00f8nner \u2014 \"Bank\"; --"), id);
  EXPECT_EQ(store_->findOrganisation("O'Brien"), std::nullopt);
  EXPECT_EQ(store_->findOrganisation("o'brien & S\u00f8nner \u2014 \"Bank\"; --"), std::nullopt);
}

TEST_P(StoreContract, AnOrganisationOfATakenNameChangesNothing) {
  const auto first = newId<domain::OrganisationId>();
  store_->createOrganisation(first, "Bank", kNow);
  const domain::DirectoryVersion version = store_->directoryVersion();
  store_->createOrganisation(newId<domain::OrganisationId>(), "Bank", kNow);
  EXPECT_EQ(store_->findOrganisation("Bank"), first);
  EXPECT_EQ(store_->directoryVersion(), version);
}

TEST_P(StoreContract, ACreatedApplicationIsInTheDirectoryWithItsConfiguration) {
  const auto organisation = createOrganisation();
  const auto id = newId<ApplicationId>();
  store_->createApplication(
      {.id = id, .organisation = organisation, .name = "Caf\u00e9 'App'", .configuration = everythingSet()}, kNow);
  const domain::Application application = store_->loadDirectory().applications.at(id);
  EXPECT_EQ(application.id, id);
  EXPECT_EQ(application.organisation, organisation);
  EXPECT_EQ(application.name, "Caf\u00e9 'App'");
  EXPECT_EQ(application.configuration, everythingSet());
}

TEST_P(StoreContract, AChangedConfigurationReplacesTheOldOneOfThisApplicationAlone) {
  const auto application = createApplication();
  const auto other = createApplication();
  ASSERT_TRUE(store_->setConfiguration(application.id, everythingSet(), kNow));
  EXPECT_EQ(store_->loadDirectory().applications.at(application.id).configuration, everythingSet());
  EXPECT_EQ(store_->loadDirectory().applications.at(other.id).configuration, domain::ApplicationConfiguration{});

  ASSERT_TRUE(store_->setConfiguration(application.id, {}, kNow));
  EXPECT_EQ(store_->loadDirectory().applications.at(application.id).configuration, domain::ApplicationConfiguration{});
}

TEST_P(StoreContract, ConfiguringAnUnknownApplicationIsRefused) {
  const domain::DirectoryVersion version = store_->directoryVersion();
  EXPECT_FALSE(store_->setConfiguration(newId<ApplicationId>(), everythingSet(), kNow));
  EXPECT_EQ(store_->directoryVersion(), version);
}

TEST_P(StoreContract, ACreatedApiKeyIsInTheDirectory) {
  const domain::ApiKey made = createApiKey();
  const domain::ApiKey key = store_->loadDirectory().api_keys.at(made.id);
  EXPECT_EQ(key.id, made.id);
  EXPECT_EQ(key.organisation, made.organisation);
  EXPECT_EQ(key.name, made.name);
  EXPECT_EQ(key.secret_hash, made.secret_hash);
  EXPECT_EQ(key.role, made.role);
  EXPECT_EQ(key.created_at, made.created_at);
  EXPECT_EQ(key.revoked_at, std::nullopt);
}

TEST_P(StoreContract, ARevokedApiKeyStaysInTheDirectoryWithTheTime) {
  const domain::ApiKey key = createApiKey();
  const domain::ApiKey other = createApiKey();
  EXPECT_TRUE(store_->revokeApiKey(key.id, kNow + 5s));
  const domain::Directory directory = store_->loadDirectory();
  EXPECT_EQ(directory.api_keys.at(key.id).revoked_at, kNow + 5s);
  EXPECT_EQ(directory.api_keys.at(other.id).revoked_at, std::nullopt);
}

TEST_P(StoreContract, RevokingTwiceKeepsTheFirstTime) {
  const domain::ApiKey key = createApiKey();
  EXPECT_TRUE(store_->revokeApiKey(key.id, kNow + 5s));
  EXPECT_TRUE(store_->revokeApiKey(key.id, kNow + 9s));
  EXPECT_EQ(store_->loadDirectory().api_keys.at(key.id).revoked_at, kNow + 5s);
}

TEST_P(StoreContract, RevokingAnUnknownApiKeyIsRefused) {
  const domain::DirectoryVersion version = store_->directoryVersion();
  EXPECT_FALSE(store_->revokeApiKey(newId<domain::ApiKeyId>(), kNow));
  EXPECT_EQ(store_->directoryVersion(), version);
}

domain::ServerKeyRecord recordOf(std::uint8_t filling) {
  domain::ServerKeyRecord record{.channel_private_key = {.key_version = filling, .sealed = Bytes(60, filling)},
                                 .channel_public_key = {},
                                 .created_at = kNow + std::chrono::seconds(filling)};
  record.channel_public_key.fill(filling);
  return record;
}

void expectSame(const domain::ServerKeyRecord& actual, const domain::ServerKeyRecord& expected) {
  EXPECT_EQ(actual.channel_private_key, expected.channel_private_key);
  EXPECT_EQ(actual.channel_public_key, expected.channel_public_key);
  EXPECT_EQ(actual.created_at, expected.created_at);
}

TEST_P(StoreContract, ANewStoreHasNoServerKeys) { EXPECT_FALSE(store_->loadServerKeys()); }

TEST_P(StoreContract, StoredServerKeysAreLoaded) {
  expectSame(store_->storeServerKeys(recordOf(1)), recordOf(1));
  expectSame(store_->loadServerKeys().value(), recordOf(1));
}

TEST_P(StoreContract, TheFirstServerKeysStay) {
  expectSame(store_->storeServerKeys(recordOf(1)), recordOf(1));
  expectSame(store_->storeServerKeys(recordOf(2)), recordOf(1));
  expectSame(store_->loadServerKeys().value(), recordOf(1));
}

}  // namespace
}  // namespace heliograph::store
