#include "http/source_address.h"

#include <arpa/inet.h>

#include <array>
#include <stdexcept>

namespace heliograph::http {
namespace {

constexpr std::array<std::uint8_t, 12> kMappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};  // RFC 4291 2.5.5.2

std::string textOf(int family, ByteView address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (inet_ntop(family, address.data(), text.data(), text.size()) == nullptr) {
    throw std::invalid_argument("no address of its family");
  }
  return text.data();
}

}  // namespace

std::string sourceOf(ByteView address) {
  if (address.size() == 4) return textOf(AF_INET, address);
  if (address.size() != 16) throw std::invalid_argument("an address has 4 or 16 bytes");
  if (std::ranges::equal(address.first(kMappedPrefix.size()), kMappedPrefix)) {
    return textOf(AF_INET, address.subspan(kMappedPrefix.size()));
  }
  std::array<std::uint8_t, 16> network{};
  std::ranges::copy(address.first(8), network.begin());
  return textOf(AF_INET6, network) + "/64";
}

}  // namespace heliograph::http
