// Configurations: changing them at a version, and their history.

#include <gmock/gmock.h>

#include "store/contract/store_contract.h"

namespace heliograph::store {
namespace {

using domain::ApplicationConfiguration;
using domain::ConfigurationChange;
using domain::ConfigurationRecord;
using testing::IsEmpty;

ApplicationConfiguration everythingSet() {
  ApplicationConfiguration configuration;
  configuration.allowed_auth_methods = {AuthMethod::kDevicePin, AuthMethod::kOfflinePin, AuthMethod::kOfflineIosFaceId};
  configuration.allowed_auth_methods_for_auth_and_activate = {AuthMethod::kDevicePin};
  configuration.offline_otp_length = protocol::OtpLength::of(8);
  configuration.amount_failures_allowed = 5;
  configuration.lock_duration = 60s;
  configuration.offline_session_lifetime = 120s;
  configuration.authentication_session_lifetime = 60s;
  configuration.enrolment_lifetime = 3600s;
  configuration.activation_code_length = 12;
  configuration.activation_code_type = domain::ActivationCodeType::kAlphanumeric;
  configuration.pin = {.type = protocol::PinType::kAlphanumeric, .min_length = 6, .max_length = 10};
  return configuration;
}

void expectSame(const ConfigurationChange& actual, const ConfigurationChange& expected) {
  EXPECT_EQ(actual.version, expected.version);
  EXPECT_EQ(actual.at, expected.at);
  EXPECT_EQ(actual.changed_by, expected.changed_by);
  EXPECT_EQ(actual.properties, expected.properties);
}

TEST_P(StoreContract, ACreatedApplicationIsInTheDirectoryWithItsConfiguration) {
  domain::Application made = newApplication(createOrganisation());
  made.name = "Caf\u00e9 'App'";
  made.configuration = everythingSet();
  create(made);
  const domain::Application application = store_->loadDirectory().applications.at(made.id);
  EXPECT_EQ(application.id, made.id);
  EXPECT_EQ(application.organisation, made.organisation);
  EXPECT_EQ(application.name, made.name);
  EXPECT_EQ(application.configuration, everythingSet());
  EXPECT_EQ(application.configuration_version, 1U);
  EXPECT_EQ(application.created_at, kNow);
  EXPECT_EQ(application.changed_at, kNow);
}

TEST_P(StoreContract, AChangedConfigurationReplacesTheOldOneOfThisApplicationAlone) {
  const auto application = createApplication();
  const auto other = createApplication();
  ASSERT_EQ(configure(application.id, 1, everythingSet()), ConfigurationRecord::kRecorded);
  EXPECT_EQ(store_->loadDirectory().applications.at(application.id).configuration, everythingSet());
  EXPECT_EQ(store_->loadDirectory().applications.at(other.id).configuration, ApplicationConfiguration{});
  EXPECT_EQ(store_->loadDirectory().applications.at(other.id).configuration_version, 1U);

  ASSERT_EQ(configure(application.id, 2, {}), ConfigurationRecord::kRecorded);
  EXPECT_EQ(store_->loadDirectory().applications.at(application.id).configuration, ApplicationConfiguration{});
}

TEST_P(StoreContract, AChangeOfAConfigurationRaisesItsVersionAndTellsTheTime) {
  const auto made = createApplication();
  ASSERT_EQ(configure(made.id, 1, everythingSet(), kNow + 5s), ConfigurationRecord::kRecorded);
  const domain::Application application = store_->loadDirectory().applications.at(made.id);
  EXPECT_EQ(application.configuration_version, 2U);
  EXPECT_EQ(application.created_at, kNow);
  EXPECT_EQ(application.changed_at, kNow + 5s);
}

TEST_P(StoreContract, AChangeOfAConfigurationAtAnotherVersionIsALostRace) {
  const auto made = createApplication();
  ASSERT_EQ(configure(made.id, 1, everythingSet()), ConfigurationRecord::kRecorded);
  const domain::DirectoryVersion version = store_->directoryVersion();
  EXPECT_EQ(configure(made.id, 1, {}), ConfigurationRecord::kLostRace);
  EXPECT_EQ(configure(made.id, 3, {}), ConfigurationRecord::kLostRace);
  EXPECT_EQ(store_->directoryVersion(), version);
  EXPECT_EQ(store_->loadDirectory().applications.at(made.id).configuration, everythingSet());
  EXPECT_EQ(store_->configurationHistory(made.id).size(), 2U);
}

TEST_P(StoreContract, ConfiguringAnUnknownApplicationIsRefused) {
  const domain::DirectoryVersion version = store_->directoryVersion();
  const auto unknown = newId<ApplicationId>();
  EXPECT_EQ(configure(unknown, 1, everythingSet()), ConfigurationRecord::kUnknownApplication);
  EXPECT_EQ(store_->directoryVersion(), version);
  EXPECT_THAT(store_->configurationHistory(unknown), IsEmpty());
}

TEST_P(StoreContract, TheFirstEntryOfAHistoryIsTheConfigurationAtTheStart) {
  domain::Application made = newApplication(createOrganisation());
  made.configuration = everythingSet();
  const auto by = newId<domain::ApiKeyId>();
  create(made, {.actor = domain::AuditActor::kApiKey, .api_key = by});
  const auto history = store_->configurationHistory(made.id);
  ASSERT_EQ(history.size(), 1U);
  expectSame(history[0], {.version = 1, .at = kNow, .changed_by = by, .properties = propertiesOf(everythingSet())});
}

TEST_P(StoreContract, AHistoryHasEveryConfigurationOfItsApplicationAloneTheNewestFirst) {
  const auto made = createApplication();
  const auto other = createApplication();
  const auto by = newId<domain::ApiKeyId>();
  ASSERT_EQ(configure(made.id, 1, everythingSet(), kNow + 1s, {.actor = domain::AuditActor::kApiKey, .api_key = by}),
            ConfigurationRecord::kRecorded);
  ASSERT_EQ(configure(made.id, 2, {}, kNow + 2s, {.actor = domain::AuditActor::kCommandLine}),
            ConfigurationRecord::kRecorded);
  const auto history = store_->configurationHistory(made.id);
  ASSERT_EQ(history.size(), 3U);
  const domain::Properties defaults = propertiesOf(ApplicationConfiguration{});
  expectSame(history[0], {.version = 3, .at = kNow + 2s, .changed_by = std::nullopt, .properties = defaults});
  expectSame(history[1],
             {.version = 2, .at = kNow + 1s, .changed_by = by, .properties = propertiesOf(everythingSet())});
  expectSame(history[2], {.version = 1, .at = kNow, .changed_by = std::nullopt, .properties = defaults});
  EXPECT_EQ(store_->configurationHistory(other.id).size(), 1U);
}

}  // namespace
}  // namespace heliograph::store
