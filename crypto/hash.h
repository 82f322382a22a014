// SHA-1, SHA-256 and SHA-512 (FIPS 180-4). SHA-1 serves the published OCRA and HKDF vectors only.

#ifndef HELIOGRAPH_CRYPTO_HASH_H_
#define HELIOGRAPH_CRYPTO_HASH_H_

#include <array>
#include <cstdint>
#include <initializer_list>

#include "base/bytes.h"

namespace heliograph::crypto {

enum class HashAlgorithm { kSha1, kSha256, kSha512 };

// Output size in bytes: 20, 32 or 64.
[[nodiscard]] std::size_t hashSize(HashAlgorithm algorithm);

inline constexpr std::size_t kLargestHashSize = 64;
using HashValue = InlineBytes<kLargestHashSize>;
using Sha256Hash = std::array<std::uint8_t, 32>;

// SHA-256 of the parts, one after the other.
[[nodiscard]] Sha256Hash sha256(std::initializer_list<ByteView> parts);

}  // namespace heliograph::crypto

#endif  // HELIOGRAPH_CRYPTO_HASH_H_
