#include "sdk/registration.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hex.h"
#include "crypto/system_random.h"
#include "sdk/phone_test.h"

namespace heliograph::sdk {
namespace {

using protocol::AuthMethod;
using protocol::PinRules;
using protocol::PinType;

class RegistrationTest : public ::testing::Test {
 protected:
  static Registration anyRegistration() {
    Registration registration{
        .device = {.id = DeviceId::parse("00112233-4455-6677-8899-aabbccddeeff").value(), .ticket = {}},
        .settings = {.allowed = {AuthMethod::kDevicePin, AuthMethod::kOfflinePin},
                     .allowed_to_authorise = {AuthMethod::kDevicePin},
                     .otp_length = protocol::OtpLength::of(8),
                     .pin = {.type = PinType::kAlphanumeric, .min_length = 6, .max_length = 20},
                     .failures_allowed = 5},
        .activated = {AuthMethod::kDevice},
        .offline_pin_rules = {},
        .device_pin_rules = {}};
    registration.device.ticket.fill(0xA5);
    return registration;
  }
  void store(const SecretBytes& record) {
    std::vector<KeyStoreChange> changes;
    changes.push_back({.name = "registration", .value = record.clone()});
    ASSERT_TRUE(key_store.commit(std::move(changes)).has_value());
  }

  crypto::SystemRandom random;
  TestKeyStore key_store{random};
};

TEST_F(RegistrationTest, IsKeptInTheseBytes) {
  Registration registration = anyRegistration();
  registration.activate(AuthMethod::kOfflinePin, {.type = PinType::kNumeric, .min_length = 4, .max_length = 12});
  const KeyStoreChange record = recordOf(registration);
  EXPECT_EQ(record.name, "registration");
  EXPECT_EQ(record.protection, Protection::kDevice);
  EXPECT_EQ(toHex(record.value->expose()),
            "01"
            "00112233445566778899aabbccddeeff"
            "a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5"
            "0102"
            "00040c"
            "00040c"
            "0202"
            "0200"
            "08"
            "010614"
            "05");
}

TEST_F(RegistrationTest, ADeactivatedMethodLeavesNoRulesOfItsPin) {
  const PinRules rules{.type = PinType::kAlphanumeric, .min_length = 8, .max_length = 9};
  Registration registration = anyRegistration();
  registration.activate(AuthMethod::kDevicePin, rules);
  registration.activate(AuthMethod::kOfflinePin, rules);
  registration.deactivate(AuthMethod::kOfflinePin);
  EXPECT_EQ(registration.activated, (protocol::AuthMethodSet{AuthMethod::kDevice, AuthMethod::kDevicePin}));
  EXPECT_EQ(registration.chosenPinRules(AuthMethod::kOfflinePin), PinRules{});
  EXPECT_EQ(registration.chosenPinRules(AuthMethod::kDevicePin), rules);
}

TEST_F(RegistrationTest, ReadsBackWhatWasKept) {
  Registration registration = anyRegistration();
  const PinRules rules{.type = PinType::kAlphanumeric, .min_length = 8, .max_length = 9};
  registration.activate(AuthMethod::kDevicePin, rules);
  store(*recordOf(registration).value);
  const auto loaded = loadRegistration(key_store);
  ASSERT_THAT(loaded, Succeeds());
  EXPECT_EQ(loaded->device.id, registration.device.id);
  EXPECT_EQ(loaded->device.ticket, registration.device.ticket);
  EXPECT_EQ(loaded->settings, registration.settings);
  EXPECT_EQ(loaded->activated, registration.activated);
  EXPECT_EQ(loaded->chosenPinRules(AuthMethod::kDevicePin), rules);
  EXPECT_EQ(loaded->chosenPinRules(AuthMethod::kOfflinePin), PinRules{});
}

TEST_F(RegistrationTest, AnAbsentOneMeansNotActivated) {
  EXPECT_THAT(loadRegistration(key_store), FailsWith(ErrorCode::kNotActivated));
}

TEST_F(RegistrationTest, ADamagedOneIsNotTakenForAnAbsentOne) {
  struct Damage {
    std::string_view what;
    std::size_t offset;
    std::uint8_t value;
  };
  constexpr Damage kDamages[] = {
      {"unknown version", 0, 2},  {"unknown method", 33, 0x80},         {"unknown PIN type", 35, 2},
      {"OTP length of 3", 45, 3}, {"unknown allowed method", 42, 0x40},
  };
  const SecretBytes intact = std::move(*recordOf(anyRegistration()).value);
  for (const Damage& damage : kDamages) {
    SCOPED_TRACE(damage.what);
    SecretBytes damaged = intact.clone();
    damaged.exposeMutable()[damage.offset] = damage.value;
    store(damaged);
    EXPECT_THAT(loadRegistration(key_store), FailsWith(ErrorCode::kKeyStoreUnavailable));
  }
  store(SecretBytes::copyOf(intact.expose().first(intact.size() - 1)));
  EXPECT_THAT(loadRegistration(key_store), FailsWith(ErrorCode::kKeyStoreUnavailable));
}

}  // namespace
}  // namespace heliograph::sdk
