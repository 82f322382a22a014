// Offline authentication, the service provider's side: begin, verify, look, cancel.
//
//   begin   one store command
//   verify  load, compute, compare, record: the outcome is told only after the record is committed

#ifndef HELIOGRAPH_SERVER_DOMAIN_OFFLINE_AUTHENTICATIONS_H_
#define HELIOGRAPH_SERVER_DOMAIN_OFFLINE_AUTHENTICATIONS_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "domain/directory.h"
#include "domain/idempotency.h"
#include "domain/key_ring.h"
#include "domain/observer.h"
#include "domain/refusal.h"
#include "domain/request_limits.h"
#include "domain/session.h"
#include "domain/store.h"
#include "protocol/verification_data.h"

namespace heliograph::domain {

struct OfflineAuthenticationView {
  OfflineSession session;
  SessionStatus status;  // at the time asked
  int remaining_attempts;
  std::optional<TimePoint> locked_until = std::nullopt;  // where a lock holds that ends by itself
};

// What the next wrong password would do, so that a user is warned before it (RTS art. 4(3)(b)).
enum class LockWarning { kTemporary, kPermanent };

struct BegunOfflineAuthentication {
  OfflineAuthenticationView view;
  protocol::VerificationData verification_data;
};

enum class VerifyResult { kFailure, kSuccess };

struct VerifiedOfflineAuthentication {
  OfflineAuthenticationView view;
  VerifyResult result;
  std::optional<LockWarning> warning;  // where one attempt is left
};

// Thread-safe. Every call sees only what belongs to the caller's organisation.
class OfflineAuthentications {
 public:
  OfflineAuthentications(Store& store, DirectoryCache& directory, const KeyRing& key_ring, RequestLimits& limits,
                         Random& random, Observer& observer = nobody());

  // `context` as it came; refused by the rules of protocol/context.h with the offset of what is wrong.
  [[nodiscard]] Answer<BegunOfflineAuthentication> begin(const Caller& caller, const DeviceId& device,
                                                         protocol::AuthMethod method, std::string_view context,
                                                         const std::optional<IdempotencyKey>& idempotency,
                                                         TimePoint now);

  // `otp` as it came; of the wrong form it costs no attempt.
  [[nodiscard]] Answer<VerifiedOfflineAuthentication> verify(const Caller& caller, const OfflineSessionId& session,
                                                             std::string_view otp,
                                                             const std::optional<IdempotencyKey>& idempotency,
                                                             TimePoint now);

  [[nodiscard]] Answer<OfflineAuthenticationView> find(const Caller& caller, const OfflineSessionId& session,
                                                       TimePoint now);

  // Cancelling twice is no error; cancelling a finished session is kSessionNotOpen.
  [[nodiscard]] Answer<OfflineAuthenticationView> cancel(const Caller& caller, const OfflineSessionId& session,
                                                         TimePoint now);

  // The verification data of an open session again, for its QR code.
  [[nodiscard]] Answer<protocol::VerificationData> verificationData(const Caller& caller,
                                                                    const OfflineSessionId& session, TimePoint now);

 private:
  // A session of the caller's organisation, and the directory that it was loaded under.
  struct Loaded {
    OfflineSessionView view;
    std::shared_ptr<const Directory> directory;
    [[nodiscard]] const ApplicationConfiguration& configuration() const;
  };
  [[nodiscard]] Answer<Loaded> load(const Caller& caller, const OfflineSessionId& session,
                                    const std::optional<IdempotencyKey>& idempotency);
  // Of a guess that was not evaluated.
  [[nodiscard]] tl::unexpected<Refusal> refuseGuess(AuditEvent attempt, Refusal refusal);
  void tell(const OfflineAttempt& recorded);

  Store& store_;
  DirectoryCache& directory_;
  const KeyRing& key_ring_;
  RequestLimits& limits_;
  Random& random_;
  Observer& observer_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_OFFLINE_AUTHENTICATIONS_H_
