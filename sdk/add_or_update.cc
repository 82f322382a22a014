#include "sdk/add_or_update.h"

#include <string>
#include <utility>

#include "sdk/method_activation.h"
#include "sdk/online_call.h"
#include "sdk/online_proof.h"
#include "sdk/pin_entry.h"

namespace heliograph::sdk {

using protocol::AuthMethod;
using protocol::AuthMethodSet;

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

  auto kept = keepSettings(environment.key_store, *registration, started->settings);
  if (!kept) return fail(std::move(kept.error()));
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
  const auto proof = proofOf(environment.key_store,
                             {.device = registration.device.id,
                              .method = authorisation.method(),
                              .session = open.session.bytes(),
                              .challenge = open.challenge,
                              .subject = protocol::addOrUpdateSubject(method->method, method->phone_random)},
                             *authorising_pin);
  if (!proof) return fail(proof.error());
  const auto plaintext =
      call->sendSigned(registration.device, protocol::FinishAddOrUpdate{.session = open.session,
                                                                        .proof = *proof,
                                                                        .method = method->method,
                                                                        .phone_random = method->phone_random.clone()});
  if (!plaintext) return fail(plaintext.error());
  const auto answer = accepted(protocol::decodeMethodActivated(plaintext->expose()));
  if (!answer) return fail(answer.error());
  return method->complete(environment, registration, call->keyAgreementSecret(), *answer);
}

}  // namespace heliograph::sdk
