#include "metrics/listener_address.h"

#include <arpa/inet.h>

#include <utility>

#include "base/number_text.h"

namespace heliograph::metrics {
namespace {

bool isIpv4Address(const std::string& host) {
  in_addr address{};
  return inet_pton(AF_INET, host.c_str(), &address) == 1;
}

}  // namespace

std::optional<ListenerAddress> ListenerAddress::parse(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string host(text.substr(0, colon));
  const auto port = parseNumber<std::uint16_t>(text.substr(colon + 1));
  if (!port || !isIpv4Address(host)) return std::nullopt;
  return ListenerAddress(std::move(host), *port);
}

}  // namespace heliograph::metrics
