#include "protocol/auth_method.h"

#include <algorithm>

namespace heliograph::protocol {
namespace {

struct Names {
  AuthMethod method;
  std::string_view api;
  std::string_view configuration;
};

constexpr std::array<Names, kAllAuthMethods.size()> kNames{{
    {AuthMethod::kDevice, "DEVICE", "DEVICE"},
    {AuthMethod::kDevicePin, "DEVICE_PIN", "DEVICE:PIN"},
    {AuthMethod::kDeviceStrongTouchId, "DEVICE_STRONG_TOUCH_ID", "DEVICE:STRONG_TOUCH_ID"},
    {AuthMethod::kDeviceIosFaceId, "DEVICE_IOS_FACE_ID", "DEVICE:IOS_FACE_ID"},
    {AuthMethod::kDeviceAndroidFingerprint, "DEVICE_ANDROID_FINGERPRINT", "DEVICE:ANDROID_FINGERPRINT"},
    {AuthMethod::kDeviceAndroidBiometricPrompt, "DEVICE_ANDROID_BIOMETRIC_PROMPT", "DEVICE:ANDROID_BIOMETRIC_PROMPT"},
    {AuthMethod::kOfflineDevice, "OFFLINE_DEVICE", "OFFLINE"},
    {AuthMethod::kOfflinePin, "OFFLINE_PIN", "OFFLINE:PIN"},
    {AuthMethod::kOfflineStrongTouchId, "OFFLINE_STRONG_TOUCH_ID", "OFFLINE:STRONG_TOUCH_ID"},
    {AuthMethod::kOfflineIosFaceId, "OFFLINE_IOS_FACE_ID", "OFFLINE:IOS_FACE_ID"},
    {AuthMethod::kOfflineAndroidFingerprint, "OFFLINE_ANDROID_FINGERPRINT", "OFFLINE:ANDROID_FINGERPRINT"},
    {AuthMethod::kOfflineAndroidBiometricPrompt, "OFFLINE_ANDROID_BIOMETRIC_PROMPT",
     "OFFLINE:ANDROID_BIOMETRIC_PROMPT"},
}};

const Names& namesOf(AuthMethod method) { return *std::ranges::find(kNames, method, &Names::method); }

std::optional<AuthMethod> methodNamed(std::string_view Names::*which, std::string_view name) {
  const auto found = std::ranges::find(kNames, name, which);
  return found == kNames.end() ? std::nullopt : std::optional(found->method);
}

// Online ids are offline ids with this bit.
constexpr std::uint8_t kOnlineBit = 0x10;
constexpr std::uint16_t kAllBits = 0x3F3F;

std::uint16_t bitOf(AuthMethod method) {
  const int position = (idOf(method) & ~kOnlineBit) - 1;
  return static_cast<std::uint16_t>(1 << (isOffline(method) ? position : position + 8));
}

}  // namespace

std::string_view apiName(AuthMethod method) { return namesOf(method).api; }
std::string_view configurationName(AuthMethod method) { return namesOf(method).configuration; }

std::optional<AuthMethod> authMethodFromApiName(std::string_view name) { return methodNamed(&Names::api, name); }
std::optional<AuthMethod> authMethodFromConfigurationName(std::string_view name) {
  return methodNamed(&Names::configuration, name);
}
std::optional<AuthMethod> authMethodFromId(std::uint8_t id) {
  const auto found = std::ranges::find(kAllAuthMethods, id, idOf);
  return found == kAllAuthMethods.end() ? std::nullopt : std::optional(*found);
}

bool isOffline(AuthMethod method) { return (idOf(method) & kOnlineBit) == 0; }
bool usesPin(AuthMethod method) { return method == AuthMethod::kDevicePin || method == AuthMethod::kOfflinePin; }
bool isTwoFactor(AuthMethod method) { return method != AuthMethod::kDevice && method != AuthMethod::kOfflineDevice; }
bool usesBiometrics(AuthMethod method) { return isTwoFactor(method) && !usesPin(method); }

AuthMethodSet::AuthMethodSet(std::initializer_list<AuthMethod> methods) {
  for (const AuthMethod method : methods) insert(method);
}

std::optional<AuthMethodSet> AuthMethodSet::fromBits(std::uint16_t bits) {
  if ((bits & ~kAllBits) != 0) return std::nullopt;
  AuthMethodSet set;
  set.bits_ = bits;
  return set;
}

void AuthMethodSet::insert(AuthMethod method) { bits_ = static_cast<std::uint16_t>(bits_ | bitOf(method)); }
bool AuthMethodSet::contains(AuthMethod method) const { return (bits_ & bitOf(method)) != 0; }

}  // namespace heliograph::protocol
