// Reading verification data and answering with an OTP does not allocate: the path runs on a phone's main thread and, on
// the server, once per attempt. A program of its own, because it replaces operator new. OpenSSL's contexts come from
// malloc and are not counted.

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>
#include <string>

#include "protocol/verification_data.h"

namespace {
std::size_t allocations = 0;
}

// Never inlined: GCC takes an inlined malloc or free for a mismatch with the other side.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* block = std::malloc(size)) return block;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* block) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete(void* block, std::size_t) noexcept { std::free(block); }

namespace heliograph::protocol {
namespace {

const DeviceId kDevice(UuidBytes{0xD0});

template <class Key>
Key key(std::uint8_t fill) {
  return Key::filledBy([fill](auto out) { std::ranges::fill(out, fill); });
}

std::string longestDigits() {
  const SessionParameters parameters{AuthMethod::kOfflinePin, OtpLength::of(9).value(), {}};
  const auto context = Context::parse(std::string(kMaxContextSize, 'x')).value();
  const auto data = VerificationData::seal(key<DataKey>(1), kDevice, parameters, context);
  return std::string(textOf(data.digits().view()));
}

TEST(OtpPath, IsCounted) {
  const std::size_t before = allocations;
  ::operator delete(::operator new(100));  // a plain call, which no compiler may leave out
  EXPECT_EQ(allocations - before, 1U) << "or the test below proves nothing";
}

TEST(OtpPath, DoesNotAllocate) {
  const std::string digits = longestDigits();
  const auto data_key = key<DataKey>(1);
  const auto otp_key = key<OtpKey>(2);
  for (int round = 0; round < 2; ++round) {  // the first one also sets up what is set up once
    const std::size_t before = allocations;
    const auto data = VerificationData::parse(digits);
    const auto context = data->open(data_key, kDevice);
    const Otp otp = computeOtp(otp_key, kDevice, data->parameters(), *context);
    const std::size_t after = allocations;
    EXPECT_EQ(after - before, 0U) << "in round " << round;
    EXPECT_EQ(otp.expose().size(), 9U);
  }
}

TEST(OtpPath, DoesNotAllocateWhenItRefuses) {
  std::string digits = longestDigits();
  digits.back() = digits.back() == '0' ? '1' : '0';
  const auto data_key = key<DataKey>(1);
  (void)VerificationData::parse(digits)->open(data_key, kDevice);
  const std::size_t before = allocations;
  const auto data = VerificationData::parse(digits);
  const bool was_refused = data->open(data_key, kDevice).error() == VerificationDataError::kWrongTag;
  const std::size_t after = allocations;
  EXPECT_TRUE(was_refused);
  EXPECT_EQ(after - before, 0U);
}

}  // namespace
}  // namespace heliograph::protocol
