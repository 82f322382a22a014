#include "sdk/activation.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "sdk/key_store_failure.h"
#include "sdk/method_activation.h"
#include "sdk/online_call.h"

namespace heliograph::sdk {
namespace {

using protocol::AuthMethod;
using protocol::AuthMethodSet;

constexpr std::string_view kDevicePublicKey = "device-public-key";

bool isActivationCode(std::string_view code) {
  return !code.empty() && code.size() <= protocol::kMaxActivationCodeSize && std::ranges::all_of(code, isLetterOrDigit);
}

// Made where there is none; the record is written last, so that where it is there the key is its own.
Outcome<crypto::P256PublicKey> signingKeyOf(KeyStore& key_store) {
  const auto record = key_store.read(kDevicePublicKey);
  if (!record && record.error() != KeyStoreError::kNotFound) return fail(errorOf(record.error()));
  auto known = record ? crypto::P256PublicKey::fromPoint(record->expose()) : std::nullopt;
  if (known) return std::move(*known);

  const auto created = key_store.createSigningKey();
  if (!created) return fail(errorOf(created.error()));
  std::vector<KeyStoreChange> changes;
  changes.push_back({.name = std::string(kDevicePublicKey),
                     .protection = Protection::kDevice,
                     .value = SecretBytes::copyOf(created->point())});
  const auto committed = key_store.commit(std::move(changes));
  if (!committed) return fail(errorOf(committed.error()));
  return *created;
}

Outcome<void> requireNotActivated(KeyStore& key_store) {
  auto registration = loadRegistration(key_store);
  if (registration) return fail(Error{ErrorCode::kWrongState, "this device is activated already"});
  if (registration.error().code == ErrorCode::kNotActivated) return {};
  return fail(std::move(registration.error()));
}

}  // namespace

AuthMethodSet OpenActivation::authMethods(const KeyStore& key_store) const {
  AuthMethodSet online;
  const AuthMethodSet possible = possibleHere(key_store, settings.allowed);
  for (const AuthMethod method : protocol::kAllAuthMethods) {
    if (possible.contains(method) && !protocol::isOffline(method)) online.insert(method);
  }
  return online;
}

Outcome<OpenActivation> startActivation(const Environment& environment, std::string_view activation_code) {
  if (!isActivationCode(activation_code)) {
    return fail(Error{ErrorCode::kInvalidInputFormat, "the activation code is not 1 to 64 letters and digits"});
  }
  auto fresh = requireNotActivated(environment.key_store);
  if (!fresh) return fail(std::move(fresh.error()));
  auto call = OnlineCall::begin(environment);
  if (!call) return fail(std::move(call.error()));

  auto device_key = signingKeyOf(environment.key_store);
  if (!device_key) return fail(std::move(device_key.error()));
  const auto plaintext = call->sendEnrolment({.application = environment.config->application,
                                              .device_key = *device_key,
                                              .activation_code = SecretBytes::copyOf(bytesOf(activation_code))});
  if (!plaintext) return fail(plaintext.error());
  const auto started = accepted(protocol::decodeEnrolmentStarted(plaintext->expose()));
  if (!started) return fail(started.error());
  return OpenActivation{.device = {.id = started->device, .ticket = started->ticket}, .settings = started->settings};
}

Outcome<void> finishActivation(const Environment& environment, const OpenActivation& activation,
                               const AuthParameter& parameter) {
  if (protocol::isOffline(parameter.method())) {
    return fail(Error{ErrorCode::kIllegalAuthMethod, "the first method of a device is an online one"});
  }
  auto allowed = requireAllowed(environment.key_store, activation.settings, parameter.method());
  if (!allowed) return allowed;
  const auto method = MethodActivation::begin(parameter, activation.settings.pin, environment.random);
  if (!method) return fail(method.error());

  auto call = OnlineCall::begin(environment);
  if (!call) return fail(std::move(call.error()));
  const auto plaintext = call->sendSigned(
      activation.device,
      protocol::FinishEnrolment{.method = method->method, .phone_random = method->phone_random.clone()});
  if (!plaintext) return fail(plaintext.error());
  const auto answer = accepted(protocol::decodeMethodActivated(plaintext->expose()));
  if (!answer) return fail(answer.error());

  const Registration registration{.device = activation.device,
                                  .settings = activation.settings,
                                  .activated = {},
                                  .offline_pin_rules = {},
                                  .device_pin_rules = {}};
  return method->complete(environment, registration, call->keyAgreementSecret(), *answer);
}

}  // namespace heliograph::sdk
