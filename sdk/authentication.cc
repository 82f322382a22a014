#include "sdk/authentication.h"

#include <string>
#include <utility>
#include <vector>

#include "sdk/key_store_failure.h"
#include "sdk/method_activation.h"
#include "sdk/online_call.h"
#include "sdk/online_proof.h"
#include "sdk/online_salt.h"
#include "sdk/pin_entry.h"

namespace heliograph::sdk {
namespace {

using protocol::AuthMethod;
using protocol::AuthMethodSet;

AuthMethodSet inBoth(AuthMethodSet first, AuthMethodSet second) {
  AuthMethodSet both;
  for (const AuthMethod method : protocol::kAllAuthMethods) {
    if (first.contains(method) && second.contains(method)) both.insert(method);
  }
  return both;
}

Outcome<void> keep(KeyStore& key_store, const Registration& registration,
                   const protocol::AuthenticationFinished& finished) {
  std::vector<KeyStoreChange> changes;
  changes.push_back(recordOf(finished.salt));
  if (registration.settings != finished.settings) {
    Registration updated = registration;
    updated.settings = finished.settings;
    changes.push_back(recordOf(updated));
  }
  const auto committed = key_store.commit(std::move(changes));
  if (!committed) return fail(errorOf(committed.error()));
  return {};
}

}  // namespace

Outcome<OpenAuthentication> startAuthentication(const Environment& environment) {
  auto registration = loadRegistration(environment.key_store);
  if (!registration) return fail(std::move(registration.error()));
  auto call = OnlineCall::begin(environment);
  if (!call) return fail(std::move(call.error()));
  const auto plaintext = call->sendSigned(registration->device, protocol::StartAuthentication{});
  if (!plaintext) return fail(plaintext.error());
  const auto started = accepted(protocol::decodeAuthenticationStarted(plaintext->expose()));
  if (!started) return fail(started.error());

  auto kept = keepSettings(environment.key_store, *registration, started->settings);
  if (!kept) return fail(std::move(kept.error()));
  const AuthMethodSet here = possibleHere(environment.key_store, registration->activated);
  const AuthMethodSet answering = inBoth(started->auth_methods, here);
  if (answering.empty()) {
    return fail(Error{ErrorCode::kNoSession, "the open authentication asks for methods that are not activated here"});
  }
  return OpenAuthentication{.registration = *registration,
                            .session = started->session,
                            .challenge = started->challenge,
                            .title = started->title,
                            .context = started->context,
                            .auth_methods = answering};
}

Outcome<void> finishAuthentication(const Environment& environment, const OpenAuthentication& open,
                                   const AuthParameter& parameter) {
  const Registration& registration = open.registration;
  if (!open.auth_methods.contains(parameter.method())) {
    const std::string name(protocol::apiName(parameter.method()));
    return fail(Error{ErrorCode::kIllegalAuthMethod, name + " may not answer this authentication"});
  }
  const auto pin = enteredPin(parameter, registration.chosenPinRules(parameter.method()));
  if (!pin) return fail(pin.error());

  auto call = OnlineCall::begin(environment);
  if (!call) return fail(std::move(call.error()));
  const auto proof = proofOf(environment.key_store,
                             {.device = registration.device.id,
                              .method = parameter.method(),
                              .session = open.session.bytes(),
                              .challenge = open.challenge,
                              .subject = protocol::authenticationSubject(open.title, open.context)},
                             *pin);
  if (!proof) return fail(proof.error());
  const auto plaintext =
      call->sendSigned(registration.device, protocol::FinishAuthentication{.session = open.session, .proof = *proof});
  if (!plaintext) return fail(plaintext.error());
  const auto finished = accepted(protocol::decodeAuthenticationFinished(plaintext->expose()));
  if (!finished) return fail(finished.error());
  return keep(environment.key_store, registration, *finished);
}

Outcome<void> cancelAuthentication(const Environment& environment, const OpenAuthentication& open) {
  auto call = OnlineCall::begin(environment);
  if (!call) return fail(std::move(call.error()));
  const auto plaintext =
      call->sendSigned(open.registration.device, protocol::CancelAuthentication{.session = open.session});
  if (!plaintext) return fail(plaintext.error());
  const auto cancelled = accepted(protocol::decodeAuthenticationCancelled(plaintext->expose()));
  if (!cancelled) return fail(cancelled.error());
  return {};
}

}  // namespace heliograph::sdk
