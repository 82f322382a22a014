// The devices of a benchmark: as many as one likes, all derived from one seed, so that a million of them need neither
// memory nor a file.
//
//   device n:  HKDF-Expand(seed, "heliograph/bench-device/1" || n (8), 160)
//            = enrolment id (16) || device id seed (16) || code hash (32) || data key (32) || OTP key (32)
//              || mark of start (16) || mark of finish (16)
//   The device's id is its id seed with the first two bytes (the shard) of the enrolment's id.

#ifndef HELIOGRAPH_BENCH_DEVICE_FAMILY_H_
#define HELIOGRAPH_BENCH_DEVICE_FAMILY_H_

#include <cstdint>

#include "base/random.h"
#include "base/secret.h"
#include "domain/ids.h"
#include "domain/store.h"
#include "protocol/method_keys.h"

namespace heliograph::bench {

inline constexpr protocol::AuthMethod kMethod = protocol::AuthMethod::kOfflineDevice;

// What the phone has.
struct BenchDevice {
  DeviceId id;
  protocol::MethodKeys keys;
};
// What its enrolment took besides.
struct BenchEnrolment {
  domain::EnrolmentId id;
  UuidBytes device_id_seed;
  domain::ActivationCodeHash code_hash;
  protocol::RequestId start_mark;
  protocol::RequestId finish_mark;
};

class DeviceFamily {
 public:
  static constexpr std::size_t kSeedSize = 32;

  explicit DeviceFamily(SecretBytes seed) : seed_(std::move(seed)) {}
  [[nodiscard]] static DeviceFamily draw(Random& random);

  [[nodiscard]] BenchDevice device(std::uint64_t number) const;
  [[nodiscard]] BenchEnrolment enrolment(std::uint64_t number) const;
  [[nodiscard]] const SecretBytes& seed() const { return seed_; }

 private:
  SecretBytes seed_;
};

}  // namespace heliograph::bench

#endif  // HELIOGRAPH_BENCH_DEVICE_FAMILY_H_
