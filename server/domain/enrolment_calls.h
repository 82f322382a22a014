// The device's side of enrolment: an activation code for a device id, then the first method. Private to domain/.

#ifndef HELIOGRAPH_SERVER_DOMAIN_ENROLMENT_CALLS_H_
#define HELIOGRAPH_SERVER_DOMAIN_ENROLMENT_CALLS_H_

#include <string>

#include "base/random.h"
#include "domain/activation_code.h"
#include "domain/device_ticket.h"
#include "domain/directory.h"
#include "domain/key_ring.h"
#include "domain/online_salts.h"
#include "domain/store.h"
#include "domain/token_bucket.h"
#include "domain/verified_call.h"

namespace heliograph::domain {

// Thread-safe.
class EnrolmentCalls {
 public:
  EnrolmentCalls(Store& store, DirectoryCache& directory, const KeyRing& key_ring, const ActivationCodes& codes,
                 const DeviceTickets& tickets, const OnlineSalts& salts, Random& random);

  // Comes from a stranger: how many wrong codes one address, and all addresses at one application, may try is limited
  // before anything is looked up; what is refused is no event of the audit log.
  [[nodiscard]] DeviceAnswer<protocol::EnrolmentStarted> start(const protocol::StartEnrolment& request,
                                                               const RequestMark& mark, const AuditOrigin& origin);
  [[nodiscard]] DeviceAnswer<protocol::MethodActivated> finish(const VerifiedCall& call,
                                                               const protocol::FinishEnrolment& request);

 private:
  // False where no more codes may be tried.
  [[nodiscard]] bool takeGuess(const std::string& source, const ApplicationId& application, TimePoint now);
  void giveGuessBack(const std::string& source, const ApplicationId& application, TimePoint now);

  Store& store_;
  DirectoryCache& directory_;
  const KeyRing& key_ring_;
  const ActivationCodes& codes_;
  const DeviceTickets& tickets_;
  const OnlineSalts& salts_;
  Random& random_;
  TokenBuckets wrong_codes_by_source_;
  TokenBuckets wrong_codes_by_application_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_ENROLMENT_CALLS_H_
