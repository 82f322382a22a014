// Authentication methods: what the phone's owner does, and the names and numbers that stand for it.
//
//   API name                          configuration name           id    factors
//   OFFLINE_DEVICE                    OFFLINE                      0x01  possession
//   OFFLINE_PIN                       OFFLINE:PIN                  0x02  possession, knowledge
//   OFFLINE_STRONG_TOUCH_ID           OFFLINE:STRONG_TOUCH_ID      0x03  possession, inherence
//   OFFLINE_IOS_FACE_ID               OFFLINE:IOS_FACE_ID          0x04  possession, inherence
//   OFFLINE_ANDROID_FINGERPRINT       OFFLINE:ANDROID_FINGERPRINT  0x05  possession, inherence
//   OFFLINE_ANDROID_BIOMETRIC_PROMPT  OFFLINE:ANDROID_BIOMETRIC_PROMPT  0x06  possession, inherence
//   DEVICE, DEVICE_PIN, ...           DEVICE, DEVICE:PIN, ...      0x11 .. 0x16, in the same order
//
// Offline ids fit the three bits that the header of verification data has for them.

#ifndef HELIOGRAPH_PROTOCOL_AUTH_METHOD_H_
#define HELIOGRAPH_PROTOCOL_AUTH_METHOD_H_

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace heliograph::protocol {

enum class AuthMethod : std::uint8_t {
  kOfflineDevice = 0x01,
  kOfflinePin = 0x02,
  kOfflineStrongTouchId = 0x03,
  kOfflineIosFaceId = 0x04,
  kOfflineAndroidFingerprint = 0x05,
  kOfflineAndroidBiometricPrompt = 0x06,
  kDevice = 0x11,
  kDevicePin = 0x12,
  kDeviceStrongTouchId = 0x13,
  kDeviceIosFaceId = 0x14,
  kDeviceAndroidFingerprint = 0x15,
  kDeviceAndroidBiometricPrompt = 0x16,
};

inline constexpr std::array kAllAuthMethods{
    AuthMethod::kDevice,
    AuthMethod::kDevicePin,
    AuthMethod::kDeviceStrongTouchId,
    AuthMethod::kDeviceIosFaceId,
    AuthMethod::kDeviceAndroidFingerprint,
    AuthMethod::kDeviceAndroidBiometricPrompt,
    AuthMethod::kOfflineDevice,
    AuthMethod::kOfflinePin,
    AuthMethod::kOfflineStrongTouchId,
    AuthMethod::kOfflineIosFaceId,
    AuthMethod::kOfflineAndroidFingerprint,
    AuthMethod::kOfflineAndroidBiometricPrompt,
};

// The name in the HTTP interfaces and the SDK, and the name in an application's configuration.
[[nodiscard]] std::string_view apiName(AuthMethod method);
[[nodiscard]] std::string_view configurationName(AuthMethod method);

[[nodiscard]] std::optional<AuthMethod> authMethodFromApiName(std::string_view name);
[[nodiscard]] std::optional<AuthMethod> authMethodFromConfigurationName(std::string_view name);
[[nodiscard]] std::optional<AuthMethod> authMethodFromId(std::uint8_t id);

[[nodiscard]] constexpr std::uint8_t idOf(AuthMethod method) { return static_cast<std::uint8_t>(method); }
[[nodiscard]] bool isOffline(AuthMethod method);
[[nodiscard]] bool usesPin(AuthMethod method);
[[nodiscard]] bool usesBiometrics(AuthMethod method);
// Everything but DEVICE and OFFLINE_DEVICE.
[[nodiscard]] bool isTwoFactor(AuthMethod method);

// A set of methods. On the wire: two bytes, offline methods in the low one, online in the high one, bit id - 1.
class AuthMethodSet {
 public:
  AuthMethodSet() = default;
  AuthMethodSet(std::initializer_list<AuthMethod> methods);
  // Nothing where a bit stands for no method.
  [[nodiscard]] static std::optional<AuthMethodSet> fromBits(std::uint16_t bits);

  void insert(AuthMethod method);
  [[nodiscard]] bool contains(AuthMethod method) const;
  [[nodiscard]] bool empty() const { return bits_ == 0; }
  [[nodiscard]] std::uint16_t bits() const { return bits_; }

  friend bool operator==(AuthMethodSet, AuthMethodSet) = default;

 private:
  std::uint16_t bits_ = 0;
};

}  // namespace heliograph::protocol

#endif  // HELIOGRAPH_PROTOCOL_AUTH_METHOD_H_
