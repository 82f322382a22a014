// The conversation without a network: verification data becomes a context to show, then a one-time password.
//
//   start    opens the verification data with the method's data key: possession alone shows the context.
//   finish   asks for the method's OTP key and computes the password over what was shown.
//
// This file knows no transport. Nothing is stored: a password can be made again from the same verification data, and
// the server accepts one success per session.

#ifndef HELIOGRAPH_SDK_OFFLINE_AUTHENTICATION_H_
#define HELIOGRAPH_SDK_OFFLINE_AUTHENTICATION_H_

#include <string_view>

#include "protocol/context.h"
#include "protocol/ids.h"
#include "protocol/otp.h"
#include "protocol/pin.h"
#include "protocol/verification_data.h"
#include "sdk/auth_parameter.h"
#include "sdk/error.h"
#include "sdk/key_store.h"

namespace heliograph::sdk {

struct OpenOfflineAuthentication {
  DeviceId device;
  protocol::SessionParameters parameters;
  protocol::Context context;
  protocol::PinRules pin_rules;  // under which the method's PIN was chosen
};

[[nodiscard]] Outcome<OpenOfflineAuthentication> startOfflineAuthentication(KeyStore& key_store,
                                                                            std::string_view verification_data);

[[nodiscard]] Outcome<protocol::Otp> finishOfflineAuthentication(KeyStore& key_store,
                                                                 const OpenOfflineAuthentication& open,
                                                                 const AuthParameter& parameter);

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_OFFLINE_AUTHENTICATION_H_
