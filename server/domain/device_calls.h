// The device API: sealed messages in, sealed answers out (protocol/channel.h, protocol/device_messages.h).
//
// The order keeps strangers away from the database: the message must open, its time must be right, and its device
// ticket must be one that this server made, before anything is looked up; then the signature must verify. An activation
// code comes from somebody without a ticket; how often one may be tried is limited before it is looked up.
//
// What a device attempts that has proved itself is an event of the audit log, refused or not. Nobody else writes there.

#ifndef HELIOGRAPH_SERVER_DOMAIN_DEVICE_CALLS_H_
#define HELIOGRAPH_SERVER_DOMAIN_DEVICE_CALLS_H_

#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "crypto/p256.h"
#include "domain/activation_code.h"
#include "domain/add_or_update_calls.h"
#include "domain/authentication_calls.h"
#include "domain/device_ticket.h"
#include "domain/directory.h"
#include "domain/enrolment_calls.h"
#include "domain/key_ring.h"
#include "domain/observer.h"
#include "domain/online_salts.h"
#include "domain/store.h"
#include "domain/verified_call.h"
#include "protocol/channel.h"
#include "protocol/device_messages.h"

namespace heliograph::domain {

// Thread-safe. Its parts refer to each other, so it stays where it was made.
class DeviceCalls {
 public:
  DeviceCalls(Store& store, DirectoryCache& directory, const KeyRing& key_ring,
              const crypto::P256PrivateKey& channel_key, const ActivationCodes& codes, Random& random,
              Observer& observer = nobody());
  DeviceCalls(const DeviceCalls&) = delete;
  DeviceCalls& operator=(const DeviceCalls&) = delete;

  // The sealed answer; an error where the message does not open, which costs no look-up. `source` tells callers apart
  // for the limit on activation codes: their address. The audit log has it, too, with the `request_id`.
  [[nodiscard]] Result<Bytes, protocol::ChannelError> answer(ByteView message, const std::string& source,
                                                             const std::string& request_id, TimePoint now);

 private:
  [[nodiscard]] SecretBytes reply(const protocol::OpenedRequest& opened, const AuditOrigin& origin, TimePoint now);
  [[nodiscard]] SecretBytes reply(const protocol::ReceivedSignedRequest& received,
                                  const protocol::ChannelSecrets& secrets, const AuditOrigin& origin, TimePoint now);
  [[nodiscard]] SecretBytes reply(const protocol::SignedBody& body, const VerifiedCall& call);
  [[nodiscard]] DeviceAnswer<protocol::DeviceDeactivated> deactivate(const VerifiedCall& call);
  [[nodiscard]] DeviceAnswer<protocol::MethodDeactivated> deactivate(const VerifiedCall& call,
                                                                     const protocol::DeactivateMethod& request);

  Store& store_;
  DirectoryCache& directory_;
  const crypto::P256PrivateKey& channel_key_;
  Random& random_;
  DeviceTickets tickets_;
  OnlineSalts salts_;
  EnrolmentCalls enrolment_;
  AddOrUpdateCalls add_or_update_;
  AuthenticationCalls authentication_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_DEVICE_CALLS_H_
