#include "domain/api_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/system_random.h"

namespace heliograph::domain {
namespace {

constexpr TimePoint kNow{std::chrono::milliseconds(1'790'000'000'000)};
crypto::SystemRandom random_source;

class ApiKeysTest : public testing::Test {
 protected:
  ApiKeysTest() { directory.api_keys.emplace(made.key.id, made.key); }

  OrganisationId organisation = OrganisationId::random(random_source);
  NewApiKey made = makeApiKey({.organisation = organisation, .name = "portal"}, random_source, kNow);
  Directory directory;
};

TEST_F(ApiKeysTest, TheSecretIs32RandomBytesInHexadecimalAndOnlyItsHashIsKept) {
  EXPECT_THAT(std::string(textOf(made.secret.expose())), testing::MatchesRegex("[0-9a-f]{64}"));
  EXPECT_EQ(made.key.secret_hash, crypto::sha256({made.secret.expose()}));
  EXPECT_EQ(made.key.organisation, organisation);
  EXPECT_EQ(made.key.name, "portal");
  EXPECT_EQ(made.key.created_at, kNow);
  EXPECT_FALSE(made.key.revoked_at);
  EXPECT_NE(makeApiKey({.organisation = organisation, .name = "portal"}, random_source, kNow).key.secret_hash,
            made.key.secret_hash);
}

TEST_F(ApiKeysTest, AKeyIsAServiceProvidersAndDoesNotExpireWhereNobodySaysOtherwise) {
  EXPECT_EQ(made.key.role, ApiKeyRole::kServiceProvider);
  EXPECT_FALSE(made.key.expires_at);
  const NewApiKey other = makeApiKey({.organisation = organisation,
                                      .name = "auditor",
                                      .role = ApiKeyRole::kReadOnly,
                                      .expires_at = kNow + std::chrono::hours(1)},
                                     random_source, kNow);
  EXPECT_EQ(other.key.role, ApiKeyRole::kReadOnly);
  EXPECT_EQ(other.key.expires_at, kNow + std::chrono::hours(1));
}

TEST_F(ApiKeysTest, IdAndSecretTogetherAuthenticate) {
  const auto key = authenticate(directory, made.key.id.text(), made.secret.expose(), kNow);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->id, made.key.id);
  EXPECT_EQ(key->organisation, organisation);
}

TEST_F(ApiKeysTest, NothingElseDoes) {
  const std::string id = made.key.id.text();
  const std::string secret(textOf(made.secret.expose()));
  const struct {
    const char* name;
    std::string id;
    std::string secret;
  } rows[] = {
      {"empty", "", ""},
      {"no secret", id, ""},
      {"wrong secret", id, std::string(64, '0')},
      {"a part of the secret", id, secret.substr(0, 63)},
      {"more than the secret", id, secret + "0"},
      {"unknown id", ApiKeyId::random(random_source).text(), secret},
      {"an id that is none", "portal", secret},
      {"an id with a space", id + " ", secret},
  };
  for (const auto& row : rows) EXPECT_FALSE(authenticate(directory, row.id, bytesOf(row.secret), kNow)) << row.name;
}

TEST_F(ApiKeysTest, ARevokedKeyDoesNot) {
  directory.api_keys.at(made.key.id).revoked_at = kNow;
  EXPECT_FALSE(authenticate(directory, made.key.id.text(), made.secret.expose(), kNow));
}

TEST_F(ApiKeysTest, AnExpiredKeyDoesNot) {
  constexpr TimePoint kExpiry = kNow + std::chrono::hours(1);
  directory.api_keys.at(made.key.id).expires_at = kExpiry;
  const auto at = [&](TimePoint now) {
    return authenticate(directory, made.key.id.text(), made.secret.expose(), now).has_value();
  };
  EXPECT_TRUE(at(kNow));
  EXPECT_TRUE(at(kExpiry - std::chrono::milliseconds(1)));
  EXPECT_FALSE(at(kExpiry));
  EXPECT_FALSE(at(kExpiry + std::chrono::hours(1)));
}

TEST_F(ApiKeysTest, AKeyIsFoundByItsIdForAsLongAsItIsGood) {
  constexpr TimePoint kExpiry = kNow + std::chrono::hours(1);
  directory.api_keys.at(made.key.id).expires_at = kExpiry;
  const auto found = findGoodKey(directory, made.key.id, kNow);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, made.key.id);
  EXPECT_FALSE(findGoodKey(directory, ApiKeyId::random(random_source), kNow));
  EXPECT_FALSE(findGoodKey(directory, made.key.id, kExpiry));
  directory.api_keys.at(made.key.id).revoked_at = kNow;
  EXPECT_FALSE(findGoodKey(directory, made.key.id, kNow));
}

}  // namespace
}  // namespace heliograph::domain
