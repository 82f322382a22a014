#include "sdk/controller.h"

#include <utility>
#include <variant>

#include "sdk/activation.h"
#include "sdk/add_or_update.h"
#include "sdk/authentication.h"
#include "sdk/deactivation.h"
#include "sdk/environment.h"
#include "sdk/offline_authentication.h"
#include "sdk/registration.h"

namespace heliograph::sdk {
namespace {

std::optional<std::string> textOf(const std::optional<protocol::Context>& context) {
  return context ? std::optional(std::string(context->text())) : std::nullopt;
}

}  // namespace

// The state machine: which operation is open. What an operation does is in the file of its conversation.
class Controller::Implementation {
 public:
  explicit Implementation(Environment environment) : environment_(std::move(environment)) {}

  [[nodiscard]] Environment& environment() { return environment_; }

  // The call wants that no operation is open.
  [[nodiscard]] Outcome<void> requireIdle() const {
    if (std::holds_alternative<Idle>(operation_)) return {};
    return fail(Error{ErrorCode::kWrongState, "another operation is open"});
  }

  template <class Operation>
  const Operation& open(Operation operation) {
    return operation_.emplace<Operation>(std::move(operation));
  }

  // Runs `step` on the open operation and closes it, unless the same call may be repeated. Where another operation is
  // open it stays open: its own finish is still to come.
  template <class Operation, class Step>
  auto finish(Step step) -> decltype(step(std::declval<const Operation&>())) {
    const auto* operation = std::get_if<Operation>(&operation_);
    if (operation == nullptr) return fail(Error{ErrorCode::kWrongState, "no such operation is open"});
    auto outcome = step(*operation);
    if (outcome || !outcome.error().isRecoverable()) close();
    return outcome;
  }

  void close() { operation_.emplace<Idle>(); }

  // Closes whatever is open. What it returns has still to be refused at the server.
  [[nodiscard]] std::optional<OpenAuthentication> cancel() {
    auto* authentication = std::get_if<OpenAuthentication>(&operation_);
    auto refused = authentication == nullptr ? std::nullopt : std::optional(std::move(*authentication));
    close();
    return refused;
  }

 private:
  struct Idle {};

  Environment environment_;
  std::variant<Idle, OpenActivation, OpenAddOrUpdate, OpenAuthentication, OpenOfflineAuthentication> operation_;
};

Controller::Controller(KeyStore& key_store, Transport* transport, Random& random, const Clock& clock)
    : implementation_(std::make_unique<Implementation>(
          Environment{.key_store = key_store, .transport = transport, .random = random, .clock = clock})) {}

Controller::~Controller() = default;

Outcome<void> Controller::loadConfig(std::string_view json) {
  auto idle = implementation_->requireIdle();
  if (!idle) return idle;
  auto config = Config::parse(json);
  if (!config) return fail(std::move(config.error()));
  implementation_->environment().config = std::move(*config);
  return {};
}

Outcome<StartActivationResult> Controller::startActivation(std::string_view activation_code) {
  auto idle = implementation_->requireIdle();
  if (!idle) return fail(std::move(idle.error()));
  auto started = sdk::startActivation(implementation_->environment(), activation_code);
  if (!started) return fail(std::move(started.error()));
  const OpenActivation& open = implementation_->open(std::move(*started));
  return StartActivationResult{.auth_methods = open.authMethods(implementation_->environment().key_store),
                               .pin_rules = open.settings.pin};
}

Outcome<void> Controller::finishActivation(const AuthParameter& parameter) {
  return implementation_->finish<OpenActivation>([&](const OpenActivation& open) {
    return sdk::finishActivation(implementation_->environment(), open, parameter);
  });
}

Outcome<StartAddOrUpdateResult> Controller::startAddOrUpdate() {
  auto idle = implementation_->requireIdle();
  if (!idle) return fail(std::move(idle.error()));
  auto started = sdk::startAddOrUpdate(implementation_->environment());
  if (!started) return fail(std::move(started.error()));
  const OpenAddOrUpdate& open = implementation_->open(std::move(*started));
  return StartAddOrUpdateResult{.authorising_methods = open.authorisingMethods(),
                                .auth_methods = open.authMethods(implementation_->environment().key_store),
                                .pin_rules = open.registration.settings.pin};
}

Outcome<void> Controller::finishAddOrUpdate(const AuthParameter& authorisation, const AuthParameter& added) {
  return implementation_->finish<OpenAddOrUpdate>([&](const OpenAddOrUpdate& open) {
    return sdk::finishAddOrUpdate(implementation_->environment(), open, authorisation, added);
  });
}

Outcome<StartAuthenticationResult> Controller::startAuthentication() {
  auto idle = implementation_->requireIdle();
  if (!idle) return fail(std::move(idle.error()));
  auto started = sdk::startAuthentication(implementation_->environment());
  if (!started) return fail(std::move(started.error()));
  const OpenAuthentication& open = implementation_->open(std::move(*started));
  return StartAuthenticationResult{
      .context_title = textOf(open.title),
      .context = textOf(open.context),
      .auth_methods = open.auth_methods,
      .pin_rules = open.registration.chosenPinRules(protocol::AuthMethod::kDevicePin),
  };
}

Outcome<void> Controller::finishAuthentication(const AuthParameter& parameter) {
  return implementation_->finish<OpenAuthentication>([&](const OpenAuthentication& open) {
    return sdk::finishAuthentication(implementation_->environment(), open, parameter);
  });
}

Outcome<StartOfflineAuthenticationResult> Controller::startOfflineAuthentication(std::string_view verification_data) {
  auto idle = implementation_->requireIdle();
  if (!idle) return fail(std::move(idle.error()));
  auto started = sdk::startOfflineAuthentication(implementation_->environment().key_store, verification_data);
  if (!started) return fail(std::move(started.error()));
  const OpenOfflineAuthentication& open = implementation_->open(std::move(*started));
  return StartOfflineAuthenticationResult{
      .context = std::string(open.context.text()), .auth_method = open.parameters.method, .pin_rules = open.pin_rules};
}

Outcome<FinishOfflineAuthenticationResult> Controller::finishOfflineAuthentication(const AuthParameter& parameter) {
  const auto otp = implementation_->finish<OpenOfflineAuthentication>([&](const OpenOfflineAuthentication& open) {
    return sdk::finishOfflineAuthentication(implementation_->environment().key_store, open, parameter);
  });
  if (!otp) return fail(otp.error());
  return FinishOfflineAuthenticationResult{.one_time_password = std::string(otp->expose())};
}

Outcome<void> Controller::cancelSession() {
  const auto refused = implementation_->cancel();
  if (!refused) return {};
  return sdk::cancelAuthentication(implementation_->environment(), *refused);
}

bool Controller::isActivated() { return loadRegistration(implementation_->environment().key_store).has_value(); }

Outcome<protocol::AuthMethodSet> Controller::activatedAuthMethods() {
  const auto registration = loadRegistration(implementation_->environment().key_store);
  if (!registration) return fail(registration.error());
  return registration->activated;
}

Outcome<void> Controller::deactivate(bool local_only) {
  auto idle = implementation_->requireIdle();
  if (!idle) return idle;
  return sdk::deactivate(implementation_->environment(), local_only);
}

Outcome<void> Controller::deactivateAuthMethod(protocol::AuthMethod method, bool local_only) {
  auto idle = implementation_->requireIdle();
  if (!idle) return idle;
  return sdk::deactivateAuthMethod(implementation_->environment(), method, local_only);
}

}  // namespace heliograph::sdk
