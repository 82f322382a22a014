#include "sdk/web/binding/answer.h"

#include <nlohmann/json.hpp>

namespace heliograph::sdk::web {
namespace {

using nlohmann::json;

json jsonOf(protocol::AuthMethodSet methods) {
  json names = json::array();
  for (const protocol::AuthMethod method : protocol::kAllAuthMethods) {
    if (methods.contains(method)) names.push_back(protocol::apiName(method));
  }
  return names;
}

json jsonOf(const protocol::PinRules& rules) {
  const bool numeric = rules.type == protocol::PinType::kNumeric;
  return {
      {"minLength", rules.min_length}, {"maxLength", rules.max_length}, {"type", numeric ? "NUMERIC" : "ALPHANUMERIC"}};
}

json jsonOf(const StartActivationResult& result) {
  return {{"authMethods", jsonOf(result.auth_methods)}, {"pinRules", jsonOf(result.pin_rules)}};
}

json jsonOf(const StartAddOrUpdateResult& result) {
  return {{"authorisingMethods", jsonOf(result.authorising_methods)},
          {"authMethods", jsonOf(result.auth_methods)},
          {"pinRules", jsonOf(result.pin_rules)}};
}

json jsonOf(const StartAuthenticationResult& result) {
  json value{{"authMethods", jsonOf(result.auth_methods)}, {"pinRules", jsonOf(result.pin_rules)}};
  if (result.context_title) value["contextTitle"] = *result.context_title;
  if (result.context) value["context"] = *result.context;
  return value;
}

json jsonOf(const StartOfflineAuthenticationResult& result) {
  return {{"context", result.context},
          {"authMethod", protocol::apiName(result.auth_method)},
          {"pinRules", jsonOf(result.pin_rules)}};
}

json jsonOf(const FinishOfflineAuthenticationResult& result) { return {{"oneTimePassword", result.one_time_password}}; }

json jsonOf(const Error& error) {
  json value{{"number", error.number()},
             {"name", error.name()},
             {"detail", error.detail},
             {"isRecoverable", error.isRecoverable()}};
  if (error.remaining_attempts) value["remainingAttempts"] = *error.remaining_attempts;
  return value;
}

std::string textOf(const char* member, json value) {
  return json{{member, std::move(value)}}.dump(-1, ' ', false, json::error_handler_t::replace);
}

template <class Value>
std::string textOf(const Outcome<Value>& outcome) {
  return outcome ? textOf("value", jsonOf(*outcome)) : textOf("error", jsonOf(outcome.error()));
}

}  // namespace

std::string answerOf(bool value) { return textOf("value", value); }
std::string answerOf(const Outcome<void>& outcome) {
  return outcome ? textOf("value", nullptr) : textOf("error", jsonOf(outcome.error()));
}
std::string answerOf(const Outcome<protocol::AuthMethodSet>& outcome) { return textOf(outcome); }
std::string answerOf(const Outcome<StartActivationResult>& outcome) { return textOf(outcome); }
std::string answerOf(const Outcome<StartAddOrUpdateResult>& outcome) { return textOf(outcome); }
std::string answerOf(const Outcome<StartAuthenticationResult>& outcome) { return textOf(outcome); }
std::string answerOf(const Outcome<StartOfflineAuthenticationResult>& outcome) { return textOf(outcome); }
std::string answerOf(const Outcome<FinishOfflineAuthenticationResult>& outcome) { return textOf(outcome); }

}  // namespace heliograph::sdk::web
