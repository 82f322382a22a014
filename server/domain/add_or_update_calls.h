// Adding a method to a device, or giving one new keys: a challenge, then a response by a method that may authorise it.
// Private to domain/.

#ifndef HELIOGRAPH_SERVER_DOMAIN_ADD_OR_UPDATE_CALLS_H_
#define HELIOGRAPH_SERVER_DOMAIN_ADD_OR_UPDATE_CALLS_H_

#include "base/random.h"
#include "domain/key_ring.h"
#include "domain/online_proof.h"
#include "domain/online_salts.h"
#include "domain/store.h"
#include "domain/verified_call.h"

namespace heliograph::domain {

// Thread-safe.
class AddOrUpdateCalls {
 public:
  AddOrUpdateCalls(Store& store, const KeyRing& key_ring, const OnlineSalts& salts, Random& random, Observer& observer)
      : store_(store),
        key_ring_(key_ring),
        salts_(salts),
        random_(random),
        attempts_{store, observer, AttemptKind::kAddOrUpdate} {}

  [[nodiscard]] DeviceAnswer<protocol::AddOrUpdateStarted> start(const VerifiedCall& call);
  [[nodiscard]] DeviceAnswer<protocol::MethodActivated> finish(const VerifiedCall& call,
                                                               const protocol::FinishAddOrUpdate& request);

 private:
  [[nodiscard]] Decision<protocol::MethodActivated> attempt(const VerifiedCall& call, const Device& device,
                                                            const protocol::FinishAddOrUpdate& request);
  [[nodiscard]] Decision<protocol::MethodActivated> evaluate(const VerifiedCall& call, const Device& device,
                                                             const AddOrUpdateSession& session,
                                                             const protocol::FinishAddOrUpdate& request,
                                                             const AuditEvent& attempted);
  [[nodiscard]] Decision<protocol::MethodActivated> activate(const VerifiedCall& call, const Device& device,
                                                             const AddOrUpdateAttempt& attempt,
                                                             const protocol::FinishAddOrUpdate& request,
                                                             const AuditEvent& attempted);

  Store& store_;
  const KeyRing& key_ring_;
  const OnlineSalts& salts_;
  Random& random_;
  const AttemptBook attempts_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_ADD_OR_UPDATE_CALLS_H_
