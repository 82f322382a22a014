#include "sdk/deactivation.h"

#include <utility>

#include "sdk/key_store_failure.h"
#include "sdk/online_call.h"
#include "sdk/registration.h"

namespace heliograph::sdk {
namespace {

Outcome<void> tellServer(const Environment& environment, const DeviceIdentity& device) {
  auto call = OnlineCall::begin(environment);
  if (!call) return fail(std::move(call.error()));
  const auto plaintext = call->sendSigned(device, protocol::DeactivateDevice{});
  if (!plaintext) return fail(plaintext.error());
  auto answer = accepted(protocol::decodeDeviceDeactivated(plaintext->expose()));
  if (!answer && answer.error().code != ErrorCode::kNotActivated) return fail(std::move(answer.error()));
  return {};
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

}  // namespace heliograph::sdk
