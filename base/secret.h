// Secrets: keys, PINs and shared secrets as types of their own.
//
// A secret wipes its bytes when it is destroyed and when it is moved from, is never copied by accident (clone() says it
// aloud), has no operator== (crypto/constant_time.h compares), no stream operator and no formatter. Its bytes come out
// through expose() alone, so one search finds every place that touches them.
//
// The Tag makes keys of different meaning different types: an OtpKey where a DataKey belongs does not compile.

#ifndef HELIOGRAPH_BASE_SECRET_H_
#define HELIOGRAPH_BASE_SECRET_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/bytes.h"

namespace heliograph {

// Overwrites the bytes in a way that the compiler does not remove.
void wipe(MutableByteView bytes);

// A secret of exactly Size bytes.
template <class Tag, std::size_t Size>
class Secret {
 public:
  static constexpr std::size_t kSize = Size;

  [[nodiscard]] static Secret copyOf(std::span<const std::uint8_t, Size> bytes) {
    return filledBy([&](std::span<std::uint8_t, Size> out) { std::copy(bytes.begin(), bytes.end(), out.begin()); });
  }

  // The secret whose bytes `fill` writes: `OtpKey::filledBy([&](auto out) { random.fill(out); })`.
  template <class Fill>
  [[nodiscard]] static Secret filledBy(Fill&& fill) {
    Secret secret;
    std::forward<Fill>(fill)(std::span<std::uint8_t, Size>(secret.bytes_));
    return secret;
  }

  Secret(Secret&& other) noexcept : bytes_(other.bytes_) { wipe(other.bytes_); }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      bytes_ = other.bytes_;
      wipe(other.bytes_);
    }
    return *this;
  }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { wipe(bytes_); }

  [[nodiscard]] Secret clone() const { return copyOf(expose()); }
  [[nodiscard]] std::span<const std::uint8_t, Size> expose() const { return bytes_; }

 private:
  Secret() = default;
  std::array<std::uint8_t, Size> bytes_{};
};

// A secret whose size is known only at run time: a PIN, an opened message.
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::size_t size) : bytes_(size) {}
  [[nodiscard]] static SecretBytes copyOf(ByteView bytes);

  SecretBytes(SecretBytes&& other) noexcept = default;  // a moved-from vector holds nothing
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes() { wipe(bytes_); }

  [[nodiscard]] SecretBytes clone() const { return copyOf(bytes_); }
  [[nodiscard]] ByteView expose() const { return bytes_; }
  // For functions that write the secret in place.
  [[nodiscard]] MutableByteView exposeMutable() { return bytes_; }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }

 private:
  std::vector<std::uint8_t> bytes_;
};

}  // namespace heliograph

#endif  // HELIOGRAPH_BASE_SECRET_H_
