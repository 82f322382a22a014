// The rows of devices, without their methods (method_rows.h).

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_DEVICE_ROWS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_DEVICE_ROWS_H_

#include <optional>

#include "domain/device.h"
#include "store/commands/connection.h"
#include "store/commands/statement.h"

namespace heliograph::store {

[[nodiscard]] std::optional<domain::Device> readDeviceRow(Connection& connection, const DeviceId& id);
// Nothing where it is not active.
[[nodiscard]] std::optional<domain::Device> readActiveDeviceRow(Connection& connection, const DeviceId& id);
// At version 1.
void insertDeviceRow(Connection& connection, const domain::Device& device);
// The device in the current row of a statement that selects the columns of readDeviceRow() in their order.
[[nodiscard]] domain::Device currentDevice(const Statement& statement);

// All of them raise the device's version.
void setDeviceState(Connection& connection, const DeviceId& id, domain::DeviceState state);
void activateDevice(Connection& connection, const DeviceId& id, const domain::SaltNumbers& salts);
void setDeviceLock(Connection& connection, const DeviceId& id, const std::optional<domain::Lock>& lock,
                   const domain::DeviceLocks& locks);
// A right response of one of its online methods.
void recordDeviceSuccess(Connection& connection, const DeviceId& id, const domain::DeviceLocks& locks,
                         const domain::SaltNumbers& salts);
// Something of its methods has changed that its version stands for.
void raiseDeviceVersion(Connection& connection, const DeviceId& id);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_DEVICE_ROWS_H_
