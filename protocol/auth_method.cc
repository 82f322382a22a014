#include "protocol/auth_method.h"

#include <algorithm>
#include <bit>

namespace heliograph::protocol {
namespace {

const AuthMethodRow& rowOf(AuthMethod method) {
  return *std::ranges::find(kAuthMethodTable, method, &AuthMethodRow::method);
}

std::optional<AuthMethod> methodNamed(std::string_view AuthMethodRow::*column, std::string_view name) {
  const auto found = std::ranges::find(kAuthMethodTable, name, column);
  return found == kAuthMethodTable.end() ? std::nullopt : std::optional(found->method);
}

// Online ids are offline ids with this bit.
constexpr std::uint8_t kOnlineBit = 0x10;

constexpr std::uint16_t bitOf(AuthMethod method) {
  const bool is_online = (idOf(method) & kOnlineBit) != 0;
  const int position = (idOf(method) & ~kOnlineBit) - 1;
  return static_cast<std::uint16_t>(1 << (is_online ? position + 8 : position));
}

constexpr std::uint16_t kAllBits = [] {
  std::uint16_t bits = 0;
  for (const AuthMethod method : kAllAuthMethods) bits = static_cast<std::uint16_t>(bits | bitOf(method));
  return bits;
}();

constexpr bool hasPlace(AuthMethod method) {
  const int offline_id = idOf(method) & ~kOnlineBit;
  return offline_id >= 1 && offline_id <= 7;
}

static_assert(std::ranges::all_of(kAllAuthMethods, hasPlace), "the header of verification data has three bits");
static_assert(std::popcount(kAllBits) == kAllAuthMethods.size(), "two methods have one id");

}  // namespace

std::string_view apiName(AuthMethod method) { return rowOf(method).api_name; }
std::string_view configurationName(AuthMethod method) { return rowOf(method).configuration_name; }

std::optional<AuthMethod> authMethodFromApiName(std::string_view name) {
  return methodNamed(&AuthMethodRow::api_name, name);
}
std::optional<AuthMethod> authMethodFromConfigurationName(std::string_view name) {
  return methodNamed(&AuthMethodRow::configuration_name, name);
}
std::optional<AuthMethod> authMethodFromId(std::uint8_t id) {
  const auto found = std::ranges::find(kAllAuthMethods, id, idOf);
  return found == kAllAuthMethods.end() ? std::nullopt : std::optional(*found);
}

bool isOffline(AuthMethod method) { return (idOf(method) & kOnlineBit) == 0; }
bool usesPin(AuthMethod method) { return rowOf(method).second_factor == SecondFactor::kPin; }
bool usesBiometrics(AuthMethod method) { return rowOf(method).second_factor == SecondFactor::kBiometrics; }
bool isTwoFactor(AuthMethod method) { return rowOf(method).second_factor != SecondFactor::kNone; }

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
