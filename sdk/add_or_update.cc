#include "sdk/add_or_update.h"

#include <string>
#include <utility>
#include <vector>

#include "sdk/key_store_failure.h"
#include "sdk/method_activation.h"
#include "sdk/method_records.h"
#include "sdk/online_call.h"
#include "sdk/pin_entry.h"

namespace heliograph::sdk {
namespace {

using protocol::AuthMethod;
using protocol::AuthMethodSet;

Outcome<void> storeSettings(KeyStore& key_store, const Registration& registration) {
  std::vector<KeyStoreChange> changes;
  changes.push_back(recordOf(registration));
  const auto committed = key_store.commit(std::move(changes));
  if (!committed) return fail(errorOf(committed.error()));
  return {};
}

}  // namespace

AuthMethodSet OpenAddOrUpdate::authorisingMethods() const {
  AuthMethodSet authorising;
  for (const AuthMethod method : protocol::kAllAuthMethods) {
    const bool able = protocol::isTwoFactor(method) && !protocol::isOffline(method);
    const bool permitted =
        registration.activated.contains(method) && registration.settings.allowed_to_authorise.contains(method);
    if (able && permitted) authorising.insert(method);
  }
  return authorising;
}

AuthMethodSet OpenAddOrUpdate::authMethods(const KeyStore& key_store) const {
  return possibleHere(key_store, registration.settings.allowed);
}

Outcome<OpenAddOrUpdate> startAddOrUpdate(const Environment& environment) {
  auto registration = loadRegistration(environment.key_store);
  if (!registration) return fail(std::move(registration.error()));
  auto call = OnlineCall::begin(environment);
  if (!call) return fail(std::move(call.error()));
  const auto plaintext = call->sendSigned(registration->device, protocol::StartAddOrUpdate{});
  if (!plaintext) return fail(plaintext.error());
  const auto started = accepted(protocol::decodeAddOrUpdateStarted(plaintext->expose()));
  if (!started) return fail(started.error());

  if (registration->settings != started->settings) {
    registration->settings = started->settings;
    auto stored = storeSettings(environment.key_store, *registration);
    if (!stored) return fail(std::move(stored.error()));
  }
  return OpenAddOrUpdate{.registration = *registration, .session = started->session, .challenge = started->challenge};
}

Outcome<void> finishAddOrUpdate(const Environment& environment, const OpenAddOrUpdate& open,
                                const AuthParameter& authorisation, const AuthParameter& added) {
  const Registration& registration = open.registration;
  if (!open.authorisingMethods().contains(authorisation.method())) {
    const std::string name(protocol::apiName(authorisation.method()));
    return fail(Error{ErrorCode::kIllegalAuthMethod, name + " cannot authorise a method"});
  }
  auto allowed = requireAllowed(environment.key_store, registration.settings, added.method());
  if (!allowed) return allowed;
  const auto authorising_pin = enteredPin(authorisation, registration.chosenPinRules(authorisation.method()));
  if (!authorising_pin) return fail(authorising_pin.error());
  const auto method = MethodActivation::begin(added, registration.settings.pin, environment.random);
  if (!method) return fail(method.error());

  auto call = OnlineCall::begin(environment);
  if (!call) return fail(std::move(call.error()));
  const auto authorising_key = readOtpKey(environment.key_store, authorisation.method(), *authorising_pin);
  if (!authorising_key) return fail(authorising_key.error());
  const auto plaintext = call->sendSigned(
      registration.device, protocol::FinishAddOrUpdate{.session = open.session,
                                                       .authorising_method = authorisation.method(),
                                                       .response = protocol::onlineResponse(
                                                           *authorising_key, registration.device.id,
                                                           authorisation.method(), open.session, open.challenge),
                                                       .method = method->method,
                                                       .phone_random = method->phone_random.clone()});
  if (!plaintext) return fail(plaintext.error());
  const auto answer = accepted(protocol::decodeMethodActivated(plaintext->expose()));
  if (!answer) return fail(answer.error());
  return method->complete(environment, registration, call->keyAgreementSecret(), *answer);
}

}  // namespace heliograph::sdk
