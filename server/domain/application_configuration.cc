#include "domain/application_configuration.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;
using protocol::AuthMethodSet;

constexpr std::string_view kAllowedName = "ALLOWED_AUTH_METHODS";
constexpr std::string_view kAllowedToAuthoriseName = "ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE";
constexpr std::string_view kOtpLengthName = "OFFLINE_OTP_LENGTH";
constexpr std::string_view kFailuresName = "AMOUNT_FAILURES_ALLOWED";
constexpr std::string_view kOfflineLifetimeName = "OFFLINE_SESSION_LIFETIME";
constexpr std::string_view kPinMinName = "PIN_LENGTH_MIN";
constexpr std::string_view kPinMaxName = "PIN_LENGTH_MAX";

// PSD2 RTS (Regulation (EU) 2018/389) article 4(3)(b): no more than five failed attempts in a row.
constexpr int kFailuresWorthAWarning = 5;
// A password that is read over a shoulder is good for this long. Five minutes is what article 4(3)(d) gives an idle
// user.
constexpr std::chrono::seconds kLifetimeWorthAWarning{300};

using Read = Result<void, ConfigurationError>;

struct Property {
  std::string_view name;
  int min;  // of a number; 0 and 0 for the others
  int max;
  Read (*read)(const Property& property, std::string_view value, ApplicationConfiguration& into);
  std::string (*write)(const ApplicationConfiguration& from);
};

ConfigurationError errorAt(std::string_view property, std::string_view sentence) {
  return {std::string(property), std::string(property).append(": ").append(sentence)};
}

std::string boundsOf(const Property& property) {
  return std::to_string(property.min) + ".." + std::to_string(property.max);
}

// --- numbers ---------------------------------------------------------------------------------------------------------

// Digits alone: no sign, no space. Nothing, too, where an int does not hold it.
std::optional<int> wholeNumber(std::string_view text) {
  const bool is_digits = !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return is_digits && error == std::errc{} ? std::optional(number) : std::nullopt;
}

Result<int, ConfigurationError> numberWithin(const Property& property, std::string_view value) {
  const auto number = wholeNumber(value);
  if (number && *number >= property.min && *number <= property.max) return *number;
  return fail(errorAt(property.name, std::string(value) + " is not within " + boundsOf(property)));
}

template <int ApplicationConfiguration::*Member>
Read readNumber(const Property& property, std::string_view value, ApplicationConfiguration& into) {
  return numberWithin(property, value).map([&](int number) { into.*Member = number; });
}
template <int ApplicationConfiguration::*Member>
std::string writeNumber(const ApplicationConfiguration& from) {
  return std::to_string(from.*Member);
}

template <std::chrono::seconds ApplicationConfiguration::*Member>
Read readSeconds(const Property& property, std::string_view value, ApplicationConfiguration& into) {
  return numberWithin(property, value).map([&](int number) { into.*Member = std::chrono::seconds(number); });
}
template <std::chrono::seconds ApplicationConfiguration::*Member>
std::string writeSeconds(const ApplicationConfiguration& from) {
  return std::to_string((from.*Member).count());
}

Read readLockDuration(const Property& property, std::string_view value, ApplicationConfiguration& into) {
  const auto number = wholeNumber(value);
  if (!number || (*number != 0 && (*number < property.min || *number > property.max))) {
    return fail(errorAt(property.name, std::string(value) + " is neither 0 nor within " + boundsOf(property)));
  }
  into.lock_duration = std::chrono::seconds(*number);
  return {};
}

Read readOtpLength(const Property& property, std::string_view value, ApplicationConfiguration& into) {
  return numberWithin(property, value).map([&](int digits) {
    into.offline_otp_length = protocol::OtpLength::of(digits);
  });
}
std::string writeOtpLength(const ApplicationConfiguration& from) {
  return from.offline_otp_length ? std::to_string(from.offline_otp_length->digits()) : std::string();
}

template <std::uint8_t protocol::PinRules::*Member>
Read readPinLength(const Property& property, std::string_view value, ApplicationConfiguration& into) {
  return numberWithin(property, value).map([&](int number) { into.pin.*Member = static_cast<std::uint8_t>(number); });
}
template <std::uint8_t protocol::PinRules::*Member>
std::string writePinLength(const ApplicationConfiguration& from) {
  return std::to_string(from.pin.*Member);
}

// --- names -----------------------------------------------------------------------------------------------------------

