// Store's commands for adding and changing methods (domain/store.h).

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_ADD_OR_UPDATE_COMMANDS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_ADD_OR_UPDATE_COMMANDS_H_

#include <optional>

#include "domain/store.h"
#include "store/commands/connection.h"

namespace heliograph::store {

[[nodiscard]] Result<void, domain::StartAddOrUpdateRefusal> startAddOrUpdate(Connection& connection,
                                                                             const domain::AddOrUpdateSession& session,
                                                                             const domain::RequestMark& mark,
                                                                             const domain::AuditTrail& audit);
[[nodiscard]] std::optional<domain::AddOrUpdateSession> findAddOrUpdateSession(Connection& connection,
                                                                               const domain::AddOrUpdateSessionId& id);
[[nodiscard]] domain::OnlineRecord recordAddOrUpdateSuccess(Connection& connection,
                                                            const domain::AddOrUpdateSuccess& success,
                                                            const domain::AuditTrail& audit);
[[nodiscard]] domain::OnlineRecord recordAddOrUpdateFailure(Connection& connection,
                                                            const domain::AddOrUpdateFailure& failure,
                                                            const domain::AuditTrail& audit);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_ADD_OR_UPDATE_COMMANDS_H_
