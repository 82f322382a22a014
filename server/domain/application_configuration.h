// What an application allows: its properties in one table, with their defaults and bounds and what each is for. The
// HTTP interface serves the table, the console draws its fields from it, and a test compares docs/configuration.md with
// it.
//
// A new property is a member of ApplicationConfiguration and a row of kConfigurationProperties, and a row of the
// document's table. The consumer reads the member.

#ifndef HELIOGRAPH_SERVER_DOMAIN_APPLICATION_CONFIGURATION_H_
#define HELIOGRAPH_SERVER_DOMAIN_APPLICATION_CONFIGURATION_H_

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "domain/attempts.h"
#include "protocol/auth_method.h"
#include "protocol/device_messages.h"
#include "protocol/otp.h"
#include "protocol/pin.h"

namespace heliograph::domain {

enum class ActivationCodeType { kNumeric, kAlphanumeric };

// Always valid as a whole.
struct ApplicationConfiguration {
  ApplicationConfiguration();  // every property at its default

  protocol::AuthMethodSet allowed_auth_methods;
  // Nothing if nobody has said. What then holds: authorisingMethodsOf().
  std::optional<protocol::AuthMethodSet> allowed_auth_methods_for_auth_and_activate;
  std::optional<protocol::OtpLength> offline_otp_length;
  int amount_failures_allowed = 0;
  std::chrono::seconds lock_duration{};  // 0: until unlocked
  std::chrono::seconds offline_session_lifetime{};
  std::chrono::seconds authentication_session_lifetime{};
  std::chrono::seconds enrolment_lifetime{};
  int activation_code_length = 0;
  ActivationCodeType activation_code_type{};
  protocol::PinRules pin;

