#include "sdk/method_activation.h"

#include <string>
#include <utility>

#include "sdk/key_store_failure.h"
#include "sdk/method_records.h"
#include "sdk/online_salt.h"
#include "sdk/pin_entry.h"

namespace heliograph::sdk {

using protocol::AuthMethod;
using protocol::AuthMethodSet;

AuthMethodSet possibleHere(const KeyStore& key_store, AuthMethodSet methods) {
  AuthMethodSet possible;
  for (const AuthMethod method : protocol::kAllAuthMethods) {
    const bool protectable = !protocol::usesBiometrics(method) || key_store.hasBiometrics();
    if (methods.contains(method) && protectable) possible.insert(method);
  }
  return possible;
}

Outcome<void> requireAllowed(const KeyStore& key_store, const protocol::DeviceSettings& settings, AuthMethod method) {
  const std::string name(protocol::apiName(method));
  if (!settings.allowed.contains(method)) {
    return fail(Error{ErrorCode::kMethodNotAllowed, "the application does not allow " + name});
  }
  if (!possibleHere(key_store, settings.allowed).contains(method)) {
    return fail(Error{ErrorCode::kMethodNotAllowed, "this device cannot protect " + name});
  }
  return {};
}

Outcome<MethodActivation> MethodActivation::begin(const AuthParameter& parameter, const protocol::PinRules& pin_rules,
                                                  Random& random) {
  auto pin = enteredPin(parameter, pin_rules);
  if (!pin) return fail(std::move(pin.error()));
  return MethodActivation{.method = parameter.method(),
                          .pin = std::move(*pin),
                          .pin_rules = pin_rules,
                          .phone_random = protocol::PhoneRandom::filledBy([&](auto out) { random.fill(out); })};
}

Outcome<void> MethodActivation::complete(const Environment& environment, const Registration& registration,
                                         const protocol::KeyAgreementSecret& secret,
                                         const protocol::MethodActivated& answer) const {
  Registration updated = registration;
  updated.settings = answer.settings;
  updated.activate(method, pin_rules);
  const protocol::MethodKeys keys =
      protocol::deriveMethodKeys(secret, phone_random, answer.server_random, registration.device.id, method);
  auto changes = recordsOf(method, keys, pin, environment.random);
  changes.push_back(recordOf(updated));
  changes.push_back(recordOf(answer.salt));
  const auto committed = environment.key_store.commit(std::move(changes));
  if (!committed) return fail(errorOf(committed.error()));
  return {};
}

}  // namespace heliograph::sdk
