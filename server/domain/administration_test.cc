#include "domain/administration.h"

#include <gtest/gtest.h>

#include "crypto/system_random.h"
#include "domain/testing/memory_store.h"

namespace heliograph::domain {
namespace {

constexpr TimePoint kNow{std::chrono::milliseconds(1'790'000'000'000)};
constexpr TimePoint kLater = kNow + std::chrono::minutes(1);
const AuditOrigin kOrigin{
    .actor = AuditActor::kCommandLine, .api_key = std::nullopt, .request_id = "4e6a1f0c", .address = "192.0.2.1"};
crypto::SystemRandom random_source;

// Names that nothing may have.
const std::pair<const char*, std::string> kInvalidNames[] = {
    {"empty", ""},
    {"too long", std::string(kMaxNameSize + 1, 'a')},
    {"no UTF-8", "B\xC3"},
    {"an overlong form", "\xC0\x80"},
    {"a line feed", "Bank\nof"},
    {"a NUL", std::string("Bank\0", 5)},
    {"DEL", "Bank\x7F"},
    {"a C1 control", "Bank\xC2\x85"},
};

class AdministrationTest : public testing::Test {
 protected:
  [[nodiscard]] Organisation organisation(const std::string& name = "Bank") {
    return administration.organisationNamed(name, kOrigin, kNow).value();
  }
  [[nodiscard]] Application application(const Properties& properties = {}) {
    return administration.createApplication(organisation().id, "App", properties, kOrigin, kNow).value();
  }
  [[nodiscard]] Result<Application, ConfigurationRefusal> change(
      const ApplicationId& id, const Properties& properties,
      std::optional<ConfigurationVersion> expected = std::nullopt) {
    return administration.changeConfiguration(id, properties, expected, kOrigin, kLater);
  }
  [[nodiscard]] Result<Application, ConfigurationRefusal> replace(
      const ApplicationId& id, const Properties& properties,
      std::optional<ConfigurationVersion> expected = std::nullopt) {
    return administration.replaceConfiguration(id, properties, expected, kOrigin, kLater);
  }
  [[nodiscard]] AdministrationResult<NewApiKey> createKey(const std::string& name = "portal") {
    return administration.createApiKey({.organisation = organisation().id, .name = name}, kOrigin, kNow);
  }
  [[nodiscard]] std::vector<StoredAuditEvent> eventsOf(AuditAction action) {
    return store.findAuditEvents({.action = action});
  }

