#include "protocol/auth_method.h"

#include <gtest/gtest.h>

#include <string_view>

namespace heliograph::protocol {
namespace {

struct Row {
  AuthMethod method;
  std::uint8_t id;
  std::string_view api_name;
  std::string_view configuration_name;
  bool is_offline;
  bool uses_pin;
  bool uses_biometrics;
};

// docs/protocol.md section 1.
constexpr std::array kTable{
    Row{AuthMethod::kOfflineDevice, 0x01, "OFFLINE_DEVICE", "OFFLINE", true, false, false},
    Row{AuthMethod::kOfflinePin, 0x02, "OFFLINE_PIN", "OFFLINE:PIN", true, true, false},
    Row{AuthMethod::kOfflineStrongTouchId, 0x03, "OFFLINE_STRONG_TOUCH_ID", "OFFLINE:STRONG_TOUCH_ID", true, false,
        true},
    Row{AuthMethod::kOfflineIosFaceId, 0x04, "OFFLINE_IOS_FACE_ID", "OFFLINE:IOS_FACE_ID", true, false, true},
    Row{AuthMethod::kOfflineAndroidFingerprint, 0x05, "OFFLINE_ANDROID_FINGERPRINT", "OFFLINE:ANDROID_FINGERPRINT",
        true, false, true},
    Row{AuthMethod::kOfflineAndroidBiometricPrompt, 0x06, "OFFLINE_ANDROID_BIOMETRIC_PROMPT",
        "OFFLINE:ANDROID_BIOMETRIC_PROMPT", true, false, true},
    Row{AuthMethod::kDevice, 0x11, "DEVICE", "DEVICE", false, false, false},
    Row{AuthMethod::kDevicePin, 0x12, "DEVICE_PIN", "DEVICE:PIN", false, true, false},
    Row{AuthMethod::kDeviceStrongTouchId, 0x13, "DEVICE_STRONG_TOUCH_ID", "DEVICE:STRONG_TOUCH_ID", false, false, true},
    Row{AuthMethod::kDeviceIosFaceId, 0x14, "DEVICE_IOS_FACE_ID", "DEVICE:IOS_FACE_ID", false, false, true},
    Row{AuthMethod::kDeviceAndroidFingerprint, 0x15, "DEVICE_ANDROID_FINGERPRINT", "DEVICE:ANDROID_FINGERPRINT", false,
        false, true},
    Row{AuthMethod::kDeviceAndroidBiometricPrompt, 0x16, "DEVICE_ANDROID_BIOMETRIC_PROMPT",
        "DEVICE:ANDROID_BIOMETRIC_PROMPT", false, false, true},
};

TEST(AuthMethod, HasTheNamesAndTheIdOfTheTable) {
  for (const Row& row : kTable) {
    EXPECT_EQ(idOf(row.method), row.id);
    EXPECT_EQ(apiName(row.method), row.api_name);
    EXPECT_EQ(configurationName(row.method), row.configuration_name);
    EXPECT_EQ(authMethodFromId(row.id), row.method);
    EXPECT_EQ(authMethodFromApiName(row.api_name), row.method);
    EXPECT_EQ(authMethodFromConfigurationName(row.configuration_name), row.method);
  }
}

TEST(AuthMethod, HasTwoFactorsUnlessItIsTheDeviceAlone) {
  for (const Row& row : kTable) {
    EXPECT_EQ(isOffline(row.method), row.is_offline) << row.api_name;
    EXPECT_EQ(usesPin(row.method), row.uses_pin) << row.api_name;
    EXPECT_EQ(usesBiometrics(row.method), row.uses_biometrics) << row.api_name;
    EXPECT_EQ(isTwoFactor(row.method), row.uses_pin || row.uses_biometrics) << row.api_name;
  }
}

TEST(AuthMethod, IsUnknownUnderAnyOtherNameOrId) {
  for (const std::string_view name : {"", "OFFLINE", "OFFLINE:PIN", "offline_pin", "OFFLINE_PIN ", "PIN"}) {
    EXPECT_EQ(authMethodFromApiName(name), std::nullopt) << name;
  }
  for (const std::string_view name : {"", "OFFLINE:DEVICE", "OFFLINE_PIN", "offline:pin", "OFFLINE:"}) {
    EXPECT_EQ(authMethodFromConfigurationName(name), std::nullopt) << name;
  }
  for (const int id : {0x00, 0x07, 0x08, 0x10, 0x17, 0x21, 0xFF}) {
    EXPECT_EQ(authMethodFromId(static_cast<std::uint8_t>(id)), std::nullopt) << id;
  }
}

TEST(AuthMethodSet, HasOneBitPerMethodOfflineInTheLowByte) {
  EXPECT_EQ(AuthMethodSet().bits(), 0);
  EXPECT_EQ(AuthMethodSet({AuthMethod::kOfflineDevice}).bits(), 0x0001);
  EXPECT_EQ(AuthMethodSet({AuthMethod::kOfflineAndroidBiometricPrompt}).bits(), 0x0020);
  EXPECT_EQ(AuthMethodSet({AuthMethod::kDevice}).bits(), 0x0100);
  EXPECT_EQ(AuthMethodSet({AuthMethod::kDevicePin, AuthMethod::kOfflinePin}).bits(), 0x0202);
  EXPECT_EQ(AuthMethodSet({AuthMethod::kDeviceAndroidBiometricPrompt}).bits(), 0x2000);
}

TEST(AuthMethodSet, ContainsWhatWasInserted) {
  AuthMethodSet set;
  EXPECT_TRUE(set.empty());
  set.insert(AuthMethod::kDevicePin);
  set.insert(AuthMethod::kDevicePin);
  EXPECT_FALSE(set.empty());
  EXPECT_TRUE(set.contains(AuthMethod::kDevicePin));
  EXPECT_FALSE(set.contains(AuthMethod::kOfflinePin));
  EXPECT_EQ(set, AuthMethodSet({AuthMethod::kDevicePin}));
}

TEST(AuthMethodSet, RefusesABitThatStandsForNoMethod) {
  AuthMethodSet all;
  for (const AuthMethod method : kAllAuthMethods) all.insert(method);
  EXPECT_EQ(AuthMethodSet::fromBits(0x3F3F), all);
  for (const int bits : {0x0040, 0x0080, 0x4000, 0x8000}) {
    EXPECT_EQ(AuthMethodSet::fromBits(static_cast<std::uint16_t>(bits)), std::nullopt) << bits;
  }
}

}  // namespace
}  // namespace heliograph::protocol
