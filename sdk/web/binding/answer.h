// What a call gives to src/controller.ts: JSON text.
//
//   {"value": ...}      what the C++ call returns, in the names of src/results.ts; null for void
//   {"error": {"number": 214, "name": "AUTHENTICATION_FAILED", "detail": "...", "isRecoverable": true,
//              "remainingAttempts": 2}}       the last one only where the server told

#ifndef HELIOGRAPH_SDK_WEB_BINDING_ANSWER_H_
#define HELIOGRAPH_SDK_WEB_BINDING_ANSWER_H_

#include <string>

#include "sdk/controller.h"

namespace heliograph::sdk::web {

[[nodiscard]] std::string answerOf(bool value);
[[nodiscard]] std::string answerOf(const Outcome<void>& outcome);
[[nodiscard]] std::string answerOf(const Outcome<protocol::AuthMethodSet>& outcome);
[[nodiscard]] std::string answerOf(const Outcome<StartActivationResult>& outcome);
[[nodiscard]] std::string answerOf(const Outcome<StartAddOrUpdateResult>& outcome);
[[nodiscard]] std::string answerOf(const Outcome<StartAuthenticationResult>& outcome);
[[nodiscard]] std::string answerOf(const Outcome<StartOfflineAuthenticationResult>& outcome);
[[nodiscard]] std::string answerOf(const Outcome<FinishOfflineAuthenticationResult>& outcome);

}  // namespace heliograph::sdk::web

#endif  // HELIOGRAPH_SDK_WEB_BINDING_ANSWER_H_
