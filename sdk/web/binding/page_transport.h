// The Transport that the page gave to Controller.create().

#ifndef HELIOGRAPH_SDK_WEB_BINDING_PAGE_TRANSPORT_H_
#define HELIOGRAPH_SDK_WEB_BINDING_PAGE_TRANSPORT_H_

#include "sdk/transport.h"

namespace heliograph::sdk::web {

class PageTransport final : public Transport {
 public:
  // kRejected, too, for an answer that is longer than any of the protocol.
  [[nodiscard]] Result<Bytes, TransportError> exchange(const std::string& service_url, ByteView message) override;
};

}  // namespace heliograph::sdk::web

#endif  // HELIOGRAPH_SDK_WEB_BINDING_PAGE_TRANSPORT_H_
