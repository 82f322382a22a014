#include "domain/application_configuration.h"

#include <algorithm>
#include <stdexcept>
#include <type_traits>

#include "base/number_text.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;
using protocol::AuthMethodSet;
using protocol::PinRules;

using Property = ConfigurationProperty;
using Read = Result<void, ConfigurationError>;

constexpr std::string_view kAllowedToAuthoriseName = "ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE";
constexpr std::string_view kOtpLengthName = "OFFLINE_OTP_LENGTH";
constexpr std::string_view kPinMinName = "PIN_LENGTH_MIN";

ConfigurationError errorAt(std::string_view property, std::string_view sentence) {
  return {std::string(property), std::string(property).append(": ").append(sentence)};
}

const Property* findProperty(std::string_view name) {
  const auto* found = std::ranges::find(kConfigurationProperties, name, &Property::name);
  return found == std::ranges::end(kConfigurationProperties) ? nullptr : found;
}

// --- numbers ---------------------------------------------------------------------------------------------------------

Result<int, ConfigurationError> numberWithin(const Property& property, std::string_view text) {
  const auto& [min, max, or_zero] = property.bounds;
  const auto number = parseNumber<int>(text);
  if (number && ((*number >= min && *number <= max) || (or_zero && *number == 0))) return *number;
  const std::string bounds = std::to_string(min) + ".." + std::to_string(max);
  return fail(
      errorAt(property.name, std::string(text) + (or_zero ? " is neither 0 nor within " : " is not within ") + bounds));
}

void put(int number, int& value) { value = number; }
void put(int number, std::uint8_t& value) { value = static_cast<std::uint8_t>(number); }
void put(int number, std::chrono::seconds& value) { value = std::chrono::seconds(number); }
void put(int number, std::optional<protocol::OtpLength>& value) { value = protocol::OtpLength::of(number); }

std::optional<std::int64_t> numberIn(int value) { return value; }
std::optional<std::int64_t> numberIn(std::chrono::seconds value) { return value.count(); }
std::optional<std::int64_t> numberIn(const std::optional<protocol::OtpLength>& value) {
  return value ? std::optional<std::int64_t>(value->digits()) : std::nullopt;
}

// --- each type as text -----------------------------------------------------------------------------------------------

template <class Value>
constexpr PropertyType kTypeOf = std::is_enum_v<Value> ? PropertyType::kChoice : PropertyType::kNumber;
template <>
constexpr PropertyType kTypeOf<AuthMethodSet> = PropertyType::kMethods;
template <>
constexpr PropertyType kTypeOf<std::optional<AuthMethodSet>> = PropertyType::kMethods;

Result<AuthMethodSet, ConfigurationError> methodsIn(const Property& property, std::string_view text) {
  AuthMethodSet methods;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string_view name = text.substr(begin, end - begin);
    const auto method = protocol::authMethodFromConfigurationName(name);
    if (!method) return fail(errorAt(property.name, "\"" + std::string(name) + "\" is not an authentication method"));
    methods.insert(*method);
    begin = end + 1;
  }
  return methods;
}

std::string namesOf(const AuthMethodSet& methods) {
  std::string text;
  for (const AuthMethod method : protocol::kAllAuthMethods) {
    if (!methods.contains(method)) continue;
    if (!text.empty()) text += ',';
    text += protocol::configurationName(method);
  }
  return text;
}
std::string namesOf(const std::optional<AuthMethodSet>& methods) { return methods ? namesOf(*methods) : std::string(); }

template <class Enum>
Result<Enum, ConfigurationError> choiceIn(const Property& property, std::string_view text) {
  const auto found = std::ranges::find(property.choices, text);
  if (found != property.choices.end()) return static_cast<Enum>(found - property.choices.begin());
  std::string choices;
  for (const std::string_view choice : property.choices) choices.append(choices.empty() ? "" : ", ").append(choice);
  return fail(errorAt(property.name, std::string(text) + " is not one of " + choices));
}

template <class Value>
Read readValue(const Property& property, std::string_view text, Value& into) {
  if constexpr (kTypeOf<Value> == PropertyType::kNumber) {
    return numberWithin(property, text).map([&](int number) { put(number, into); });
  } else if constexpr (kTypeOf<Value> == PropertyType::kChoice) {
    return choiceIn<Value>(property, text).map([&](Value choice) { into = choice; });
  } else {
    return methodsIn(property, text).map([&](const AuthMethodSet& methods) { into = methods; });
  }
}

template <class Value>
std::string writeValue(const Property& property, const Value& value) {
  if constexpr (kTypeOf<Value> == PropertyType::kNumber) {
    const auto number = numberIn(value);
    return number ? std::to_string(*number) : std::string();
  } else if constexpr (kTypeOf<Value> == PropertyType::kChoice) {
    return std::string(property.choices[static_cast<std::size_t>(value)]);
  } else {
    return namesOf(value);
  }
}

// --- a property of a configuration -----------------------------------------------------------------------------------

template <class Configuration, class Value>
auto& valueOf(Configuration& configuration, Value ApplicationConfiguration::*member) {
  return configuration.*member;
}
template <class Configuration, class Value>
auto& valueOf(Configuration& configuration, Value PinRules::*member) {
  return configuration.pin.*member;
}

Read read(const Property& property, std::string_view text, ApplicationConfiguration& into) {
  return std::visit([&](auto member) { return readValue(property, text, valueOf(into, member)); }, property.member);
}

std::string write(const Property& property, const ApplicationConfiguration& from) {
  return std::visit([&](auto member) { return writeValue(property, valueOf(from, member)); }, property.member);
}

