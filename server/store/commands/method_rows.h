// The rows of a device's methods.

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_METHOD_ROWS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_METHOD_ROWS_H_

#include <optional>
#include <vector>

#include "domain/device.h"
#include "store/commands/connection.h"

namespace heliograph::store {

[[nodiscard]] std::optional<domain::Method> readMethod(Connection& connection, const DeviceId& device,
                                                       protocol::AuthMethod auth_method);
// In the order of their ids.
[[nodiscard]] std::vector<domain::Method> readMethods(Connection& connection, const DeviceId& device);

// Records that a guess was evaluated. False, with nothing changed, where the method is not at `expected`.
[[nodiscard]] bool recordUse(Connection& connection, const DeviceId& device, protocol::AuthMethod auth_method,
                             domain::RowVersion expected, const domain::AttemptState& state, TimePoint now);

// Adds the method, or replaces its keys. Its count is clean; an old method keeps its last use.
void giveKeys(Connection& connection, const DeviceId& device, protocol::AuthMethod auth_method,
              const domain::Wrapped& keys, TimePoint now);

// Without a guess. Raises the method's version.
void setAttempts(Connection& connection, const DeviceId& device, protocol::AuthMethod auth_method,
                 const domain::AttemptState& state);

// False where the device does not have it.
[[nodiscard]] bool removeMethod(Connection& connection, const DeviceId& device, protocol::AuthMethod auth_method);
void removeMethods(Connection& connection, const DeviceId& device);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_METHOD_ROWS_H_
