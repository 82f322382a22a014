// Store's commands on enrolments (domain/store.h).

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_ENROLMENT_COMMANDS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_ENROLMENT_COMMANDS_H_

#include <optional>

#include "domain/store.h"
#include "store/commands/connection.h"

namespace heliograph::store {

[[nodiscard]] Result<void, domain::CreateEnrolmentRefusal> createEnrolment(Connection& connection,
                                                                           const domain::NewEnrolment& enrolment,
                                                                           domain::DirectoryVersion directory_version,
                                                                           const domain::AuditTrail& audit);
[[nodiscard]] std::optional<domain::Enrolment> findEnrolment(Connection& connection, const domain::EnrolmentId& id);
[[nodiscard]] bool cancelEnrolment(Connection& connection, const domain::EnrolmentId& id, TimePoint now,
                                   const domain::AuditTrail& audit);
[[nodiscard]] Result<domain::StartedEnrolment, domain::EnrolmentStartRefusal> startEnrolment(
    Connection& connection, const domain::EnrolmentStart& start, const domain::AuditTrail& audit);
[[nodiscard]] Result<void, domain::EnrolmentFinishRefusal> finishEnrolment(Connection& connection,
                                                                           const domain::EnrolmentFinish& finish,
                                                                           const domain::AuditTrail& audit);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_ENROLMENT_COMMANDS_H_
