// What the conversations of the device API have in common. Private to domain/.

#ifndef HELIOGRAPH_SERVER_DOMAIN_VERIFIED_CALL_H_
#define HELIOGRAPH_SERVER_DOMAIN_VERIFIED_CALL_H_

#include <optional>
#include <string_view>

#include "base/result.h"
#include "domain/application_configuration.h"
#include "domain/audit_event.h"
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
  TimePoint sent_at;   // by the device's clock
  AuditOrigin origin;  // the device, its address and the request

  // An event of this call's device, at the call's time.
  [[nodiscard]] AuditEvent event(AuditAction action, AuditOutcome outcome = AuditOutcome::kSuccess) const;
};

// "SESSION_EXPIRED" and so on, as the audit log says it: the words of refusal.h where a service provider may be told
// the same.
[[nodiscard]] std::string_view nameOf(protocol::DeviceStatus status);

[[nodiscard]] inline tl::unexpected<protocol::Refused> refuse(protocol::DeviceStatus status) {
  return fail(protocol::Refused{status});
}

// Refuses what a device that has proved itself has attempted, and has the audit log say so. `attempted` is the event
// that a success would have been.
[[nodiscard]] tl::unexpected<protocol::Refused> refuse(Store& store, AuditEvent attempted, protocol::Refused refused);

// What a locked device is told; nothing where it is not locked.
[[nodiscard]] std::optional<protocol::Refused> refusalOfLocked(const Device& device, TimePoint now);
// The same of a method that may not be tried: locked, or without attempts where the limit was lowered.
[[nodiscard]] std::optional<protocol::Refused> refusalOfLocked(const Method& method, const AttemptRules& rules,
                                                               TimePoint now);
// What is told where the method, if the device has it, was locked by hand: it gets no new keys and is not removed,
// since either would end the lock.
[[nodiscard]] std::optional<protocol::Refused> refusalOfLockedByAdmin(const Device& device, protocol::AuthMethod method,
                                                                      TimePoint now);

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_VERIFIED_CALL_H_
