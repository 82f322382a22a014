// Sessions: an enrolment that waits for its device, an offline authentication that waits for its password, an
// authorisation that waits for a response.

#ifndef HELIOGRAPH_SERVER_DOMAIN_SESSION_H_
#define HELIOGRAPH_SERVER_DOMAIN_SESSION_H_

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "domain/ids.h"
#include "protocol/auth_method.h"
#include "protocol/context.h"
#include "protocol/device_messages.h"
#include "protocol/otp.h"

namespace heliograph::domain {

enum class SessionStatus { kStarted, kCompleted, kFailed, kCancelled, kExpired };

// "STARTED" and so on, as the interfaces say it.
[[nodiscard]] std::string_view nameOf(SessionStatus status);

struct OfflineSession {
  OfflineSessionId id;
  DeviceId device;
  ApplicationId application;
  OrganisationId organisation;
  protocol::SessionParameters parameters;
  protocol::Context context;
  SessionStatus status;  // as stored: never kExpired
  TimePoint created_at;
  TimePoint expires_at;
  std::optional<TimePoint> finished_at;
};

struct Enrolment {
  EnrolmentId id;
  ApplicationId application;
  OrganisationId organisation;
  std::optional<std::string> user_reference;
  SessionStatus status;  // as stored: never kExpired
  std::optional<DeviceId> device;
  TimePoint created_at;
  TimePoint expires_at;
};

// An online authentication that waits for the phone's answer.
struct AuthenticationSession {
  AuthenticationSessionId id;
  DeviceId device;
  ApplicationId application;
  OrganisationId organisation;
  std::optional<protocol::Context> title;  // one line
  std::optional<protocol::Context> context;
  protocol::AuthMethodSet auth_methods;  // online; any of them may answer
  protocol::OnlineChallenge challenge;
  SessionStatus status;                             // as stored: never kExpired
  std::optional<protocol::AuthMethod> auth_method;  // kCompleted: the one that answered
  TimePoint created_at;
  TimePoint expires_at;
  std::optional<TimePoint> finished_at;
};

struct AddOrUpdateSession {
  AddOrUpdateSessionId id;
  DeviceId device;
  protocol::OnlineChallenge challenge;
  SessionStatus status;
  TimePoint created_at;
  TimePoint expires_at;
};

// A started session past its time is expired, without anybody having written so.
[[nodiscard]] SessionStatus statusAt(SessionStatus stored, TimePoint expires_at, TimePoint now);

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_SESSION_H_
