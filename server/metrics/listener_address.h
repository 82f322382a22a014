// Where metrics can be scraped, as the configuration file says it: "127.0.0.1:9464".

#ifndef HELIOGRAPH_SERVER_METRICS_LISTENER_ADDRESS_H_
#define HELIOGRAPH_SERVER_METRICS_LISTENER_ADDRESS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace heliograph::metrics {

class ListenerAddress {
 public:
  // An IPv4 address, a colon and a port; 0 stands for any free one. Names are not looked up, and IPv6 is not there: the
  // library that listens was built without it.
  [[nodiscard]] static std::optional<ListenerAddress> parse(std::string_view text);

  [[nodiscard]] const std::string& host() const { return host_; }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string text() const { return host_ + ":" + std::to_string(port_); }

 private:
  ListenerAddress(std::string host, std::uint16_t port) : host_(std::move(host)), port_(port) {}

  std::string host_;
  std::uint16_t port_;
};

}  // namespace heliograph::metrics

#endif  // HELIOGRAPH_SERVER_METRICS_LISTENER_ADDRESS_H_
