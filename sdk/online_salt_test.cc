#include "sdk/online_salt.h"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "base/hex.h"
#include "crypto/system_random.h"
#include "sdk/phone_test.h"

namespace heliograph::sdk {
namespace {

using protocol::OnlineSalt;
using SaltValue = decltype(OnlineSalt::value);

class OnlineSaltTest : public ::testing::Test {
 protected:
  static OnlineSalt anySalt() {
    return {.number = 0x01020304,
            .value = SaltValue::filledBy([](auto out) { std::fill(out.begin(), out.end(), std::uint8_t{0xA5}); })};
  }
  void store(KeyStoreChange record) {
    std::vector<KeyStoreChange> changes;
    changes.push_back(std::move(record));
    ASSERT_TRUE(key_store.commit(std::move(changes)).has_value());
  }

  crypto::SystemRandom random;
  TestKeyStore key_store{random};
};

TEST_F(OnlineSaltTest, IsKeptInTheseBytes) {
  const KeyStoreChange record = recordOf(anySalt());
  EXPECT_EQ(record.name, "online-salt");
  EXPECT_EQ(record.protection, Protection::kDevice);
  EXPECT_EQ(toHex(record.value->expose()),
            "01020304"
            "a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5");
}

TEST_F(OnlineSaltTest, ReadsBackWhatWasKept) {
  store(recordOf(anySalt()));
  const auto salt = readOnlineSalt(key_store);
  ASSERT_THAT(salt, Succeeds());
  EXPECT_EQ(salt->number, anySalt().number);
  EXPECT_EQ(toHex(salt->value.expose()), toHex(anySalt().value.expose()));
}

TEST_F(OnlineSaltTest, AMissingSaltIsAFailureOfTheKeyStore) {
  EXPECT_THAT(readOnlineSalt(key_store), FailsWith(ErrorCode::kKeyStoreUnavailable));
}

TEST_F(OnlineSaltTest, ADamagedRecordIsRefused) {
  const SecretBytes whole = std::move(*recordOf(anySalt()).value);
  const SecretBytes number_zero(whole.size());
  std::vector<SecretBytes> damaged;
  damaged.emplace_back();
  damaged.push_back(SecretBytes::copyOf(whole.expose().first(whole.size() - 1)));
  damaged.emplace_back(whole.size() + 1);
  damaged.push_back(number_zero.clone());
  for (const SecretBytes& record : damaged) {
    store({.name = "online-salt", .value = record.clone()});
    EXPECT_THAT(readOnlineSalt(key_store), FailsWith(ErrorCode::kKeyStoreUnavailable)) << record.size();
  }
}

}  // namespace
}  // namespace heliograph::sdk