template <AuthMethodSet ApplicationConfiguration::*Member>
Read readMethods(const Property& property, std::string_view value, ApplicationConfiguration& into) {
  AuthMethodSet methods;
  for (std::size_t begin = 0; begin <= value.size();) {
    const std::size_t end = std::min(value.find(',', begin), value.size());
    const std::string_view name = value.substr(begin, end - begin);
    const auto method = protocol::authMethodFromConfigurationName(name);
    if (!method) return fail(errorAt(property.name, "\"" + std::string(name) + "\" is not an authentication method"));
    methods.insert(*method);
    begin = end + 1;
  }
  into.*Member = methods;
  return {};
}
template <AuthMethodSet ApplicationConfiguration::*Member>
std::string writeMethods(const ApplicationConfiguration& from) {
  std::string text;
  for (const AuthMethod method : protocol::kAllAuthMethods) {
    if (!(from.*Member).contains(method)) continue;
    if (!text.empty()) text += ',';
    text += protocol::configurationName(method);
  }
  return text;
}

constexpr std::string_view kNumeric = "NUMERIC";
constexpr std::string_view kAlphanumeric = "ALPHANUMERIC";

Result<bool, ConfigurationError> isAlphanumeric(const Property& property, std::string_view value) {
  if (value == kNumeric) return false;
  if (value == kAlphanumeric) return true;
  return fail(errorAt(property.name, std::string(value) + " is neither NUMERIC nor ALPHANUMERIC"));
}

Read readCodeType(const Property& property, std::string_view value, ApplicationConfiguration& into) {
  return isAlphanumeric(property, value).map([&](bool is_alphanumeric) {
    into.activation_code_type = is_alphanumeric ? ActivationCodeType::kAlphanumeric : ActivationCodeType::kNumeric;
  });
}
std::string writeCodeType(const ApplicationConfiguration& from) {
  return std::string(from.activation_code_type == ActivationCodeType::kNumeric ? kNumeric : kAlphanumeric);
}

Read readPinType(const Property& property, std::string_view value, ApplicationConfiguration& into) {
  return isAlphanumeric(property, value).map([&](bool is_alphanumeric) {
    into.pin.type = is_alphanumeric ? protocol::PinType::kAlphanumeric : protocol::PinType::kNumeric;
  });
}
std::string writePinType(const ApplicationConfiguration& from) {
  return std::string(from.pin.type == protocol::PinType::kNumeric ? kNumeric : kAlphanumeric);
}

// --- the properties --------------------------------------------------------------------------------------------------

using Configuration = ApplicationConfiguration;
using protocol::PinRules;

constexpr std::array kProperties{
    Property{kAllowedName, 0, 0, readMethods<&Configuration::allowed_auth_methods>,
             writeMethods<&Configuration::allowed_auth_methods>},
    Property{kAllowedToAuthoriseName, 0, 0, readMethods<&Configuration::allowed_auth_methods_for_auth_and_activate>,
             writeMethods<&Configuration::allowed_auth_methods_for_auth_and_activate>},
    Property{kOtpLengthName, protocol::OtpLength::kMin, protocol::OtpLength::kMax, readOtpLength, writeOtpLength},
    Property{kFailuresName, 1, 10, readNumber<&Configuration::amount_failures_allowed>,
             writeNumber<&Configuration::amount_failures_allowed>},
    Property{"LOCK_DURATION", 30, 86400, readLockDuration, writeSeconds<&Configuration::lock_duration>},
    Property{kOfflineLifetimeName, 30, 3600, readSeconds<&Configuration::offline_session_lifetime>,
             writeSeconds<&Configuration::offline_session_lifetime>},
    Property{"AUTHENTICATION_SESSION_LIFETIME", 30, 86400, readSeconds<&Configuration::authentication_session_lifetime>,
             writeSeconds<&Configuration::authentication_session_lifetime>},
    Property{"ENROLMENT_LIFETIME", 30, 86400, readSeconds<&Configuration::enrolment_lifetime>,
             writeSeconds<&Configuration::enrolment_lifetime>},
    Property{"ACTIVATION_CODE_LENGTH", 6, protocol::kMaxActivationCodeSize,
             readNumber<&Configuration::activation_code_length>, writeNumber<&Configuration::activation_code_length>},
    Property{"ACTIVATION_CODE_TYPE", 0, 0, readCodeType, writeCodeType},
    Property{kPinMinName, 4, 32, readPinLength<&PinRules::min_length>, writePinLength<&PinRules::min_length>},
    Property{kPinMaxName, 4, 32, readPinLength<&PinRules::max_length>, writePinLength<&PinRules::max_length>},
    Property{"PIN_TYPE", 0, 0, readPinType, writePinType},
};

bool isSet(const Properties& properties, std::string_view name) {
  const auto found = properties.find(name);
  return found != properties.end() && !found->second.empty();
}

// --- what must fit together ------------------------------------------------------------------------------------------

// Where nobody said otherwise the default is what is left of it: DEVICE:PIN if that is allowed, nothing if not. Which
// other method may authorise is for the operator to say.
AuthMethodSet defaultToAuthorise(const ApplicationConfiguration& configuration) {
  const bool is_allowed = configuration.allowed_auth_methods.contains(AuthMethod::kDevicePin);
  return is_allowed ? AuthMethodSet{AuthMethod::kDevicePin} : AuthMethodSet{};
}

