#include "sdk/pin_entry.h"

#include <string>
#include <utility>

#include "base/bytes.h"

namespace heliograph::sdk {
namespace {

Error invalid(std::string detail) { return {ErrorCode::kInvalidInputFormat, std::move(detail)}; }

std::string describe(const protocol::PinRules& rules) {
  const bool numeric = rules.type == protocol::PinType::kNumeric;
  return std::to_string(rules.min_length) + " to " + std::to_string(rules.max_length) +
         (numeric ? " digits" : " letters and digits");
}

}  // namespace

Outcome<std::optional<protocol::Pin>> enteredPin(const AuthParameter& parameter, const protocol::PinRules& rules) {
  const std::string method(protocol::apiName(parameter.method()));
  if (!protocol::usesPin(parameter.method())) {
    if (parameter.pin()) return fail(invalid(method + " takes no PIN"));
    return std::optional<protocol::Pin>();
  }
  if (!parameter.pin()) return fail(invalid(method + " needs a PIN"));
  auto pin = protocol::Pin::parse(textOf(parameter.pin()->expose()), rules);
  if (!pin) return fail(invalid("the PIN of " + method + " is not " + describe(rules)));
  return std::optional(std::move(*pin));
}

}  // namespace heliograph::sdk
