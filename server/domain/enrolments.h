// Enrolments, the service provider's side: an activation code that lets one device in.

#ifndef HELIOGRAPH_SERVER_DOMAIN_ENROLMENTS_H_
#define HELIOGRAPH_SERVER_DOMAIN_ENROLMENTS_H_

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/secret.h"
#include "domain/activation_code.h"
#include "domain/directory.h"
#include "domain/label.h"
#include "domain/refusal.h"
#include "domain/session.h"
#include "domain/store.h"

namespace heliograph::domain {

inline constexpr std::size_t kMaxUserReferenceSize = kMaxLabelSize;  // a user reference is a label

struct EnrolmentView {
  Enrolment enrolment;
  SessionStatus status;  // at the time asked
};

struct CreatedEnrolment {
  EnrolmentView view;
  SecretBytes activation_code;  // told once
};

// Thread-safe. Every call sees only what belongs to the caller's organisation.
class Enrolments {
 public:
  Enrolments(Store& store, DirectoryCache& directory, const ActivationCodes& codes, Random& random);

  [[nodiscard]] Answer<CreatedEnrolment> create(const Caller& caller, const ApplicationId& application,
                                                std::optional<std::string> user_reference, TimePoint now);
  [[nodiscard]] Answer<EnrolmentView> find(const Caller& caller, const EnrolmentId& id, TimePoint now);
  // Cancelling twice is no error; cancelling a finished one is kSessionNotOpen.
  [[nodiscard]] Answer<EnrolmentView> cancel(const Caller& caller, const EnrolmentId& id, TimePoint now);

 private:
  Store& store_;
  DirectoryCache& directory_;
  const ActivationCodes& codes_;
  Random& random_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_ENROLMENTS_H_