  MemoryStore store;
  Administration administration{store, random_source};
};

// --- organisations ---------------------------------------------------------------------------------------------------

TEST_F(AdministrationTest, AnOrganisationIsCreatedListedAndFound) {
  const auto created = administration.createOrganisation("Bänk 銀行", kOrigin, kNow);
  ASSERT_TRUE(created);
  EXPECT_EQ(created->name, "Bänk 銀行");
  EXPECT_EQ(created->created_at, kNow);
  EXPECT_EQ(administration.organisations(), std::vector{*created});
  EXPECT_EQ(administration.findOrganisation(created->id).value(), *created);
  EXPECT_EQ(administration.findOrganisation(OrganisationId::random(random_source)).error(),
            AdministrationError::kUnknownOrganisation);
}

TEST_F(AdministrationTest, ANameBelongsToOneOrganisation) {
  ASSERT_TRUE(administration.createOrganisation("Bank", kOrigin, kNow));
  EXPECT_EQ(administration.createOrganisation("Bank", kOrigin, kNow).error(), AdministrationError::kNameTaken);
  EXPECT_EQ(administration.organisations().size(), 1u);
  EXPECT_EQ(eventsOf(AuditAction::kOrganisationCreated).size(), 1u);
}

TEST_F(AdministrationTest, AnOrganisationIsMadeOnceForAllWhoNameIt) {
  const Organisation bank = organisation("Bank");
  EXPECT_EQ(organisation("Bank"), bank);
  EXPECT_NE(organisation("Shop").id, bank.id);
  EXPECT_EQ(administration.organisations().size(), 2u);
}

TEST_F(AdministrationTest, TwoWhoNameANewOrganisationAtOnceShareIt) {
  // A store in which somebody makes the organisation between the look and the write.
  class StoreOfAFasterOne final : public MemoryStore {
   public:
    bool createOrganisation(const Organisation& created, const AuditTrail& audit) override {
      faster.name = created.name;
      (void)MemoryStore::createOrganisation(faster, audit);
      return MemoryStore::createOrganisation(created, audit);
    }
    Organisation faster{.id = OrganisationId::random(random_source), .name = "", .created_at = kLater};
  } shared;
  Administration slower(shared, random_source);
  EXPECT_EQ(slower.organisationNamed("Bank", kOrigin, kNow).value(), shared.faster);
}

TEST_F(AdministrationTest, NamesThatCannotBeShownAreRefused) {
  const OrganisationId bank = organisation().id;
  for (const auto& [what, name] : kInvalidNames) {
    EXPECT_EQ(administration.createOrganisation(name, kOrigin, kNow).error(), AdministrationError::kInvalidName)
        << what;
    EXPECT_EQ(administration.organisationNamed(name, kOrigin, kNow).error(), AdministrationError::kInvalidName) << what;
    EXPECT_EQ(administration.createApplication(bank, name, {}, kOrigin, kNow).error().other,
              AdministrationError::kInvalidName)
        << what;
    EXPECT_EQ(createKey(name).error(), AdministrationError::kInvalidName) << what;
  }
  EXPECT_TRUE(administration.createOrganisation(std::string(kMaxNameSize, 'a'), kOrigin, kNow));
}

// --- applications ----------------------------------------------------------------------------------------------------

TEST_F(AdministrationTest, AnApplicationIsCreatedListedAndFound) {
  const OrganisationId bank = organisation().id;
  const auto created = administration.createApplication(bank, "App", {{"PIN_LENGTH_MIN", "6"}}, kOrigin, kNow);
  ASSERT_TRUE(created);
  EXPECT_EQ(created->organisation, bank);
  EXPECT_EQ(created->name, "App");
  EXPECT_EQ(created->configuration.pin.min_length, 6);
  EXPECT_EQ(created->configuration_version, 1u);
  EXPECT_EQ(created->created_at, kNow);
  EXPECT_EQ(created->changed_at, kNow);
  ASSERT_EQ(administration.applications().size(), 1u);
  EXPECT_EQ(administration.applications()[0].id, created->id);
  EXPECT_EQ(administration.findApplication(created->id)->configuration, created->configuration);
  EXPECT_EQ(administration.findApplication(ApplicationId::random(random_source)).error(),
            AdministrationError::kUnknownApplication);
}

TEST_F(AdministrationTest, AnInvalidConfigurationMakesNothing) {
  const auto created = administration.createApplication(organisation().id, "App", {{"PIN_TYPE", "HEX"}}, kOrigin, kNow);
  ASSERT_FALSE(created);
  ASSERT_TRUE(created.error().invalid);
  EXPECT_EQ(created.error().invalid->property, "PIN_TYPE");
  EXPECT_FALSE(created.error().other);
  EXPECT_TRUE(administration.applications().empty());
}

TEST_F(AdministrationTest, AnApplicationBelongsToAnOrganisationThatIsThere) {
  const auto created =
      administration.createApplication(OrganisationId::random(random_source), "App", {}, kOrigin, kNow);
  EXPECT_EQ(created.error().other, AdministrationError::kUnknownOrganisation);
  EXPECT_TRUE(administration.applications().empty());
}

TEST_F(AdministrationTest, ChangingSomePropertiesLeavesTheOthers) {
  const ApplicationId id = application({{"PIN_LENGTH_MIN", "6"}}).id;
  const auto changed = change(id, {{"AMOUNT_FAILURES_ALLOWED", "5"}});
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->configuration.pin.min_length, 6);
  EXPECT_EQ(changed->configuration.amount_failures_allowed, 5);
  EXPECT_EQ(changed->configuration_version, 2u);
  EXPECT_EQ(changed->changed_at, kLater);
  const Application found = administration.findApplication(id).value();
  EXPECT_EQ(found.configuration, changed->configuration);
  EXPECT_EQ(found.configuration_version, 2u);
  EXPECT_EQ(found.created_at, kNow);
  EXPECT_EQ(found.changed_at, kLater);
}

TEST_F(AdministrationTest, ReplacingAConfigurationSetsWhatIsLeftOutToItsDefault) {
  const ApplicationId id = application({{"PIN_LENGTH_MIN", "6"}}).id;
  const auto replaced = replace(id, {{"AMOUNT_FAILURES_ALLOWED", "5"}});
  ASSERT_TRUE(replaced);
  EXPECT_EQ(replaced->configuration.pin.min_length, 4);
  EXPECT_EQ(replaced->configuration.amount_failures_allowed, 5);
  EXPECT_EQ(replaced->configuration_version, 2u);
}

TEST_F(AdministrationTest, AnEmptyValueSetsAPropertyBackToItsDefault) {
  const ApplicationId id = application({{"PIN_LENGTH_MIN", "6"}}).id;
  EXPECT_EQ(change(id, {{"PIN_LENGTH_MIN", ""}})->configuration.pin.min_length, 4);
}

TEST_F(AdministrationTest, ThePropertiesMustFitThoseThatAreSetAlready) {
  const ApplicationId id = application({{"ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE", "DEVICE:PIN"}}).id;
  const auto before = administration.findApplication(id)->configuration;
  const auto changed = change(id, {{"ALLOWED_AUTH_METHODS", "DEVICE"}});
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().invalid->property, "ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE");
  EXPECT_EQ(administration.findApplication(id)->configuration, before);
  EXPECT_TRUE(replace(id, {{"ALLOWED_AUTH_METHODS", "DEVICE"}}));
}

