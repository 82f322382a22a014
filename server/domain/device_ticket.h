// Device tickets: proof that this server once issued a device id, checked without a look-up.
//
//   ticket = the first 16 bytes of
//            HMAC-SHA256(key = HKDF(channel private key, "heliograph/device-ticket/1"), device id (16))
//
// A ticket keeps strangers from making the server look things up. It is no authentication: the signature is.

#ifndef HELIOGRAPH_SERVER_DOMAIN_DEVICE_TICKET_H_
#define HELIOGRAPH_SERVER_DOMAIN_DEVICE_TICKET_H_

#include "base/secret.h"
#include "crypto/p256.h"
#include "protocol/device_messages.h"

namespace heliograph::domain {

// Immutable; thread-safe.
class DeviceTickets {
 public:
  explicit DeviceTickets(const crypto::P256PrivateKey& channel_key);

  [[nodiscard]] protocol::DeviceTicket issue(const DeviceId& device) const;
  [[nodiscard]] bool isIssued(const protocol::DeviceTicket& ticket, const DeviceId& device) const;

 private:
  Secret<struct DeviceTicketKeyTag, 32> key_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_DEVICE_TICKET_H_
