// Store's commands that lock devices and methods, and unlock them (domain/store.h).

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_LOCK_COMMANDS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_LOCK_COMMANDS_H_

#include "domain/store.h"
#include "store/commands/connection.h"

namespace heliograph::store {

[[nodiscard]] Result<domain::Device, domain::DeviceChangeRefusal> lockDevice(Connection& connection, const DeviceId& id,
                                                                             const domain::Lock& lock,
                                                                             const domain::AuditTrail& audit);
[[nodiscard]] Result<domain::Device, domain::DeviceChangeRefusal> unlockDevice(Connection& connection,
                                                                               const DeviceId& id,
                                                                               const domain::AuditTrail& audit);
[[nodiscard]] Result<domain::Device, domain::DeviceChangeRefusal> lockMethod(Connection& connection, const DeviceId& id,
                                                                             protocol::AuthMethod auth_method,
                                                                             const domain::Lock& lock,
                                                                             const domain::AuditTrail& audit);
[[nodiscard]] Result<domain::Device, domain::DeviceChangeRefusal> unlockMethod(Connection& connection,
                                                                               const DeviceId& id,
                                                                               protocol::AuthMethod auth_method,
                                                                               const domain::AuditTrail& audit);
[[nodiscard]] domain::OnlineRecord recordClone(Connection& connection, const domain::CloneRecord& clone,
                                               const domain::AuditTrail& audit);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_LOCK_COMMANDS_H_