TEST_F(AdministrationTest, ADefaultThatNobodySetFollowsTheAllowedMethods) {
  const ApplicationId id = application().id;
  const auto authorising_after = [&](const Properties& properties) {
    return authorisingMethodsOf(change(id, properties)->configuration);
  };
  const protocol::AuthMethodSet pin{protocol::AuthMethod::kDevicePin};
  EXPECT_EQ(authorising_after({{"ALLOWED_AUTH_METHODS", "DEVICE"}}), protocol::AuthMethodSet{});
  EXPECT_EQ(authorising_after({{"ALLOWED_AUTH_METHODS", "DEVICE,DEVICE:PIN"}}), pin);
  EXPECT_EQ(authorising_after({{"ALLOWED_AUTH_METHODS", "DEVICE:IOS_FACE_ID"}}), protocol::AuthMethodSet{});
}

TEST_F(AdministrationTest, WhatIsTriedIsJudgedAsIfItWereSet) {
  const ApplicationId id = application({{"PIN_LENGTH_MIN", "6"}}).id;
  EXPECT_EQ(administration.tryChange(id, {{"LOCK_DURATION", "60"}}, 1)->configuration.pin.min_length, 6);
  EXPECT_EQ(administration.tryReplacement(id, {{"LOCK_DURATION", "60"}}, 1)->configuration.pin.min_length, 4);
  EXPECT_EQ(administration.tryChange(id, {{"PIN_LENGTH_MAX", "5"}}, 1).error().invalid->property, "PIN_LENGTH_MIN");
  EXPECT_EQ(administration.tryChange(id, {}, 2).error().other, AdministrationError::kLostRace);
  EXPECT_EQ(administration.tryReplacement(ApplicationId::random(random_source), {}, 1).error().other,
            AdministrationError::kUnknownApplication);
}

