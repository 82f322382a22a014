// What an application allows: the properties that an operator sets (docs/configuration.md), their defaults and bounds.

#ifndef HELIOGRAPH_SERVER_DOMAIN_APPLICATION_CONFIGURATION_H_
#define HELIOGRAPH_SERVER_DOMAIN_APPLICATION_CONFIGURATION_H_

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/attempts.h"
#include "protocol/auth_method.h"
#include "protocol/device_messages.h"
#include "protocol/otp.h"
#include "protocol/pin.h"

namespace heliograph::domain {

enum class ActivationCodeType { kNumeric, kAlphanumeric };

// Says property, value and bound: `OFFLINE_OTP_LENGTH: 12 is not within 4..9`.
struct ConfigurationError {
  std::string property;
  std::string message;  // the whole sentence
};

// Always valid as a whole: built from defaults by parse().
struct ApplicationConfiguration {
  protocol::AuthMethodSet allowed_auth_methods{protocol::AuthMethod::kDevice, protocol::AuthMethod::kDevicePin};
  protocol::AuthMethodSet allowed_auth_methods_for_auth_and_activate{protocol::AuthMethod::kDevicePin};
  std::optional<protocol::OtpLength> offline_otp_length;
  int amount_failures_allowed = 3;
  std::chrono::seconds lock_duration{0};  // 0: until unlocked
  std::chrono::seconds offline_session_lifetime{300};
  std::chrono::seconds authentication_session_lifetime{300};
  std::chrono::seconds enrolment_lifetime{900};
  int activation_code_length = 8;
  ActivationCodeType activation_code_type = ActivationCodeType::kNumeric;
  protocol::PinRules pin;

  friend bool operator==(const ApplicationConfiguration&, const ApplicationConfiguration&) = default;
};

// Property name -> value, as text.
using Properties = std::map<std::string, std::string, std::less<>>;

// The configuration that `properties` give, the rest at its default. An empty value stands for the default.
// Refuses unknown properties, values out of bounds and combinations that cannot work. Where nobody says which methods
// may authorise (ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE) it is DEVICE:PIN if that is allowed, and none if it is
// not.
[[nodiscard]] Result<ApplicationConfiguration, ConfigurationError> parseConfiguration(const Properties& properties);

// Every property with its value; parseConfiguration() of it gives the same configuration.
[[nodiscard]] Properties propertiesOf(const ApplicationConfiguration& configuration);

// What is allowed and yet worth a second thought, one sentence each (PSD2 RTS art. 4(3)(b) and the like).
[[nodiscard]] std::vector<std::string> warningsOf(const ApplicationConfiguration& configuration);

[[nodiscard]] AttemptRules attemptRulesOf(const ApplicationConfiguration& configuration);

// The part that the phone gets.
[[nodiscard]] protocol::DeviceSettings deviceSettingsOf(const ApplicationConfiguration& configuration);

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_APPLICATION_CONFIGURATION_H_