std::string withUnit(const Property& property, std::string number) {
  return property.unit.empty() ? number : number.append(" ").append(property.unit);
}

// Nothing of a value at which nobody is warned.
std::optional<std::string> warningOf(const Property& property, const ApplicationConfiguration& configuration) {
  if (!property.warning) return std::nullopt;
  const std::string value = write(property, configuration);
  if (parseNumber<int>(value).value_or(0) <= property.warning->above) return std::nullopt;
  const std::string limit = withUnit(property, std::to_string(property.warning->above));
  return errorAt(property.name,
                 withUnit(property, value) + " is above " + limit + ": " + std::string(property.warning->reason) + ".")
      .message;
}

// --- what must fit together ------------------------------------------------------------------------------------------

Read checkAuthorising(const ApplicationConfiguration& configuration) {
  const AuthMethodSet authorising = authorisingMethodsOf(configuration);
  for (const AuthMethod method : protocol::kAllAuthMethods) {
    if (!authorising.contains(method)) continue;
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
  return fail(errorAt(kOtpLengthName, "must be set because ALLOWED_AUTH_METHODS has " +
                                          std::string(protocol::configurationName(*offline))));
}

Read checkPinLengths(const ApplicationConfiguration& configuration) {
  const PinRules& pin = configuration.pin;
  if (pin.min_length <= pin.max_length) return {};
  return fail(errorAt(kPinMinName, std::to_string(pin.min_length) + " is above PIN_LENGTH_MAX, which is " +
                                       std::to_string(pin.max_length)));
}

bool canActivateMethods(const ApplicationConfiguration& configuration) {
  const AuthMethodSet authorising = authorisingMethodsOf(configuration);
  return std::ranges::any_of(protocol::kAllAuthMethods, [&](AuthMethod method) {
    return !protocol::isOffline(method) && authorising.contains(method);
  });
}

}  // namespace

ApplicationConfiguration::ApplicationConfiguration() {
  for (const Property& property : kConfigurationProperties) {
    if (property.default_value.empty()) continue;
    if (const auto is_read = read(property, property.default_value, *this); !is_read) {
      throw std::logic_error(is_read.error().message);  // the table is broken
    }
  }
}

std::string_view nameOf(PropertyType type) {
  switch (type) {
    case PropertyType::kNumber:
      return "NUMBER";
    case PropertyType::kChoice:
      return "CHOICE";
    case PropertyType::kMethods:
      return "METHODS";
  }
  return "";
}

PropertyType typeOf(const ConfigurationProperty& property) {
  constexpr auto kTypeOfMember = []<class Class, class Value>(Value Class::*) { return kTypeOf<Value>; };
  return std::visit(kTypeOfMember, property.member);
}

std::vector<std::string_view> choicesOf(const ConfigurationProperty& property) {
  std::vector<std::string_view> choices(property.choices.begin(), property.choices.end());
  if (typeOf(property) != PropertyType::kMethods) return choices;
  for (const AuthMethod method : protocol::kAllAuthMethods) {
    if (property.methods.includes(method)) choices.push_back(protocol::configurationName(method));
  }
  return choices;
}

Result<ApplicationConfiguration, ConfigurationError> parseConfiguration(const Properties& properties) {
  ApplicationConfiguration configuration;
  for (const auto& [name, value] : properties) {
    const Property* property = findProperty(name);
    if (property == nullptr) return fail(errorAt(name, "there is no such property"));
    if (value.empty()) continue;
    if (const auto is_read = read(*property, value, configuration); !is_read) return fail(is_read.error());
  }
  for (const auto check : {checkAuthorising, checkOtpLength, checkPinLengths}) {
    if (const auto checked = check(configuration); !checked) return fail(checked.error());
  }
  return configuration;
}

Properties propertiesOf(const ApplicationConfiguration& configuration) {
  Properties properties;
  for (const Property& property : kConfigurationProperties) {
    properties.emplace(property.name, write(property, configuration));
  }
  return properties;
}

std::vector<std::string> warningsOf(const ApplicationConfiguration& configuration) {
  std::vector<std::string> warnings;
  for (const Property& property : kConfigurationProperties) {
    if (auto warning = warningOf(property, configuration)) warnings.push_back(*std::move(warning));
  }
  if (anyOffline(configuration.allowed_auth_methods) && !canActivateMethods(configuration)) {
    warnings.push_back(
        "ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE: names no online method, so no offline method can be activated.");
  }
  return warnings;
}

AuthMethodSet authorisingMethodsOf(const ApplicationConfiguration& configuration) {
  if (configuration.allowed_auth_methods_for_auth_and_activate) {
    return *configuration.allowed_auth_methods_for_auth_and_activate;
  }
  const bool is_allowed = configuration.allowed_auth_methods.contains(AuthMethod::kDevicePin);
  return is_allowed ? AuthMethodSet{AuthMethod::kDevicePin} : AuthMethodSet{};
}

AttemptRules attemptRulesOf(const ApplicationConfiguration& configuration) {
  return {.failures_allowed = configuration.amount_failures_allowed, .lock_duration = configuration.lock_duration};
}

protocol::DeviceSettings deviceSettingsOf(const ApplicationConfiguration& configuration) {
  return {.allowed = configuration.allowed_auth_methods,
          .allowed_to_authorise = authorisingMethodsOf(configuration),
          .otp_length = configuration.offline_otp_length,
          .pin = configuration.pin,
          .failures_allowed = static_cast<std::uint8_t>(configuration.amount_failures_allowed)};
}

}  // namespace heliograph::domain