  friend bool operator==(const ApplicationConfiguration&, const ApplicationConfiguration&) = default;
};

// --- the table -------------------------------------------------------------------------------------------------------

enum class PropertyType {
  kNumber,   // decimal digits
  kChoice,   // one name
  kMethods,  // configuration names of methods, separated by commas
};

[[nodiscard]] std::string_view nameOf(PropertyType type);  // NUMBER

// Where a configuration, or the PIN rules in it, has the value. Its type decides how text is read and written.
using PropertyMember =
    std::variant<int ApplicationConfiguration::*, std::chrono::seconds ApplicationConfiguration::*,
                 std::optional<protocol::OtpLength> ApplicationConfiguration::*, std::uint8_t protocol::PinRules::*,
                 ActivationCodeType ApplicationConfiguration::*, protocol::PinType protocol::PinRules::*,
                 protocol::AuthMethodSet ApplicationConfiguration::*,
                 std::optional<protocol::AuthMethodSet> ApplicationConfiguration::*>;

// Of a number.
struct PropertyBounds {
  int min = 0;
  int max = 0;
  bool or_zero = false;  // 0 is allowed, too
};

// Methods that are offered as a property's value.
struct OfferedMethods {
  std::string_view in_words;
  bool (*includes)(protocol::AuthMethod method) = nullptr;
};

// A number above `above` is allowed and yet worth a second thought.
struct PropertyWarning {
  int above = 0;
  std::string_view reason;  // a sentence without its full stop
};

struct ConfigurationProperty {
  std::string_view name;
  PropertyMember member;
  std::string_view unit = {};           // of a number
  std::string_view default_value = {};  // what an empty value stands for; empty: nothing, or what default_note says
  std::string_view default_note = {};
  PropertyBounds bounds = {};                      // of a number
  std::span<const std::string_view> choices = {};  // of a choice, in the order of the enumeration
  OfferedMethods methods = {};                     // of methods
  std::optional<PropertyWarning> warning = {};
  // For people at the console: the heading it stands under, the name of its field, what it is for in one line, and
  // what users notice if it is changed.
  std::string_view group = {};
  std::string_view title = {};
  std::string_view description = {};
  std::string_view change_note = {};
};

inline constexpr std::array<std::string_view, 2> kCharacterTypes{"NUMERIC", "ALPHANUMERIC"};
inline constexpr OfferedMethods kAnyMethods{"any", [](protocol::AuthMethod) { return true; }};
inline constexpr OfferedMethods kOnlineTwoFactorMethods{
    "online, two-factor",
    [](protocol::AuthMethod method) { return !protocol::isOffline(method) && protocol::isTwoFactor(method); }};

// In the order in which people are shown them.
inline constexpr ConfigurationProperty kConfigurationProperties[]{
    {.name = "ALLOWED_AUTH_METHODS",
     .member = &ApplicationConfiguration::allowed_auth_methods,
     .default_value = "DEVICE,DEVICE:PIN",
     .methods = kAnyMethods,
     .group = "Methods",
     .title = "Allowed methods",
     .description = "The methods that phones may activate and use.",
     .change_note = "A method that is taken out cannot be used any more, not even in open sessions."},
    {.name = "ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE",
     .member = &ApplicationConfiguration::allowed_auth_methods_for_auth_and_activate,
     .default_note = "DEVICE:PIN if it is allowed",
     .methods = kOnlineTwoFactorMethods,
     .group = "Methods",
     .title = "Methods that may authorise",
     .description = "The allowed methods that may authorise adding or changing a method."},
    {.name = "OFFLINE_OTP_LENGTH",
     .member = &ApplicationConfiguration::offline_otp_length,
     .unit = "digits",
     .bounds = {.min = protocol::OtpLength::kMin, .max = protocol::OtpLength::kMax},
     .group = "Methods",
     .title = "Length of a one-time password",
     .description = "Must be set if an offline method is allowed.",
     .change_note = "Open sessions keep the length that they began with."},
    {.name = "AMOUNT_FAILURES_ALLOWED",
     .member = &ApplicationConfiguration::amount_failures_allowed,
     .default_value = "3",
     .bounds = {.min = 1, .max = 10},
     // Regulation (EU) 2018/389.
     .warning = PropertyWarning{.above = 5, .reason = "PSD2 RTS art. 4(3)(b) allows no more"},
     .group = "Failures and locks",
     .title = "Failures allowed",
     .description = "Wrong guesses until an offline method, or online the device, is locked.",
     .change_note = "Counts at once: a method that already has as many failures cannot be tried until it is unlocked "
                    "or added again."},
    {.name = "LOCK_DURATION",
     .member = &ApplicationConfiguration::lock_duration,
     .unit = "seconds",
     .default_value = "0",
     .bounds = {.min = 30, .max = 86400, .or_zero = true},
     .group = "Failures and locks",
     .title = "Duration of a lock",
     .description = "How long a lock after spent attempts holds; each further one holds twice as long. 0: until "
                    "somebody unlocks."},
    {.name = "OFFLINE_SESSION_LIFETIME",
     .member = &ApplicationConfiguration::offline_session_lifetime,
     .unit = "seconds",
     .default_value = "300",
     .bounds = {.min = 30, .max = 3600},
     // Five minutes is what article 4(3)(d) of the RTS gives an idle user.
     .warning = PropertyWarning{.above = 300, .reason = "a password that somebody saw stays good that long"},
     .group = "Lifetimes",
     .title = "Lifetime of an offline authentication",
     .description = "How long it waits for its one-time password."},
    {.name = "AUTHENTICATION_SESSION_LIFETIME",
     .member = &ApplicationConfiguration::authentication_session_lifetime,
     .unit = "seconds",
     .default_value = "300",
     .bounds = {.min = 30, .max = 86400},
     .group = "Lifetimes",
     .title = "Lifetime of an online authentication",
     .description = "How long it, or a session for adding or changing a method, waits for its response."},
    {.name = "ENROLMENT_LIFETIME",
     .member = &ApplicationConfiguration::enrolment_lifetime,
     .unit = "seconds",
     .default_value = "900",
     .bounds = {.min = 30, .max = 86400},
     .group = "Lifetimes",
     .title = "Lifetime of an enrolment",
     .description = "How long an activation code is good."},
    {.name = "ACTIVATION_CODE_LENGTH",
     .member = &ApplicationConfiguration::activation_code_length,
     .unit = "characters",
     .default_value = "8",
     .bounds = {.min = 6, .max = protocol::kMaxActivationCodeSize},
     .group = "Activation codes",
     .title = "Length of activation codes",
     .description = "Longer codes are harder to guess, and to type."},
    {.name = "ACTIVATION_CODE_TYPE",
     .member = &ApplicationConfiguration::activation_code_type,
     .default_value = "NUMERIC",
     .choices = kCharacterTypes,
     .group = "Activation codes",
     .title = "Type of activation codes",
     .description = "Alphanumeric codes use 31 characters that are not mistaken for each other."},
    {.name = "PIN_LENGTH_MIN",
     .member = &protocol::PinRules::min_length,
     .unit = "characters",
     .default_value = "4",
     .bounds = {.min = 4, .max = 32},
     .group = "PINs",
     .title = "Shortest new PIN",
     .description = "At most the longest. A PIN in use stays valid."},
    {.name = "PIN_LENGTH_MAX",
     .member = &protocol::PinRules::max_length,
     .unit = "characters",
     .default_value = "12",
     .bounds = {.min = 4, .max = 32},
     .group = "PINs",
     .title = "Longest new PIN",
     .description = "At least the shortest. A PIN in use stays valid."},
    {.name = "PIN_TYPE",
     .member = &protocol::PinRules::type,
     .default_value = "NUMERIC",
     .choices = kCharacterTypes,
     .group = "PINs",
     .title = "Type of new PINs",
     .description = "Alphanumeric PINs have digits and letters."},
};

[[nodiscard]] PropertyType typeOf(const ConfigurationProperty& property);
// The names that are offered as a value; none of a number.
[[nodiscard]] std::vector<std::string_view> choicesOf(const ConfigurationProperty& property);

// --- configurations as text ------------------------------------------------------------------------------------------

// Says property, value and bound: `OFFLINE_OTP_LENGTH: 12 is not within 4..9`.
struct ConfigurationError {
  std::string property;
  std::string message;  // the whole sentence
};

// Property name -> value, as text.
using Properties = std::map<std::string, std::string, std::less<>>;

// The configuration that `properties` give, the rest at its default. An empty value stands for the default.
// Refuses unknown properties, values out of bounds and combinations that cannot work.
[[nodiscard]] Result<ApplicationConfiguration, ConfigurationError> parseConfiguration(const Properties& properties);

// Every property with its value, empty where there is none; parseConfiguration() of it gives the same configuration.
[[nodiscard]] Properties propertiesOf(const ApplicationConfiguration& configuration);

// What is allowed and yet worth a second thought, one sentence each that begins with the property's name.
[[nodiscard]] std::vector<std::string> warningsOf(const ApplicationConfiguration& configuration);

// --- what is read from a configuration -------------------------------------------------------------------------------

// The methods that may authorise adding or changing a method. If nobody has said, it is DEVICE:PIN if that is allowed,
// and none if it is not: which other method may is for the operator to say.
[[nodiscard]] protocol::AuthMethodSet authorisingMethodsOf(const ApplicationConfiguration& configuration);

[[nodiscard]] AttemptRules attemptRulesOf(const ApplicationConfiguration& configuration);

// The part that the phone gets.
[[nodiscard]] protocol::DeviceSettings deviceSettingsOf(const ApplicationConfiguration& configuration);

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_APPLICATION_CONFIGURATION_H_
