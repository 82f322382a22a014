// A Transport over HTTP(S) on libcurl: POST <service_url>/api/device/v1/messages, application/octet-stream both ways.
//
// TLS 1.2 or later with the system's certificate authorities or the given file. Plain http is for loopback addresses
// only: localhost, 127.0.0.0/8 and [::1] by their own form, before any name is resolved. Uses no proxy, follows no
// redirect, reads at most kMaxChannelMessageSize bytes of answer, gives up after 10 seconds.
//
//   200                         the answer
//   429, 503                    kBusy
//   any other of 500 and above  kUnreachable: a gateway without its server, or a server that broke down at it
//   anything else, or an answer that is too long   kRejected

#ifndef HELIOGRAPH_SDK_LINUX_HTTP_TRANSPORT_H_
#define HELIOGRAPH_SDK_LINUX_HTTP_TRANSPORT_H_

#include <filesystem>
#include <optional>

#include "sdk/transport.h"

namespace heliograph::sdk {

class HttpTransport final : public Transport {
 public:
  explicit HttpTransport(std::optional<std::filesystem::path> certificate_authorities = std::nullopt);

  [[nodiscard]] Result<Bytes, TransportError> exchange(const std::string& service_url, ByteView message) override;

 private:
  std::optional<std::filesystem::path> certificate_authorities_;
};

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_LINUX_HTTP_TRANSPORT_H_
