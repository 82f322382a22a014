// What the user gave to authenticate with one method: nothing, a PIN, or a willingness to be asked for biometrics.

#ifndef HELIOGRAPH_SDK_AUTH_PARAMETER_H_
#define HELIOGRAPH_SDK_AUTH_PARAMETER_H_

#include <optional>
#include <string_view>

#include "base/secret.h"
#include "protocol/auth_method.h"

namespace heliograph::sdk {

// Move-only: it may hold a PIN. Whether the PIN fits the method and its rules is the controller's to say (105, 231).
class AuthParameter {
 public:
  [[nodiscard]] static AuthParameter withPin(protocol::AuthMethod method, std::string_view pin) {
    return AuthParameter(method, SecretBytes::copyOf(bytesOf(pin)));
  }
  // For DEVICE, OFFLINE_DEVICE and the biometric methods, where the key store asks the user.
  [[nodiscard]] static AuthParameter withoutPin(protocol::AuthMethod method) {
    return AuthParameter(method, std::nullopt);
  }

  [[nodiscard]] protocol::AuthMethod method() const { return method_; }
  [[nodiscard]] const std::optional<SecretBytes>& pin() const { return pin_; }

 private:
  AuthParameter(protocol::AuthMethod method, std::optional<SecretBytes> pin) : method_(method), pin_(std::move(pin)) {}
  protocol::AuthMethod method_;
  std::optional<SecretBytes> pin_;
};

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_AUTH_PARAMETER_H_
