// The phone's path from the digits of a QR code to an OTP, and the server's two halves of it, for the longest context.
//
// Bound: readAndAnswer stays below 20 microseconds on one core. What an attempt costs is then the database's matter.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <string>

#include "protocol/verification_data.h"

namespace heliograph::protocol {
namespace {

const DeviceId kDevice(UuidBytes{0xD0});
const SessionParameters kParameters{AuthMethod::kOfflinePin, OtpLength::of(9).value(), {1, 2, 3, 4, 5, 6, 7, 8}};

template <class Key>
Key key(std::uint8_t fill) {
  return Key::filledBy([fill](auto out) { std::ranges::fill(out, fill); });
}

Context longestContext() { return Context::parse(std::string(kMaxContextSize, 'x')).value(); }

std::string longestDigits() {
  const auto data = VerificationData::seal(key<DataKey>(1), kDevice, kParameters, longestContext());
  return std::string(textOf(data.digits().view()));
}

void readAndAnswer(benchmark::State& state) {
  const auto data_key = key<DataKey>(1);
  const auto otp_key = key<OtpKey>(2);
  const std::string digits = longestDigits();
  for (auto _ : state) {
    const auto data = VerificationData::parse(digits);
    const auto context = data->open(data_key, kDevice);
    benchmark::DoNotOptimize(computeOtp(otp_key, kDevice, data->parameters(), *context));
  }
}
BENCHMARK(readAndAnswer)->Unit(benchmark::kMicrosecond);

void parse(benchmark::State& state) {
  const std::string digits = longestDigits();
  for (auto _ : state) benchmark::DoNotOptimize(VerificationData::parse(digits));
}
BENCHMARK(parse)->Unit(benchmark::kMicrosecond);

void open(benchmark::State& state) {
  const auto data_key = key<DataKey>(1);
  const auto data = VerificationData::parse(longestDigits()).value();
  for (auto _ : state) benchmark::DoNotOptimize(data.open(data_key, kDevice));
}
BENCHMARK(open)->Unit(benchmark::kMicrosecond);

void otp(benchmark::State& state) {
  const auto otp_key = key<OtpKey>(2);
  const Context context = longestContext();
  for (auto _ : state) benchmark::DoNotOptimize(computeOtp(otp_key, kDevice, kParameters, context));
}
BENCHMARK(otp)->Unit(benchmark::kMicrosecond);

void sealToDigits(benchmark::State& state) {
  const auto data_key = key<DataKey>(1);
  const Context context = longestContext();
  for (auto _ : state) {
    benchmark::DoNotOptimize(VerificationData::seal(data_key, kDevice, kParameters, context).digits());
  }
}
BENCHMARK(sealToDigits)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace heliograph::protocol