Read checkAuthorising(const ApplicationConfiguration& configuration) {
  for (const AuthMethod method : protocol::kAllAuthMethods) {
    if (!configuration.allowed_auth_methods_for_auth_and_activate.contains(method)) continue;
    const std::string name(protocol::configurationName(method));
    if (!protocol::isTwoFactor(method)) {
      return fail(errorAt(kAllowedToAuthoriseName, name + " is not a two-factor method"));
    }
    if (!configuration.allowed_auth_methods.contains(method)) {
      return fail(errorAt(kAllowedToAuthoriseName, name + " is not among ALLOWED_AUTH_METHODS"));
    }
  }
  return {};
}

std::optional<AuthMethod> anyOffline(AuthMethodSet methods) {
  const auto found = std::ranges::find_if(protocol::kAllAuthMethods, [&](AuthMethod method) {
    return protocol::isOffline(method) && methods.contains(method);
  });
  return found == protocol::kAllAuthMethods.end() ? std::nullopt : std::optional(*found);
}

Read checkOtpLength(const ApplicationConfiguration& configuration) {
  const auto offline = anyOffline(configuration.allowed_auth_methods);
  if (!offline || configuration.offline_otp_length) return {};
  return fail(errorAt(kOtpLengthName, "must be set, within 4..9, where ALLOWED_AUTH_METHODS has " +
                                          std::string(protocol::configurationName(*offline))));
}

Read checkPinLengths(const ApplicationConfiguration& configuration) {
  const PinRules& pin = configuration.pin;
  if (pin.min_length <= pin.max_length) return {};
  return fail(errorAt(kPinMinName, std::to_string(pin.min_length) + " is above PIN_LENGTH_MAX, which is " +
                                       std::to_string(pin.max_length)));
}

bool canActivateMethods(const ApplicationConfiguration& configuration) {
  return std::ranges::any_of(protocol::kAllAuthMethods, [&](AuthMethod method) {
    return !protocol::isOffline(method) && configuration.allowed_auth_methods_for_auth_and_activate.contains(method);
  });
}

}  // namespace

Result<ApplicationConfiguration, ConfigurationError> parseConfiguration(const Properties& properties) {
  ApplicationConfiguration configuration;
  for (const auto& [name, value] : properties) {
    const auto property = std::ranges::find(kProperties, name, &Property::name);
    if (property == kProperties.end()) return fail(errorAt(name, "there is no such property"));
    if (value.empty()) continue;
    if (const auto read = property->read(*property, value, configuration); !read) return fail(read.error());
  }
  if (!isSet(properties, kAllowedToAuthoriseName)) {
    configuration.allowed_auth_methods_for_auth_and_activate = defaultToAuthorise(configuration);
  }
  for (const auto check : {checkAuthorising, checkOtpLength, checkPinLengths}) {
    if (const auto checked = check(configuration); !checked) return fail(checked.error());
  }
  return configuration;
}

Properties propertiesOf(const ApplicationConfiguration& configuration) {
  Properties properties;
  for (const Property& property : kProperties) {
    properties.emplace(property.name, property.write(configuration));
  }
  return properties;
}

std::vector<std::string> warningsOf(const ApplicationConfiguration& configuration) {
  std::vector<std::string> warnings;
  if (configuration.amount_failures_allowed > kFailuresWorthAWarning) {
    warnings.push_back("AMOUNT_FAILURES_ALLOWED: " + std::to_string(configuration.amount_failures_allowed) +
                       " is above 5, the most that PSD2 RTS art. 4(3)(b) allows.");
  }
  if (configuration.offline_session_lifetime > kLifetimeWorthAWarning) {
    warnings.push_back("OFFLINE_SESSION_LIFETIME: " + std::to_string(configuration.offline_session_lifetime.count()) +
                       " s is above 300 s; a one-time password stays good that long.");
  }
  if (anyOffline(configuration.allowed_auth_methods) && !canActivateMethods(configuration)) {
    warnings.push_back(
        "ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE: names no online method, so no offline method can be activated.");
  }
  return warnings;
}

AttemptRules attemptRulesOf(const ApplicationConfiguration& configuration) {
  return {.failures_allowed = configuration.amount_failures_allowed, .lock_duration = configuration.lock_duration};
}

protocol::DeviceSettings deviceSettingsOf(const ApplicationConfiguration& configuration) {
  return {.allowed = configuration.allowed_auth_methods,
          .allowed_to_authorise = configuration.allowed_auth_methods_for_auth_and_activate,
          .otp_length = configuration.offline_otp_length,
          .pin = configuration.pin,
          .failures_allowed = static_cast<std::uint8_t>(configuration.amount_failures_allowed)};
}

}  // namespace heliograph::domain
