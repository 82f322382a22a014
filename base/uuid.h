// UUIDs (RFC 9562) as 16 bytes, and identifiers that are UUIDs but not each other.

#ifndef HELIOGRAPH_BASE_UUID_H_
#define HELIOGRAPH_BASE_UUID_H_

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/random.h"

namespace heliograph {

using UuidBytes = std::array<std::uint8_t, 16>;

// The lower-case form with four hyphens.
[[nodiscard]] std::string formatUuid(const UuidBytes& bytes);

// Accepts the 36-character form in either case and nothing else.
[[nodiscard]] std::optional<UuidBytes> parseUuid(std::string_view text);

// A version 4 UUID.
[[nodiscard]] UuidBytes randomUuid(Random& random);

// An identifier of one kind: a DeviceId where a SessionId belongs does not compile.
template <class Tag>
class Id {
 public:
  explicit constexpr Id(const UuidBytes& bytes) : bytes_(bytes) {}

  [[nodiscard]] static Id random(Random& random) { return Id(randomUuid(random)); }
  [[nodiscard]] static std::optional<Id> parse(std::string_view text) {
    const auto bytes = parseUuid(text);
    return bytes ? std::optional(Id(*bytes)) : std::nullopt;
  }
  // Nothing where `bytes` are not 16.
  [[nodiscard]] static std::optional<Id> fromBytes(ByteView bytes) {
    if (bytes.size() != 16) return std::nullopt;
    UuidBytes copy{};
    std::copy(bytes.begin(), bytes.end(), copy.begin());
    return Id(copy);
  }

  [[nodiscard]] const UuidBytes& bytes() const { return bytes_; }
  [[nodiscard]] std::string text() const { return formatUuid(bytes_); }

  friend auto operator<=>(const Id&, const Id&) = default;

 private:
  UuidBytes bytes_;
};

}  // namespace heliograph

template <class Tag>
struct std::hash<heliograph::Id<Tag>> {
  std::size_t operator()(const heliograph::Id<Tag>& id) const noexcept {
    return std::hash<std::string_view>{}(heliograph::textOf(id.bytes()));
  }
};

#endif  // HELIOGRAPH_BASE_UUID_H_
