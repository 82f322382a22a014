#include "store/commands/audit_rows.h"

#include <optional>
#include <string>
#include <utility>

#include "store/commands/audit_columns.h"
#include "store/commands/domain_columns.h"

namespace heliograph::store {
namespace {

constexpr Sql kInsertEvent(R"sql(
  INSERT INTO audit_events (at, actor, api_key_id, request_id, address, action, outcome, organisation_id,
    application_id, device_id, session_id, auth_method, context_hash, detail)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql");

void insertEvent(Connection& connection, const domain::AuditEvent& event) {
  change(connection, kInsertEvent, event.at, event.origin.actor, event.origin.api_key, event.origin.request_id,
         event.origin.address, event.action, event.outcome, event.organisation, event.application, event.device,
         event.session, event.auth_method, event.context_hash, event.detail);
}

}  // namespace

void recordAudit(Connection& connection, const domain::AuditTrail& audit) {
  for (const domain::AuditEvent& event : audit) insertEvent(connection, event);
}

void recordAuditOf(Connection& connection, const ApplicationId& application, domain::AuditTrail audit) {
  for (domain::AuditEvent& event : audit) event.application = application;
  recordAudit(connection, audit);
}

domain::StoredAuditEvent currentAuditEvent(const Statement& statement) {
  auto [sequence, at, actor, api_key, request_id, address, action, outcome, organisation, application, device, session,
        auth_method, context_hash, detail] =
      statement.row<domain::AuditSequence, TimePoint, domain::AuditActor, std::optional<domain::ApiKeyId>, std::string,
                    std::string, domain::AuditAction, domain::AuditOutcome, std::optional<domain::OrganisationId>,
                    std::optional<ApplicationId>, std::optional<DeviceId>, std::optional<UuidBytes>,
                    std::optional<protocol::AuthMethod>, std::optional<crypto::Sha256Hash>, std::string>();
  return {.sequence = sequence,
          .event = {.at = at,
                    .origin = {.actor = actor,
                               .api_key = api_key,
                               .request_id = std::move(request_id),
                               .address = std::move(address)},
                    .action = action,
                    .outcome = outcome,
                    .organisation = organisation,
                    .application = application,
                    .device = device,
                    .session = session,
                    .auth_method = auth_method,
                    .context_hash = context_hash,
                    .detail = std::move(detail)}};
}

}  // namespace heliograph::store
