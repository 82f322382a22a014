#include "bench/bench_phone.h"

#include <gtest/gtest.h>

#include "crypto/system_random.h"
#include "protocol/verification_data.h"

namespace heliograph::bench {
namespace {

constexpr std::size_t kSeedSize = DeviceFamily::kSeedSize;

DeviceFamily familyOf(std::uint8_t fill) {
  SecretBytes seed(kSeedSize);
  std::ranges::fill(seed.exposeMutable(), fill);
  return DeviceFamily(std::move(seed));
}

protocol::SessionParameters parameters() {
  return {kMethod, protocol::OtpLength::of(6).value(), {1, 2, 3, 4, 5, 6, 7, 8}};
}

TEST(DeviceFamily, ADeviceIsTheSameWheneverItIsDerived) {
  const BenchDevice once = familyOf(1).device(41);
  const BenchDevice again = familyOf(1).device(41);

  EXPECT_EQ(once.id, again.id);
  EXPECT_TRUE(std::ranges::equal(once.keys.otp_key.expose(), again.keys.otp_key.expose()));
}

TEST(DeviceFamily, DevicesAndFamiliesHaveNothingInCommon) {
  const DeviceFamily family = familyOf(1);

  EXPECT_NE(family.device(1).id, family.device(2).id);
  EXPECT_NE(family.device(1).id, familyOf(2).device(1).id);
  EXPECT_FALSE(std::ranges::equal(family.device(1).keys.data_key.expose(), family.device(2).keys.data_key.expose()));
}

TEST(DeviceFamily, ADeviceIsInTheShardOfItsEnrolment) {
  const DeviceFamily family = familyOf(3);

  EXPECT_EQ(domain::shardOf(family.device(5).id), domain::shardOf(family.enrolment(5).id));
}

TEST(BenchPhone, AnswersWhatIsSealedForItsDevice) {
  const BenchDevice device = familyOf(1).device(7);
  const auto context = protocol::Context::parse("Pay 1 EUR").value();
  const auto data = protocol::VerificationData::seal(device.keys.data_key, device.id, parameters(), context);

  const auto otp = answerAs(device, textOf(data.digits().view()));

  ASSERT_TRUE(otp);
  EXPECT_TRUE(otp->equals(protocol::computeOtp(device.keys.otp_key, device.id, parameters(), context)));
}

TEST(BenchPhone, RefusesWhatIsSealedForAnother) {
  const BenchDevice device = familyOf(1).device(7);
  const BenchDevice other = familyOf(1).device(8);
  const auto context = protocol::Context::parse("Pay 1 EUR").value();
  const auto data = protocol::VerificationData::seal(device.keys.data_key, device.id, parameters(), context);

  const auto otp = answerAs(other, textOf(data.digits().view()));

  ASSERT_FALSE(otp);
  EXPECT_EQ(otp.error().code, sdk::ErrorCode::kNotForThisDevice);
}

TEST(BenchPhone, AWrongPasswordHasAsManyDigitsAndIsAnother) {
  EXPECT_EQ(wrongFor("123456"), "123457");
  EXPECT_EQ(wrongFor("000009"), "000000");
}

}  // namespace
}  // namespace heliograph::bench
