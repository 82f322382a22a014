// Verification data as any text, as any bytes, and sealed from any context.

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "expect.h"
#include "protocol/verification_data.h"

namespace heliograph::fuzz {
namespace {

using namespace protocol;

const DeviceId kDevice(UuidBytes{0xD0});

const DataKey& dataKey() {
  static const DataKey key = DataKey::filledBy([](auto out) { std::ranges::fill(out, std::uint8_t{0x11}); });
  return key;
}

// Whatever is read is written again digit by digit; opening it may fail, but only in its two ways.
void readText(std::string_view text) {
  const auto data = VerificationData::parse(text);
  if (!data) return;
  expect(textOf(data->digits().view()) == text);
  expect(isOffline(data->parameters().method));
  const auto context = data->open(dataKey(), kDevice);
  expect(context || context.error() == VerificationDataError::kWrongTag ||
         context.error() == VerificationDataError::kInvalidContext);
}

// Digits are hard to come by for a mutator, bytes are not: the same reader, one step further in.
void readBytes(ByteView bytes) {
  if (bytes.size() > kMaxDecimalBytes) return;
  const DecimalText digits = toDecimal(bytes);
  expect(std::ranges::equal(fromDecimal(textOf(digits.view())).value().view(), bytes));
  readText(textOf(digits.view()));
}

void sealAndOpen(std::string_view text) {
  const auto context = Context::parse(text);
  if (!context) return;
  const SessionParameters parameters{AuthMethod::kOfflinePin, OtpLength::of(6).value(), {1, 2, 3, 4, 5, 6, 7, 8}};
  const DecimalText digits = VerificationData::seal(dataKey(), kDevice, parameters, *context).digits();
  expect(VerificationData::parse(textOf(digits.view())).value().open(dataKey(), kDevice).value() == *context);
}

}  // namespace
}  // namespace heliograph::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const heliograph::ByteView bytes(data, size);
  heliograph::fuzz::readText(heliograph::textOf(bytes));
  heliograph::fuzz::readBytes(bytes);
  heliograph::fuzz::sealAndOpen(heliograph::textOf(bytes));
  return 0;
}
