// The phone's side of online authentication: what waits for an answer, and the answer. Private to domain/.

#ifndef HELIOGRAPH_SERVER_DOMAIN_AUTHENTICATION_CALLS_H_
#define HELIOGRAPH_SERVER_DOMAIN_AUTHENTICATION_CALLS_H_

#include "domain/key_ring.h"
#include "domain/online_proof.h"
#include "domain/online_salts.h"
#include "domain/store.h"
#include "domain/verified_call.h"

namespace heliograph::domain {

// Thread-safe.
class AuthenticationCalls {
 public:
  AuthenticationCalls(Store& store, const KeyRing& key_ring, const OnlineSalts& salts, Observer& observer)
      : store_(store), key_ring_(key_ring), salts_(salts), attempts_{store, observer, AttemptKind::kOnline} {}

  // Changes nothing, and may be asked as often as somebody looks: that nothing waits is no event of the audit log.
  [[nodiscard]] DeviceAnswer<protocol::AuthenticationStarted> start(const VerifiedCall& call);
  [[nodiscard]] DeviceAnswer<protocol::AuthenticationFinished> finish(const VerifiedCall& call,
                                                                      const protocol::FinishAuthentication& request);
  // Cancelling twice is no error.
  [[nodiscard]] DeviceAnswer<protocol::AuthenticationCancelled> cancel(const VerifiedCall& call,
                                                                       const protocol::CancelAuthentication& request);

 private:
  [[nodiscard]] Decision<protocol::AuthenticationFinished> attempt(const VerifiedCall& call, const Device& device,
                                                                   const protocol::FinishAuthentication& request);
  [[nodiscard]] Decision<protocol::AuthenticationFinished> evaluate(const VerifiedCall& call, const Device& device,
                                                                    const AuthenticationSession& session,
                                                                    const protocol::OnlineProof& proof,
                                                                    const AuditEvent& attempted);
  [[nodiscard]] Decision<protocol::AuthenticationCancelled> attemptToCancel(
      const VerifiedCall& call, const Device& device, const protocol::CancelAuthentication& request);

  Store& store_;
  const KeyRing& key_ring_;
  const OnlineSalts& salts_;
  const AttemptBook attempts_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_AUTHENTICATION_CALLS_H_
