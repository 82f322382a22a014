// The conversation that agrees to what a service provider has begun, or refuses it.
//
//   start    StartAuthentication -> session, challenge, methods, title, context, settings; the settings are stored.
//   finish   a method's key answers the challenge, bound to the title and the context; FinishAuthentication -> the
//            salt of the next response, stored with the settings in one commit.
//   cancel   CancelAuthentication: the service provider hears of it at once.
//
// Where the answer to the finish is lost, or the commit after it fails, the phone keeps the old salt. The server takes
// that one once more, since it cannot know which of the two the phone has.

#ifndef HELIOGRAPH_SDK_AUTHENTICATION_H_
#define HELIOGRAPH_SDK_AUTHENTICATION_H_

#include <optional>

#include "protocol/auth_method.h"
#include "protocol/context.h"
#include "protocol/device_messages.h"
#include "sdk/auth_parameter.h"
#include "sdk/environment.h"
#include "sdk/error.h"
#include "sdk/registration.h"

namespace heliograph::sdk {

struct OpenAuthentication {
  Registration registration;  // as it was at the start
  protocol::AuthenticationSessionId session;
  protocol::OnlineChallenge challenge;
  std::optional<protocol::Context> title;
  std::optional<protocol::Context> context;
  protocol::AuthMethodSet auth_methods;  // that the server names, activated and possible here; never empty
};

// kNoSession, too, where no method of this phone may answer.
[[nodiscard]] Outcome<OpenAuthentication> startAuthentication(const Environment& environment);

[[nodiscard]] Outcome<void> finishAuthentication(const Environment& environment, const OpenAuthentication& open,
                                                 const AuthParameter& parameter);

// kNoSession or kExpiredSession where it came too late.
[[nodiscard]] Outcome<void> cancelAuthentication(const Environment& environment, const OpenAuthentication& open);

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_AUTHENTICATION_H_
