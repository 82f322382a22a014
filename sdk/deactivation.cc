#include "sdk/deactivation.h"

#include <string>
#include <utility>

#include "sdk/key_store_failure.h"
#include "sdk/method_records.h"
#include "sdk/online_call.h"
#include "sdk/registration.h"

namespace heliograph::sdk {
namespace {

using protocol::AuthMethod;

Outcome<void> tellServer(const Environment& environment, const DeviceIdentity& device) {
  auto call = OnlineCall::begin(environment);
  if (!call) return fail(std::move(call.error()));
  const auto plaintext = call->sendSigned(device, protocol::DeactivateDevice{});
  if (!plaintext) return fail(plaintext.error());
  auto answer = accepted(protocol::decodeDeviceDeactivated(plaintext->expose()));
  if (!answer && answer.error().code != ErrorCode::kNotActivated) return fail(std::move(answer.error()));
  return {};
}

Outcome<void> tellServer(const Environment& environment, const DeviceIdentity& device, AuthMethod method) {
  auto call = OnlineCall::begin(environment);
  if (!call) return fail(std::move(call.error()));
  const auto plaintext = call->sendSigned(device, protocol::DeactivateMethod{.method = method});
  if (!plaintext) return fail(plaintext.error());
  auto answer = accepted(protocol::decodeMethodDeactivated(plaintext->expose()));
  if (answer) return {};
  // What the server says of a method that is not activated there is that it does not allow it.
  const ErrorCode code = answer.error().code;
  if (code == ErrorCode::kNotActivated || code == ErrorCode::kMethodNotAllowed) return {};
  return fail(std::move(answer.error()));
}

Outcome<void> removeKeys(KeyStore& key_store) {
  const auto cleared = key_store.clear();
  if (!cleared) return fail(errorOf(cleared.error()));
  return {};
}

}  // namespace

Outcome<void> deactivate(const Environment& environment, bool local_only) {
  auto registration = loadRegistration(environment.key_store);
  const bool absent = !registration && registration.error().code == ErrorCode::kNotActivated;
  if (absent || (!registration && !local_only)) return fail(std::move(registration.error()));
  if (!local_only) {
    auto told = tellServer(environment, registration->device);
    if (!told) return told;
  }
  return removeKeys(environment.key_store);
}

Outcome<void> deactivateAuthMethod(const Environment& environment, AuthMethod method, bool local_only) {
  auto registration = loadRegistration(environment.key_store);
  if (!registration) return fail(std::move(registration.error()));
  if (!registration->activated.contains(method)) {
    const std::string name(protocol::apiName(method));
    return fail(Error{ErrorCode::kMethodNotAllowed, name + " is not activated on this device"});
  }
  if (!local_only) {
    auto told = tellServer(environment, registration->device, method);
    if (!told) return told;
  }
  registration->deactivate(method);
  auto changes = removalOf(method);
  changes.push_back(recordOf(*registration));
  const auto committed = environment.key_store.commit(std::move(changes));
  if (!committed) return fail(errorOf(committed.error()));
  return {};
}

}  // namespace heliograph::sdk