TEST_F(AdministrationTest, WhatIsTriedIsNotWritten) {
  const Application before = application();
  const auto tried = administration.tryChange(before.id, {{"LOCK_DURATION", "60"}}, std::nullopt);
  ASSERT_TRUE(administration.tryReplacement(before.id, {{"LOCK_DURATION", "60"}}, std::nullopt));
  EXPECT_EQ(tried->configuration.lock_duration, std::chrono::seconds(60));
  EXPECT_EQ(tried->configuration_version, before.configuration_version);
  EXPECT_EQ(tried->changed_at, before.changed_at);
  EXPECT_EQ(administration.findApplication(before.id)->configuration, before.configuration);
  EXPECT_EQ(administration.configurationHistory(before.id)->size(), 1u);
  EXPECT_TRUE(eventsOf(AuditAction::kConfigurationChanged).empty());
}

TEST_F(AdministrationTest, AnApplicationThatIsNotThereHasNoConfiguration) {
  const auto nobody = ApplicationId::random(random_source);
  EXPECT_EQ(change(nobody, {}).error().other, AdministrationError::kUnknownApplication);
  EXPECT_EQ(replace(nobody, {}).error().other, AdministrationError::kUnknownApplication);
  EXPECT_EQ(administration.configurationHistory(nobody).error(), AdministrationError::kUnknownApplication);
}

TEST_F(AdministrationTest, WhoExpectsAnotherVersionLosesTheRace) {
  const ApplicationId id = application().id;
  ASSERT_TRUE(change(id, {{"PIN_LENGTH_MIN", "6"}}, 1));
  EXPECT_EQ(change(id, {{"PIN_LENGTH_MIN", "7"}}, 1).error().other, AdministrationError::kLostRace);
  EXPECT_EQ(replace(id, {{"PIN_LENGTH_MIN", "7"}}, 3).error().other, AdministrationError::kLostRace);
  EXPECT_EQ(administration.findApplication(id)->configuration.pin.min_length, 6);
  EXPECT_TRUE(replace(id, {{"PIN_LENGTH_MIN", "7"}}, 2));
}

// A store in which somebody else sets a property between the look and the write.
class StoreOfAnotherAdministrator final : public MemoryStore {
 public:
  ConfigurationRecord setConfiguration(const ApplicationId& id, ConfigurationVersion expected,
                                       const ApplicationConfiguration& configuration, TimePoint now,
                                       const AuditOrigin& origin, const AuditTrail& audit) override {
    if (races > 0) {
      --races;
      ApplicationConfiguration other = loadDirectory().applications.at(id).configuration;
      ++other.pin.max_length;
      (void)MemoryStore::setConfiguration(id, expected, other, now, origin, {});
    }
    return MemoryStore::setConfiguration(id, expected, configuration, now, origin, audit);
  }
  int races = 0;
};

TEST(AdministrationRaces, AChangeThatExpectsNoVersionIsDecidedAnewUntilItIsRecorded) {
  StoreOfAnotherAdministrator store;
  Administration administration(store, random_source);
  const auto bank = administration.createOrganisation("Bank", kOrigin, kNow);
  const auto application = administration.createApplication(bank->id, "App", {}, kOrigin, kNow);
  store.races = 2;
  const auto changed =
      administration.changeConfiguration(application->id, {{"PIN_LENGTH_MIN", "6"}}, std::nullopt, kOrigin, kLater);
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->configuration.pin.min_length, 6);
  EXPECT_EQ(changed->configuration.pin.max_length, 14) << "what the other administrator set stays";
  EXPECT_EQ(changed->configuration_version, 4u);
  EXPECT_EQ(store.findAuditEvents({.action = AuditAction::kConfigurationChanged}).size(), 1u);
}

