#include "domain/online_salts.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "crypto/system_random.h"

namespace heliograph::domain {
namespace {

using std::chrono::seconds;

crypto::SystemRandom random_source;

crypto::P256PrivateKey keyWithScalar(std::uint8_t last_byte) {
  return *crypto::P256PrivateKey::fromScalar(
      crypto::P256Scalar::filledBy([&](MutableByteView out) { out.back() = last_byte; }));
}

constexpr TimePoint kSent{std::chrono::milliseconds(1'790'000'000'000)};

const DeviceId kDevice = *DeviceId::parse("00112233-4455-6677-8899-aabbccddeeff");

std::string hexOf(const protocol::OnlineSalt& salt) { return toHex(salt.value.expose()); }

// --- numbers (docs/protocol.md section 7.9) --------------------------------------------------------------------------

constexpr SaltNumbers kNone{};
constexpr SaltNumbers kEnrolled{.previous = 0, .confirmed = 0, .offered = 1};
constexpr SaltNumbers kEnrolledAfterLostAnswers{.previous = 0, .confirmed = 0, .offered = 4};
constexpr SaltNumbers kUsedOnce{.previous = 0, .confirmed = 1, .offered = 2};
constexpr SaltNumbers kUsedOften{.previous = 4, .confirmed = 6, .offered = 9};
constexpr SaltNumbers kUsedOftenAndAt{.previous = 4, .confirmed = 6, .offered = 9, .confirmed_at = kSent};

TEST(SaltNumbers, ThoseThatOnlyACopyCanStillHold) {
  const struct {
    const char* name;
    SaltNumbers numbers;
    std::uint32_t used;
    bool is_of_clone;
  } rows[] = {
      {"a number before the first one was offered", kNone, 1, false},
      {"the first offer", kEnrolled, 1, false},
      {"above the first offer", kEnrolled, 2, false},
      {"the first offer, replaced", kEnrolledAfterLostAnswers, 1, true},
      {"another offer, replaced", kEnrolledAfterLostAnswers, 3, true},
      {"the offer that replaced them", kEnrolledAfterLostAnswers, 4, false},
      {"confirmed, the answer after it lost", kUsedOnce, 1, false},
      {"the offer after the first use", kUsedOnce, 2, false},
      {"far older than previous", kUsedOften, 1, true},
      {"just older than previous", kUsedOften, 3, true},
      {"previous", kUsedOften, 4, false},
      {"an offer between previous and confirmed", kUsedOften, 5, true},
      {"confirmed", kUsedOften, 6, false},
      {"an offer right after confirmed, replaced", kUsedOften, 7, true},
      {"the last offer but one, replaced", kUsedOften, 8, true},
      {"the last offer", kUsedOften, 9, false},
      {"just above the last offer", kUsedOften, 10, false},
      {"the greatest number", kUsedOften, 0xFFFF'FFFF, false},
  };
  for (const auto& row : rows) EXPECT_EQ(isOfClone(row.numbers, row.used), row.is_of_clone) << row.name;
}

TEST(SaltNumbers, AfterARightResponse) {
  const struct {
    const char* name;
    SaltNumbers before;
    std::uint32_t used;
    SaltNumbers after;
  } rows[] = {
      {"with the first offer", kEnrolled, 1, {.previous = 0, .confirmed = 1, .offered = 2, .confirmed_at = kSent}},
      {"with the offer", kUsedOnce, 2, {.previous = 1, .confirmed = 2, .offered = 3, .confirmed_at = kSent}},
      {"with the offer after lost ones",
       kUsedOften,
       9,
       {.previous = 6, .confirmed = 9, .offered = 10, .confirmed_at = kSent}},
      {"with confirmed", kUsedOften, 6, {.previous = 4, .confirmed = 6, .offered = 10, .confirmed_at = kSent}},
      {"with previous", kUsedOften, 4, {.previous = 4, .confirmed = 6, .offered = 10, .confirmed_at = kSent}},
      {"with one that was forgotten",
       kUsedOften,
       20,
       {.previous = 6, .confirmed = 20, .offered = 21, .confirmed_at = kSent}},
      {"with one that was forgotten, by an empty row",
       kNone,
       5,
       {.previous = 0, .confirmed = 5, .offered = 6, .confirmed_at = kSent}},
  };
  for (const auto& row : rows) EXPECT_EQ(afterUse(row.before, row.used, kSent), row.after) << row.name;
}

TEST(SaltNumbers, TheTimeOfTheLastResponseCountsThoughThePhonesClockWasSetBack) {
  EXPECT_EQ(afterUse(kUsedOftenAndAt, 9, kSent - seconds(1)).confirmed_at, kSent - seconds(1));
}

TEST(SaltNumbers, AnOfferConfirmsNothing) {
  EXPECT_EQ(afterOffer(kNone, kSent),
            (SaltNumbers{.previous = 0, .confirmed = 0, .offered = 1, .confirmed_at = kSent}));
  EXPECT_EQ(afterOffer(kUsedOften, kSent),
            (SaltNumbers{.previous = 4, .confirmed = 6, .offered = 10, .confirmed_at = kSent}));
}

TEST(SaltNumbers, AResponseThatWasSentNoLaterThanTheLastOneIsLateUnlessItsNumberCameAfterIt) {
  const struct {
    const char* name;
    std::uint32_t used;
    bool may_be_late;
  } rows[] = {
      {"far older than previous", 1, true},
      {"previous", 4, true},
      {"an offer between previous and confirmed, replaced", 5, false},
      {"confirmed", 6, true},
      {"an offer right after confirmed, replaced", 7, false},
      {"the last offer", 9, false},
      {"above the last offer", 20, false},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(isLate(kUsedOftenAndAt, row.used, kSent - seconds(1)), row.may_be_late) << row.name;
    EXPECT_EQ(isLate(kUsedOftenAndAt, row.used, kSent), row.may_be_late) << row.name;
    EXPECT_FALSE(isLate(kUsedOftenAndAt, row.used, kSent + std::chrono::milliseconds(1))) << row.name;
  }
}

TEST(SaltNumbers, WhereNothingWasAcceptedNothingIsLate) {
  EXPECT_FALSE(isLate(kNone, 1, kSent));
  EXPECT_FALSE(isLate(afterOffer(kNone, kSent), 1, kSent)) << "the first offer";
}

TEST(SaltNumbers, HoweverOftenTheAnswerGetsLostTheNumberInUseIsGood) {
  SaltNumbers numbers = kEnrolled;
  for (int i = 0; i < 1000; ++i) {
    ASSERT_FALSE(isOfClone(numbers, 1)) << i;
    ASSERT_FALSE(isLate(numbers, 1, kSent + seconds(i))) << i;
    numbers = afterUse(numbers, 1, kSent + seconds(i));
  }
  EXPECT_EQ(numbers,
            (SaltNumbers{.previous = 0, .confirmed = 1, .offered = 1001, .confirmed_at = kSent + seconds(999)}));
}

// --- values ----------------------------------------------------------------------------------------------------------

TEST(OnlineSalt, IsTheMacOfDeviceAndNumberUnderTheDerivedKey) {
  // HMAC-SHA256(HKDF(00..01, "heliograph/online-salt/1"), 00112233445566778899aabbccddeeff || number), by Python's hmac
  // and hashlib.
  const OnlineSalts salts(keyWithScalar(1));
  EXPECT_EQ(hexOf(salts.salt(kDevice, 1)), "45f6df6b7e9f55352ace288f9ba6d1542e25d7b36969b2709399d0bbf4b63248");
  EXPECT_EQ(hexOf(salts.salt(kDevice, 0x0102'0304)),
            "986fec02f6d8ade09573f1e555e13935e470017fd506c241c5a52d200980944f");
}

TEST(OnlineSalt, SaysItsNumber) { EXPECT_EQ(OnlineSalts(keyWithScalar(1)).salt(kDevice, 7).number, 7u); }

TEST(OnlineSalt, BelongsToDeviceAndNumberAndServer) {
  const OnlineSalts salts(keyWithScalar(1));
  const std::string salt = hexOf(salts.salt(kDevice, 1));
  EXPECT_EQ(hexOf(OnlineSalts(keyWithScalar(1)).salt(kDevice, 1)), salt);
  EXPECT_NE(hexOf(salts.salt(kDevice, 2)), salt);
  EXPECT_NE(hexOf(salts.salt(DeviceId::random(random_source), 1)), salt);
  EXPECT_NE(hexOf(OnlineSalts(keyWithScalar(2)).salt(kDevice, 1)), salt);
}

}  // namespace
}  // namespace heliograph::domain
