#include "domain/device_ticket.h"

#include <algorithm>

#include "crypto/constant_time.h"
#include "crypto/hmac.h"
#include "domain/channel_derived_key.h"

namespace heliograph::domain {
namespace {

constexpr std::string_view kDeviceTicketLabel = "heliograph/device-ticket/1";

}  // namespace

DeviceTickets::DeviceTickets(const crypto::P256PrivateKey& channel_key)
    : key_(deriveFromChannelKey<Secret<struct DeviceTicketKeyTag, 32>>(channel_key, kDeviceTicketLabel)) {}

protocol::DeviceTicket DeviceTickets::issue(const DeviceId& device) const {
  const auto mac = crypto::hmac(crypto::HashAlgorithm::kSha256, key_.expose(), {device.bytes()});
  protocol::DeviceTicket ticket{};
  std::copy_n(mac.view().begin(), ticket.size(), ticket.begin());
  return ticket;
}

bool DeviceTickets::isIssued(const protocol::DeviceTicket& ticket, const DeviceId& device) const {
  return crypto::equalInConstantTime(ticket, issue(device));
}

}  // namespace heliograph::domain