TEST(AdministrationRaces, AChangeThatExpectsAVersionIsNotDecidedAnew) {
  StoreOfAnotherAdministrator store;
  Administration administration(store, random_source);
  const auto bank = administration.createOrganisation("Bank", kOrigin, kNow);
  const auto application = administration.createApplication(bank->id, "App", {}, kOrigin, kNow);
  store.races = 1;
  const auto changed = administration.changeConfiguration(application->id, {{"PIN_LENGTH_MIN", "6"}}, 1, kOrigin, kNow);
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().other, AdministrationError::kLostRace);
  EXPECT_EQ(administration.findApplication(application->id)->configuration.pin.min_length, 4);
}

TEST_F(AdministrationTest, WhatIsSetAlreadyIsNoChange) {
  const ApplicationId id = application({{"PIN_LENGTH_MIN", "6"}}).id;
  EXPECT_EQ(change(id, {{"PIN_LENGTH_MIN", "6"}})->configuration_version, 1u);
  EXPECT_EQ(replace(id, {{"PIN_LENGTH_MIN", "6"}}, 1)->configuration_version, 1u);
  EXPECT_EQ(administration.configurationHistory(id)->size(), 1u);
  EXPECT_TRUE(eventsOf(AuditAction::kConfigurationChanged).empty());
}

TEST_F(AdministrationTest, TheHistoryOfAConfigurationLeadsBackToItsBeginning) {
  const ApplicationId id = application({{"PIN_LENGTH_MIN", "6"}}).id;
  ASSERT_TRUE(change(id, {{"PIN_LENGTH_MIN", "7"}}));
  const auto history = administration.configurationHistory(id);
  ASSERT_TRUE(history);
  ASSERT_EQ(history->size(), 2u);
  EXPECT_EQ((*history)[0].version, 2u);
  EXPECT_EQ((*history)[0].at, kLater);
  EXPECT_EQ((*history)[0].properties.at("PIN_LENGTH_MIN"), "7");
  EXPECT_EQ((*history)[1].version, 1u);
  EXPECT_EQ((*history)[1].at, kNow);
  EXPECT_EQ((*history)[1].properties.at("PIN_LENGTH_MIN"), "6");
}

// --- API keys --------------------------------------------------------------------------------------------------------

TEST_F(AdministrationTest, AKeyIsCreatedListedAndFound) {
  const OrganisationId bank = organisation().id;
  const auto made = administration.createApiKey(
      {.organisation = bank, .name = "ops", .role = ApiKeyRole::kAdmin, .expires_at = kLater}, kOrigin, kNow);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->key.organisation, bank);
  EXPECT_EQ(made->key.role, ApiKeyRole::kAdmin);
  EXPECT_EQ(made->key.expires_at, kLater);
  ASSERT_EQ(administration.apiKeys().size(), 1u);
  EXPECT_EQ(administration.apiKeys()[0].id, made->key.id);
  EXPECT_EQ(administration.findApiKey(made->key.id)->secret_hash, made->key.secret_hash);
  EXPECT_EQ(administration.findApiKey(ApiKeyId::random(random_source)).error(), AdministrationError::kUnknownApiKey);
}

TEST_F(AdministrationTest, AKeyExpiresInTheFutureAndBelongsToAnOrganisationThatIsThere) {
  ApiKeyRequest request{.organisation = organisation().id, .name = "portal"};
  request.expires_at = kNow;
  EXPECT_EQ(administration.createApiKey(request, kOrigin, kNow).error(), AdministrationError::kInvalidExpiry);
  request.expires_at = kNow + std::chrono::milliseconds(1);
  EXPECT_TRUE(administration.createApiKey(request, kOrigin, kNow));
  request.organisation = OrganisationId::random(random_source);
  EXPECT_EQ(administration.createApiKey(request, kOrigin, kNow).error(), AdministrationError::kUnknownOrganisation);
  EXPECT_EQ(administration.apiKeys().size(), 1u);
}

