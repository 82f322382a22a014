// Store's commands for online authentication (domain/store.h).

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_AUTHENTICATION_COMMANDS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_AUTHENTICATION_COMMANDS_H_

#include <optional>

#include "domain/store.h"
#include "store/commands/connection.h"

namespace heliograph::store {

[[nodiscard]] Result<domain::AuthenticationSession, domain::BeginAuthenticationRefusal> beginAuthentication(
    Connection& connection, const domain::NewAuthenticationSession& session, const domain::AuditTrail& audit);
[[nodiscard]] Result<domain::AuthenticationSessionView, domain::LoadAuthenticationRefusal> loadAuthentication(
    Connection& connection, const domain::AuthenticationSessionId& id, domain::DirectoryVersion directory_version);
[[nodiscard]] std::optional<domain::AuthenticationSession> findOpenAuthentication(Connection& connection,
                                                                                  const DeviceId& device,
                                                                                  TimePoint now);
[[nodiscard]] std::optional<domain::AuthenticationSession> findAuthentication(
    Connection& connection, const DeviceId& device, const domain::AuthenticationSessionId& id);
[[nodiscard]] bool cancelAuthentication(Connection& connection, const domain::AuthenticationSessionId& id,
                                        TimePoint now, const domain::AuditTrail& audit);
[[nodiscard]] domain::OnlineRecord recordAuthenticationSuccess(Connection& connection,
                                                               const domain::AuthenticationSuccess& success,
                                                               const domain::AuditTrail& audit);
[[nodiscard]] domain::OnlineRecord recordAuthenticationFailure(Connection& connection,
                                                               const domain::AuthenticationFailure& failure,
                                                               const domain::AuditTrail& audit);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_AUTHENTICATION_COMMANDS_H_
