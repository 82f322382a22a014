// Store's commands on devices (domain/store.h); those that lock are in lock_commands.h.

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_DEVICE_COMMANDS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_DEVICE_COMMANDS_H_

#include <optional>
#include <vector>

#include "domain/store.h"
#include "store/commands/connection.h"

namespace heliograph::store {

[[nodiscard]] std::optional<domain::Device> findDevice(Connection& connection, const DeviceId& id);
[[nodiscard]] std::vector<domain::Device> findDevices(Connection& connection, const domain::DeviceQuery& query);
[[nodiscard]] Result<void, domain::DeviceChangeRefusal> deactivateDevice(Connection& connection,
                                                                         const domain::DeviceRemoval& removal,
                                                                         const domain::AuditTrail& audit);
[[nodiscard]] Result<void, domain::DeviceChangeRefusal> deactivateMethod(Connection& connection,
                                                                         const domain::MethodRemoval& removal,
                                                                         const domain::AuditTrail& audit);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_DEVICE_COMMANDS_H_