TEST_F(AdministrationTest, RevokingTwiceKeepsTheFirstTime) {
  const ApiKeyId id = createKey()->key.id;
  EXPECT_EQ(administration.revokeApiKey(id, kOrigin, kNow)->revoked_at, kNow);
  EXPECT_EQ(administration.revokeApiKey(id, kOrigin, kLater)->revoked_at, kNow);
  EXPECT_EQ(administration.revokeApiKey(ApiKeyId::random(random_source), kOrigin, kNow).error(),
            AdministrationError::kUnknownApiKey);
  EXPECT_EQ(eventsOf(AuditAction::kApiKeyRevoked).size(), 1u);
}

// --- the audit log ---------------------------------------------------------------------------------------------------

TEST_F(AdministrationTest, EveryChangeIsAnEventOfWhoMadeIt) {
  const OrganisationId bank = organisation().id;
  const ApplicationId app = application().id;
  ASSERT_TRUE(change(app, {{"PIN_LENGTH_MIN", "6"}, {"LOCK_DURATION", "60"}, {"PIN_TYPE", "NUMERIC"}}));
  const ApiKeyId key = createKey()->key.id;
  ASSERT_TRUE(administration.revokeApiKey(key, kOrigin, kLater));

  const auto event = [&](AuditAction action, TimePoint at, std::optional<ApplicationId> of, std::string detail) {
    return AuditEvent{.at = at,
                      .origin = kOrigin,
                      .action = action,
                      .organisation = bank,
                      .application = of,
                      .detail = std::move(detail)};
  };
  const AuditEvent expected[] = {
      event(AuditAction::kApiKeyRevoked, kLater, std::nullopt, key.text()),
      event(AuditAction::kApiKeyCreated, kNow, std::nullopt, key.text()),
      event(AuditAction::kConfigurationChanged, kLater, app, "LOCK_DURATION,PIN_LENGTH_MIN"),
      event(AuditAction::kApplicationCreated, kNow, app, ""),
      event(AuditAction::kOrganisationCreated, kNow, std::nullopt, ""),
  };
  const auto events = store.findAuditEvents({});
  ASSERT_EQ(events.size(), std::size(expected));
  for (std::size_t i = 0; i < events.size(); ++i) EXPECT_EQ(events[i].event, expected[i]) << i;
}

TEST_F(AdministrationTest, TheDetailOfAnEventHasRoomForAFewNamesOnly) {
  const ApplicationId id = application().id;
  ASSERT_TRUE(replace(id, {{"ALLOWED_AUTH_METHODS", "DEVICE:STRONG_TOUCH_ID,OFFLINE"},
                           {"ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE", "DEVICE:STRONG_TOUCH_ID"},
                           {"OFFLINE_OTP_LENGTH", "9"},
                           {"AMOUNT_FAILURES_ALLOWED", "5"},
                           {"LOCK_DURATION", "60"},
                           {"OFFLINE_SESSION_LIFETIME", "60"},
                           {"AUTHENTICATION_SESSION_LIFETIME", "60"},
                           {"ENROLMENT_LIFETIME", "60"},
                           {"ACTIVATION_CODE_LENGTH", "9"},
                           {"ACTIVATION_CODE_TYPE", "ALPHANUMERIC"},
                           {"PIN_LENGTH_MIN", "5"},
                           {"PIN_LENGTH_MAX", "9"},
                           {"PIN_TYPE", "ALPHANUMERIC"}}));
  const auto events = eventsOf(AuditAction::kConfigurationChanged);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].event.detail,
            "ACTIVATION_CODE_LENGTH,ACTIVATION_CODE_TYPE,ALLOWED_AUTH_METHODS,"
            "ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE,AMOUNT_FAILURES_ALLOWED,AUTHENTICATION_SESSION_LIFETIME,"
            "ENROLMENT_LIFETIME,LOCK_DURATION,OFFLINE_OTP_LENGTH,OFFLINE_SESSION_LIFETIME,...");
  EXPECT_LE(events[0].event.detail.size(), kMaxAuditDetailSize);
}

}  // namespace
}  // namespace heliograph::domain
