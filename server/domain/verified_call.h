// What the conversations of the device API have in common. Private to domain/.

#ifndef HELIOGRAPH_SERVER_DOMAIN_VERIFIED_CALL_H_
#define HELIOGRAPH_SERVER_DOMAIN_VERIFIED_CALL_H_

#include <optional>

#include "base/result.h"
#include "domain/application_configuration.h"
#include "domain/device.h"
#include "domain/store.h"
#include "protocol/channel.h"
#include "protocol/device_messages.h"

namespace heliograph::domain {

template <class Accepted>
using DeviceAnswer = Result<Accepted, protocol::Refused>;

// A call that this device has signed, at the time that the mark says.
struct VerifiedCall {
  const Device& device;  // as it was found; never a deactivated one
  const ApplicationConfiguration& configuration;
  const protocol::ChannelSecrets& secrets;
  RequestMark mark;
};

[[nodiscard]] inline tl::unexpected<protocol::Refused> refuse(protocol::DeviceStatus status) {
  return fail(protocol::Refused{status});
}

// What a locked device is told; nothing where it is not locked.
[[nodiscard]] std::optional<protocol::Refused> refusalOfLocked(const Device& device, TimePoint now);

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_VERIFIED_CALL_H_
