// The phones of the load: one object that takes the part of any device of the family and answers verification data by
// the SDK, as an app would. Its key store holds the records of the device whose part it takes.

#ifndef HELIOGRAPH_BENCH_BENCH_PHONE_H_
#define HELIOGRAPH_BENCH_BENCH_PHONE_H_

#include <string>
#include <string_view>

#include "bench/device_family.h"
#include "sdk/error.h"

namespace heliograph::bench {

// The one-time password of `device` for what the server gave out.
[[nodiscard]] sdk::Outcome<protocol::Otp> answerAs(const BenchDevice& device, std::string_view verification_data);

// As many digits, and not the same ones.
[[nodiscard]] std::string wrongFor(std::string_view otp);

}  // namespace heliograph::bench

#endif  // HELIOGRAPH_BENCH_BENCH_PHONE_H_
