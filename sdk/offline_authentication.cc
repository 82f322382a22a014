#include "sdk/offline_authentication.h"

#include <string>
#include <utility>

#include "sdk/method_records.h"
#include "sdk/pin_entry.h"
#include "sdk/registration.h"

namespace heliograph::sdk {
namespace {

using protocol::VerificationData;
using protocol::VerificationDataError;

std::string_view withoutSurroundingSpace(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\v\f";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

Error errorOf(VerificationDataError error) {
  switch (error) {
    case VerificationDataError::kNotADigit:
    case VerificationDataError::kDigitCount:
    case VerificationDataError::kOverflow:
    case VerificationDataError::kTooShort:
    case VerificationDataError::kTooLong:
    case VerificationDataError::kUnknownVersion:
    case VerificationDataError::kUnknownMethod:
    case VerificationDataError::kUnknownOtpLength:
      break;
    case VerificationDataError::kWrongTag:
      return {ErrorCode::kNotForThisDevice,
              "the verification data is for another device, for keys that were replaced, or altered"};
    case VerificationDataError::kInvalidContext:
      return {ErrorCode::kInvalidContext, "the verification data has a context that must not be shown"};
  }
  return {ErrorCode::kInvalidInputFormat, "this is no verification data: " + std::string(protocol::nameOf(error))};
}

}  // namespace

Outcome<OpenOfflineAuthentication> startOfflineAuthentication(KeyStore& key_store, std::string_view verification_data) {
  const auto parsed = VerificationData::parse(withoutSurroundingSpace(verification_data));
  if (!parsed) return fail(errorOf(parsed.error()));
  auto registration = loadRegistration(key_store);
  if (!registration) return fail(std::move(registration.error()));
  const protocol::AuthMethod method = parsed->parameters().method;
  if (!registration->activated.contains(method)) {
    const std::string name(protocol::apiName(method));
    return fail(Error{ErrorCode::kMethodNotAllowed, name + " is not activated on this device"});
  }
  auto data_key = readDataKey(key_store, method);
  if (!data_key) return fail(std::move(data_key.error()));
  const auto context = parsed->open(*data_key, registration->device.id);
  if (!context) return fail(errorOf(context.error()));
  return OpenOfflineAuthentication{.device = registration->device.id,
                                   .parameters = parsed->parameters(),
                                   .context = *context,
                                   .pin_rules = registration->chosenPinRules(method)};
}

Outcome<protocol::Otp> finishOfflineAuthentication(KeyStore& key_store, const OpenOfflineAuthentication& open,
                                                   const AuthParameter& parameter) {
  if (parameter.method() != open.parameters.method) {
    const std::string name(protocol::apiName(open.parameters.method));
    return fail(Error{ErrorCode::kIllegalAuthMethod, "the verification data asks for " + name});
  }
  auto pin = enteredPin(parameter, open.pin_rules);
  if (!pin) return fail(std::move(pin.error()));
  auto otp_key = readOtpKey(key_store, parameter.method(), *pin);
  if (!otp_key) return fail(std::move(otp_key.error()));
  return protocol::computeOtp(*otp_key, open.device, open.parameters, open.context);
}

}  // namespace heliograph::sdk
