// The directory: its version, and organisations.

#include <gmock/gmock.h>

#include "store/contract/store_contract.h"

namespace heliograph::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST_P(StoreContract, ANewStoreHasAnEmptyDirectory) {
  const domain::Directory directory = store_->loadDirectory();
  EXPECT_THAT(directory.organisations, IsEmpty());
  EXPECT_THAT(directory.applications, IsEmpty());
  EXPECT_THAT(directory.api_keys, IsEmpty());
  EXPECT_EQ(directory.version, store_->directoryVersion());
}

TEST_P(StoreContract, EveryChangeRaisesTheDirectoryVersion) {
  const domain::Organisation organisation = newOrganisation();
  const domain::Application application = newApplication(organisation.id);
  const domain::ApiKey key = newApiKey(organisation.id);
  const std::function<void()> changes[] = {
      [&] { EXPECT_TRUE(create(organisation)); },
      [&] { create(application); },
      [&] { EXPECT_EQ(configure(application.id, 1, {}), domain::ConfigurationRecord::kRecorded); },
      [&] { create(key); },
      [&] { EXPECT_TRUE(revoke(key.id, kNow)); },
  };
  for (const auto& change : changes) {
    const domain::DirectoryVersion before = store_->directoryVersion();
    change();
    EXPECT_GT(store_->directoryVersion(), before);
    EXPECT_EQ(store_->loadDirectory().version, store_->directoryVersion());
  }
}

TEST_P(StoreContract, ACreatedOrganisationIsInTheDirectory) {
  domain::Organisation made = newOrganisation();
  made.created_at = kNow + 1ms;
  ASSERT_TRUE(create(made));
  EXPECT_THAT(store_->loadDirectory().organisations, ElementsAre(Pair(made.id, made)));
}

TEST_P(StoreContract, AnOrganisationIsFoundByItsName) {
  domain::Organisation made = newOrganisation();
  made.name = "O'Brien & S\u00f8nner \u2014 \"Bank\"; --";
  ASSERT_TRUE(create(made));
  EXPECT_EQ(store_->findOrganisation("O'Brien & S\u00f8nner \u2014 \"Bank\"; --"), made.id);
  EXPECT_EQ(store_->findOrganisation("O'Brien"), std::nullopt);
  EXPECT_EQ(store_->findOrganisation("o'brien & S\u00f8nner \u2014 \"Bank\"; --"), std::nullopt);
}

TEST_P(StoreContract, AnOrganisationOfATakenNameChangesNothing) {
  const domain::Organisation first = newOrganisation();
  ASSERT_TRUE(create(first));
  const domain::DirectoryVersion version = store_->directoryVersion();
  domain::Organisation second = newOrganisation();
  second.name = first.name;
  EXPECT_FALSE(create(second));
  EXPECT_EQ(store_->findOrganisation(first.name), first.id);
  EXPECT_EQ(store_->loadDirectory().organisations.size(), 1U);
  EXPECT_EQ(store_->directoryVersion(), version);
}

}  // namespace
}  // namespace heliograph::store
