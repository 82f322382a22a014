#include "metrics/listener_address.h"

#include <arpa/inet.h>

#include <charconv>
#include <utility>

namespace heliograph::metrics {
namespace {

bool isIpv4Address(const std::string& host) {
  in_addr address{};
  return inet_pton(AF_INET, host.c_str(), &address) == 1;
}

std::optional<std::uint16_t> portOf(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return port;
}

}  // namespace

std::optional<ListenerAddress> ListenerAddress::parse(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string host(text.substr(0, colon));
  const auto port = portOf(text.substr(colon + 1));
  if (!port || !isIpv4Address(host)) return std::nullopt;
  return ListenerAddress(std::move(host), *port);
}

}  // namespace heliograph::metrics
