// Devices and their methods as the store keeps them.

#ifndef HELIOGRAPH_SERVER_DOMAIN_DEVICE_H_
#define HELIOGRAPH_SERVER_DOMAIN_DEVICE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "crypto/p256.h"
#include "domain/attempts.h"
#include "domain/ids.h"
#include "domain/key_ring.h"
#include "domain/online_salts.h"
#include "protocol/auth_method.h"

namespace heliograph::domain {

enum class DeviceState {
  kEnrolling,  // has started an enrolment; no method yet, invisible to service providers
  kActive,
  kDeactivated,  // keeps its id and history, has no keys any more
};

// Raised by every change of the row it belongs to; what a conditional store command compares.
using RowVersion = std::uint64_t;

struct Method {
  protocol::AuthMethod auth_method;
  Wrapped keys;
  AttemptState attempts;
  TimePoint activated_at;
  std::optional<TimePoint> last_used_at;
  RowVersion version = 0;
};

struct Device {
  DeviceId id;
  ApplicationId application;
  OrganisationId organisation;
  std::optional<std::string> user_reference;
  crypto::P256Point public_key;
  DeviceState state;
  std::optional<Lock> lock;  // of the whole device
  DeviceLocks locks = {};
  TimePoint created_at;
  SaltNumbers salts;
  RowVersion version = 0;  // raised by changes of its methods' locks, too
  std::vector<Method> methods;

  [[nodiscard]] const Method* find(protocol::AuthMethod method) const;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_DEVICE_H_
