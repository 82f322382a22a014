// Store's commands on devices (domain/store.h).

#ifndef HELIOGRAPH_SERVER_STORE_SQLITE_DEVICE_COMMANDS_H_
#define HELIOGRAPH_SERVER_STORE_SQLITE_DEVICE_COMMANDS_H_

#include <optional>
#include <vector>

#include "domain/store.h"
#include "store/sqlite/connection.h"

namespace heliograph::store {

[[nodiscard]] std::optional<domain::Device> findDevice(Connection& connection, const DeviceId& id);
[[nodiscard]] std::vector<domain::Device> findDevices(Connection& connection, const domain::DeviceQuery& query);
[[nodiscard]] Result<bool, domain::StartAddOrUpdateRefusal> deactivateDevice(Connection& connection, const DeviceId& id,
                                                                             const domain::RequestMark& mark);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_SQLITE_DEVICE_COMMANDS_H_
