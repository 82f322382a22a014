#include "domain/administration.h"

#include <gtest/gtest.h>

#include "crypto/system_random.h"
#include "domain/testing/memory_store.h"

namespace heliograph::domain {
namespace {

constexpr TimePoint kNow{std::chrono::milliseconds(1'790'000'000'000)};

class AdministrationTest : public testing::Test {
 protected:
  MemoryStore store;
  crypto::SystemRandom random;
  Administration administration{store, random};
};

TEST_F(AdministrationTest, AnOrganisationIsMadeOnceForItsApplicationsAndKeys) {
  const auto first = administration.createApplication("Bank", "App", {}, kNow);
  const auto second = administration.createApplication("Bank", "App 2", {}, kNow);
  const auto other = administration.createApplication("Shop", "App", {}, kNow);
  const NewApiKey key = administration.createApiKey("Bank", "portal", kNow);
  EXPECT_EQ(first->organisation, second->organisation);
  EXPECT_EQ(first->organisation, key.key.organisation);
  EXPECT_NE(first->organisation, other->organisation);
  EXPECT_EQ(administration.applications().size(), 3u);
}

TEST_F(AdministrationTest, AnInvalidConfigurationMakesNothing) {
  const auto created = administration.createApplication("Bank", "App", {{"PIN_TYPE", "HEX"}}, kNow);
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error().property, "PIN_TYPE");
  EXPECT_TRUE(administration.applications().empty());
  EXPECT_FALSE(store.findOrganisation("Bank"));
}

TEST_F(AdministrationTest, SettingSomePropertiesLeavesTheOthers) {
  const ApplicationId id = administration.createApplication("Bank", "App", {{"PIN_LENGTH_MIN", "6"}}, kNow)->id;
  const auto set = administration.setProperties(id, {{"AMOUNT_FAILURES_ALLOWED", "5"}}, kNow);
  ASSERT_TRUE(set && *set);
  EXPECT_EQ((*set)->configuration.pin.min_length, 6);
  EXPECT_EQ((*set)->configuration.amount_failures_allowed, 5);
  EXPECT_EQ(administration.findApplication(id)->configuration, (*set)->configuration);
}

TEST_F(AdministrationTest, AnEmptyValueSetsAPropertyBackToItsDefault) {
  const ApplicationId id = administration.createApplication("Bank", "App", {{"PIN_LENGTH_MIN", "6"}}, kNow)->id;
  const auto set = administration.setProperties(id, {{"PIN_LENGTH_MIN", ""}}, kNow);
  EXPECT_EQ((*set)->configuration.pin.min_length, 4);
}

TEST_F(AdministrationTest, ThePropertiesMustFitThoseThatAreSetAlready) {
  const ApplicationId id = administration.createApplication("Bank", "App", {}, kNow)->id;
  const auto set = administration.setProperties(id, {{"ALLOWED_AUTH_METHODS", "DEVICE"}}, kNow);
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().property, "ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE");
  EXPECT_EQ(administration.findApplication(id)->configuration, ApplicationConfiguration{});
}

TEST_F(AdministrationTest, AnApplicationThatIsNotThereHasNoProperties) {
  const auto set = administration.setProperties(ApplicationId::random(random), {}, kNow);
  ASSERT_TRUE(set);
  EXPECT_FALSE(*set);
}

TEST_F(AdministrationTest, AKeyIsListedAndRevoked) {
  const NewApiKey made = administration.createApiKey("Bank", "portal", kNow);
  EXPECT_TRUE(administration.revokeApiKey(made.key.id, kNow));
  ASSERT_EQ(administration.apiKeys().size(), 1u);
  EXPECT_EQ(administration.apiKeys()[0].revoked_at, kNow);
  EXPECT_FALSE(administration.revokeApiKey(ApiKeyId::random(random), kNow));
}

TEST_F(AdministrationTest, TwoWhoNameANewOrganisationAtOnceShareIt) {
  // A store in which somebody makes the organisation between the look and the write.
  class StoreOfAFasterOne final : public MemoryStore {
   public:
    void createOrganisation(const OrganisationId& id, const std::string& name, TimePoint now) override {
      MemoryStore::createOrganisation(faster, name, now);
      MemoryStore::createOrganisation(id, name, now);
    }
    crypto::SystemRandom random;
    OrganisationId faster = OrganisationId::random(random);
  } shared;
  Administration slower(shared, random);
  EXPECT_EQ(slower.createApiKey("Bank", "portal", kNow).key.organisation, shared.faster);
}

}  // namespace
}  // namespace heliograph::domain
