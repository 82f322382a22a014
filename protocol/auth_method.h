// Authentication methods: what the phone's owner does, and the names and numbers that stand for it. All of them are in
// one table, auth_methods.json, from which the build makes the enumeration AuthMethod (OFFLINE_PIN is kOfflinePin), the
// rows below, the enumerations of openapi.json, and what the pages call them:
//
//   id                   one byte, for good. Online ids are offline ids with the bit 0x10; offline ids fit the three
//                        bits that the header of verification data has for them
//   api_name             in the HTTP interfaces and the SDK
//   configuration_name   in an application's configuration
//   second_factor        what the method asks for besides the phone: NONE, PIN (knowledge) or BIOMETRICS (inherence)
//   label                the second factor to a person, in the pages
//
// The order of the table, online before offline, is the order in which methods are listed and preferred.

#ifndef HELIOGRAPH_PROTOCOL_AUTH_METHOD_H_
#define HELIOGRAPH_PROTOCOL_AUTH_METHOD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "protocol/auth_method_table.h"

namespace heliograph::protocol {

inline constexpr auto kAllAuthMethods = [] {
  std::array<AuthMethod, kAuthMethodTable.size()> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = kAuthMethodTable[i].method;
  return all;
}();

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
