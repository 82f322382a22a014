// The functions that src/module.ts calls: one for each of Controller, named after it.
//
// Texts come as UTF-8 in memory of the caller, who wipes and frees it after the call; a PIN is copied into its
// SecretBytes and nowhere else. A call leaves its answer (answer.h) for phoneAnswer(). One module holds one
// controller and does one call at a time: the next begins when the one before has returned, whether it waited for the
// page or not.

#include <emscripten.h>

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "sdk/controller.h"
#include "sdk/web/binding/answer.h"
#include "sdk/web/binding/browser_random.h"
#include "sdk/web/binding/page_key_store.h"
#include "sdk/web/binding/page_transport.h"

namespace heliograph::sdk::web {
namespace {

struct Phone {
  explicit Phone(bool online) : controller(key_store, online ? &transport : nullptr, random, clock) {}

  PageKeyStore key_store;
  PageTransport transport;
  BrowserRandom random;
  SystemClock clock;
  Controller controller;
};

std::optional<Phone> phone;
std::string answer;

Controller& controller() { return phone->controller; }

// Nothing where no method has this name.
std::optional<AuthParameter> parameterOf(std::string_view method_name, const char* pin, std::size_t pin_size) {
  const auto method = protocol::authMethodFromApiName(method_name);
  if (!method) return std::nullopt;
  if (pin == nullptr) return AuthParameter::withoutPin(*method);
  return AuthParameter::withPin(*method, std::string_view(pin, pin_size));
}

void answerUnknownMethod() {
  answer =
      answerOf(Outcome<void>(fail(Error{ErrorCode::kInvalidInputFormat, "no authentication method has this name"})));
}

}  // namespace
}  // namespace heliograph::sdk::web

using namespace heliograph::sdk::web;  // NOLINT(google-build-using-namespace): the exports have no namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void phoneOpen(bool online) {
  giveOpenSslTheBrowsersRandom();
  phone.emplace(online);
}

EMSCRIPTEN_KEEPALIVE const char* phoneAnswer() { return answer.data(); }
EMSCRIPTEN_KEEPALIVE std::size_t phoneAnswerSize() { return answer.size(); }
EMSCRIPTEN_KEEPALIVE void phoneForgetAnswer() {
  heliograph::wipe({reinterpret_cast<std::uint8_t*>(answer.data()), answer.size()});
  answer.clear();
}

EMSCRIPTEN_KEEPALIVE void phoneLoadConfig(const char* json, std::size_t size) {
  answer = answerOf(controller().loadConfig({json, size}));
}

EMSCRIPTEN_KEEPALIVE void phoneStartActivation(const char* code, std::size_t size) {
  answer = answerOf(controller().startActivation({code, size}));
}

EMSCRIPTEN_KEEPALIVE void phoneFinishActivation(const char* method, std::size_t method_size, const char* pin,
                                                std::size_t pin_size) {
  const auto parameter = parameterOf({method, method_size}, pin, pin_size);
  if (!parameter) return answerUnknownMethod();
  answer = answerOf(controller().finishActivation(*parameter));
}

EMSCRIPTEN_KEEPALIVE void phoneStartAddOrUpdate() { answer = answerOf(controller().startAddOrUpdate()); }

EMSCRIPTEN_KEEPALIVE void phoneFinishAddOrUpdate(const char* authorisation_method,
                                                 std::size_t authorisation_method_size, const char* authorisation_pin,
                                                 std::size_t authorisation_pin_size, const char* added_method,
                                                 std::size_t added_method_size, const char* added_pin,
                                                 std::size_t added_pin_size) {
  const auto authorisation =
      parameterOf({authorisation_method, authorisation_method_size}, authorisation_pin, authorisation_pin_size);
  const auto added = parameterOf({added_method, added_method_size}, added_pin, added_pin_size);
  if (!authorisation || !added) return answerUnknownMethod();
  answer = answerOf(controller().finishAddOrUpdate(*authorisation, *added));
}

EMSCRIPTEN_KEEPALIVE void phoneStartAuthentication() { answer = answerOf(controller().startAuthentication()); }

EMSCRIPTEN_KEEPALIVE void phoneFinishAuthentication(const char* method, std::size_t method_size, const char* pin,
                                                    std::size_t pin_size) {
  const auto parameter = parameterOf({method, method_size}, pin, pin_size);
  if (!parameter) return answerUnknownMethod();
  answer = answerOf(controller().finishAuthentication(*parameter));
}

EMSCRIPTEN_KEEPALIVE void phoneStartOfflineAuthentication(const char* verification_data, std::size_t size) {
  answer = answerOf(controller().startOfflineAuthentication({verification_data, size}));
}

EMSCRIPTEN_KEEPALIVE void phoneFinishOfflineAuthentication(const char* method, std::size_t method_size, const char* pin,
                                                           std::size_t pin_size) {
  const auto parameter = parameterOf({method, method_size}, pin, pin_size);
  if (!parameter) return answerUnknownMethod();
  answer = answerOf(controller().finishOfflineAuthentication(*parameter));
}

EMSCRIPTEN_KEEPALIVE void phoneCancelSession() { answer = answerOf(controller().cancelSession()); }

EMSCRIPTEN_KEEPALIVE void phoneIsActivated() { answer = answerOf(controller().isActivated()); }

EMSCRIPTEN_KEEPALIVE void phoneActivatedAuthMethods() { answer = answerOf(controller().activatedAuthMethods()); }

EMSCRIPTEN_KEEPALIVE void phoneDeactivate(bool local_only) { answer = answerOf(controller().deactivate(local_only)); }

EMSCRIPTEN_KEEPALIVE void phoneDeactivateAuthMethod(const char* method, std::size_t size, bool local_only) {
  const auto parsed = heliograph::protocol::authMethodFromApiName({method, size});
  if (!parsed) return answerUnknownMethod();
  answer = answerOf(controller().deactivateAuthMethod(*parsed, local_only));
}
}
