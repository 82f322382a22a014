// Adding a method to a device, or giving one new keys: a challenge, then a response by a method that may authorise it.
// Private to domain/.

#ifndef HELIOGRAPH_SERVER_DOMAIN_ADD_OR_UPDATE_CALLS_H_
#define HELIOGRAPH_SERVER_DOMAIN_ADD_OR_UPDATE_CALLS_H_

#include "base/random.h"
#include "domain/key_ring.h"
#include "domain/store.h"
#include "domain/verified_call.h"

namespace heliograph::domain {

// Thread-safe.
class AddOrUpdateCalls {
 public:
  AddOrUpdateCalls(Store& store, const KeyRing& key_ring, Random& random)
      : store_(store), key_ring_(key_ring), random_(random) {}

  [[nodiscard]] DeviceAnswer<protocol::AddOrUpdateStarted> start(const VerifiedCall& call);
  [[nodiscard]] DeviceAnswer<protocol::MethodActivated> finish(const VerifiedCall& call,
                                                               const protocol::FinishAddOrUpdate& request);

 private:
  // Nothing where somebody else was faster: look again.
  [[nodiscard]] std::optional<DeviceAnswer<protocol::MethodActivated>> attempt(
      const VerifiedCall& call, const Device& device, const protocol::FinishAddOrUpdate& request);
  [[nodiscard]] std::optional<DeviceAnswer<protocol::MethodActivated>> succeed(
      const VerifiedCall& call, const AddOrUpdateAttempt& attempt, const AttemptState& before,
      const protocol::FinishAddOrUpdate& request);
  [[nodiscard]] std::optional<DeviceAnswer<protocol::MethodActivated>> failAttempt(const VerifiedCall& call,
                                                                                   const AddOrUpdateAttempt& attempt,
                                                                                   const AttemptState& before,
                                                                                   int device_locks);

  Store& store_;
  const KeyRing& key_ring_;
  Random& random_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_ADD_OR_UPDATE_CALLS_H_
