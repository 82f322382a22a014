// Transport: how sealed messages reach the server. The controller has none while the phone is offline, and no offline
// call asks for one.

#ifndef HELIOGRAPH_SDK_TRANSPORT_H_
#define HELIOGRAPH_SDK_TRANSPORT_H_

#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace heliograph::sdk {

enum class TransportError {
  kUnreachable,  // no connection, TLS failure or time-out: nobody knows whether the message arrived
  kRejected,     // the server answered that it cannot read the message
  kBusy,         // the server asks to try later
};

class Transport {
 public:
  virtual ~Transport() = default;

  // One message to the device API below `service_url` (such as https://auth.example.org), and its answer.
  // The message is sealed; the transport adds nothing to its secrecy and must not log it.
  [[nodiscard]] virtual Result<Bytes, TransportError> exchange(const std::string& service_url, ByteView message) = 0;
};

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_TRANSPORT_H_
