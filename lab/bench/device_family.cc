#include "bench/device_family.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "crypto/hkdf.h"

namespace heliograph::bench {
namespace {

constexpr std::string_view kLabel = "heliograph/bench-device/1";
constexpr std::size_t kDerivedSize = 160;
using Derived = Secret<struct DerivedTag, kDerivedSize>;

Derived derive(const SecretBytes& seed, std::uint64_t number) {
  std::array<std::uint8_t, kLabel.size() + sizeof(number)> info{};
  const auto rest = std::ranges::copy(bytesOf(kLabel), info.begin()).out;
  std::ranges::copy(bigEndian(number), rest);
  return Derived::filledBy(
      [&](MutableByteView out) { crypto::hkdfExpand(crypto::HashAlgorithm::kSha256, seed, info, out); });
}

template <class Array>
Array copyOf(ByteView bytes) {
  Array copy{};
  std::ranges::copy(bytes, copy.begin());
  return copy;
}

UuidBytes inShardOf(UuidBytes id, ByteView enrolment) {
  id[0] = enrolment[0];
  id[1] = enrolment[1];
  return id;
}

}  // namespace

DeviceFamily DeviceFamily::draw(Random& random) {
  SecretBytes seed(kSeedSize);
  random.fill(seed.exposeMutable());
  return DeviceFamily(std::move(seed));
}

BenchDevice DeviceFamily::device(std::uint64_t number) const {
  const Derived derived = derive(seed_, number);
  const auto bytes = derived.expose();
  return {.id = DeviceId(inShardOf(copyOf<UuidBytes>(bytes.subspan<16, 16>()), bytes.first<16>())),
          .keys = {.data_key = protocol::DataKey::copyOf(bytes.subspan<64, 32>()),
                   .otp_key = protocol::OtpKey::copyOf(bytes.subspan<96, 32>())}};
}

BenchEnrolment DeviceFamily::enrolment(std::uint64_t number) const {
  const Derived derived = derive(seed_, number);
  const auto bytes = derived.expose();
  return {.id = domain::EnrolmentId(copyOf<UuidBytes>(bytes.first<16>())),
          .device_id_seed = copyOf<UuidBytes>(bytes.subspan<16, 16>()),
          .code_hash = copyOf<domain::ActivationCodeHash>(bytes.subspan<32, 32>()),
          .start_mark = protocol::RequestId(copyOf<UuidBytes>(bytes.subspan<128, 16>())),
          .finish_mark = protocol::RequestId(copyOf<UuidBytes>(bytes.subspan<144, 16>()))};
}

}  // namespace heliograph::bench
