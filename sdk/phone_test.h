// A phone and its server, for the tests of this room: verbs that a test's sentence is made of.

#ifndef HELIOGRAPH_SDK_PHONE_TEST_H_
#define HELIOGRAPH_SDK_PHONE_TEST_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "crypto/system_random.h"
#include "sdk/controller.h"
#include "sdk/testing/fake_server.h"
#include "sdk/testing/observed_key_store.h"
#include "sdk/testing/test_key_store.h"

namespace heliograph::protocol {

inline void PrintTo(AuthMethod method, std::ostream* out) { *out << apiName(method); }

}  // namespace heliograph::protocol

namespace heliograph::sdk {

inline void PrintTo(ErrorCode code, std::ostream* out) { *out << nameOf(code); }

class SettableClock final : public Clock {
 public:
  [[nodiscard]] TimePoint now() const override { return now_; }
  void advance(std::chrono::milliseconds time) { now_ += time; }

 private:
  TimePoint now_ = fromUnixMilliseconds(1'800'000'000'000);
};

MATCHER(Succeeds, "") {
  if (arg.has_value()) return true;
  *result_listener << "failed with " << arg.error().name() << ": " << arg.error().detail;
  return false;
}

MATCHER_P(FailsWith, code, "") {
  if (arg.has_value()) {
    *result_listener << "succeeded";
    return false;
  }
  *result_listener << "failed with " << arg.error().name() << ": " << arg.error().detail;
  return arg.error().code == code;
}

class PhoneTest : public ::testing::Test {
 protected:
  static constexpr std::string_view kTitle = "Payment";
  static constexpr std::string_view kContext = "Pay 12.50 EUR to Anna";

  // Runs both halves of a conversation; an error of either.
  template <class ThisController>
  Outcome<void> activate(ThisController& controller, const AuthParameter& parameter) {
    auto started = controller.startActivation(FakeServer::kActivationCode);
    if (!started) return fail(std::move(started.error()));
    return controller.finishActivation(parameter);
  }
  Outcome<void> activate(const AuthParameter& parameter) { return activate(phone, parameter); }

  Outcome<void> add(const AuthParameter& authorisation, const AuthParameter& added) {
    auto started = phone.startAddOrUpdate();
    if (!started) return fail(std::move(started.error()));
    return phone.finishAddOrUpdate(authorisation, added);
  }
  Outcome<void> add(const AuthParameter& added) { return add(devicePin("2580"), added); }

  // A phone with DEVICE_PIN 2580 and the given method.
  void activateAndAdd(const AuthParameter& added) {
    ASSERT_THAT(activate(devicePin("2580")), Succeeds());
    ASSERT_THAT(add(added), Succeeds());
  }

  Outcome<FinishOfflineAuthenticationResult> authenticateOffline(std::string_view verification_data,
                                                                 const AuthParameter& parameter) {
    auto started = phone.startOfflineAuthentication(verification_data);
    if (!started) return fail(std::move(started.error()));
    return phone.finishOfflineAuthentication(parameter);
  }

  // Answers what the service provider has begun.
  template <class ThisController>
  Outcome<void> authenticate(ThisController& controller, const AuthParameter& parameter) {
    auto started = controller.startAuthentication();
    if (!started) return fail(std::move(started.error()));
    return controller.finishAuthentication(parameter);
  }
  Outcome<void> authenticate(const AuthParameter& parameter) { return authenticate(phone, parameter); }

  [[nodiscard]] protocol::AuthMethodSet activatedMethods() { return phone.activatedAuthMethods().value(); }

  static AuthParameter devicePin(std::string_view pin) {
    return AuthParameter::withPin(protocol::AuthMethod::kDevicePin, pin);
  }
  static AuthParameter offlinePin(std::string_view pin) {
    return AuthParameter::withPin(protocol::AuthMethod::kOfflinePin, pin);
  }
  static AuthParameter with(protocol::AuthMethod method) { return AuthParameter::withoutPin(method); }

  PhoneTest() { EXPECT_THAT(phone.loadConfig(server.configuration()), Succeeds()); }

  crypto::SystemRandom random;
  SettableClock clock;
  FakeServer server{random, clock};
  TestKeyStore platform{random};
  ObservedKeyStore key_store{platform};
  Controller phone{key_store, &server, random, clock};
};

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_PHONE_TEST_H_
