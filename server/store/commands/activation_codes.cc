#include "store/commands/activation_codes.h"

#include <chrono>

#include "store/commands/domain_columns.h"
#include "store/commands/statement.h"

namespace heliograph::store {
namespace {

constexpr Sql kFindByCode(R"sql(
  SELECT enrolment_id FROM activation_codes WHERE application_id = ? AND code_hash = ?
)sql");
constexpr Sql kClaimCode(R"sql(
  INSERT INTO activation_codes (application_id, code_hash, enrolment_id, expires_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (application_id, code_hash) DO UPDATE SET
    enrolment_id = excluded.enrolment_id, expires_at = excluded.expires_at
  WHERE activation_codes.expires_at <= ?
)sql");
constexpr Sql kRemoveCode(R"sql(
  DELETE FROM activation_codes WHERE enrolment_id = ?
)sql");
// More than one at a time, so that they grow fewer; not all, so that no command takes long.
constexpr Sql kForgetOldCodes(R"sql(
  DELETE FROM activation_codes WHERE enrolment_id IN (
    SELECT enrolment_id FROM activation_codes WHERE expires_at < ? LIMIT 16)
)sql");

constexpr std::chrono::hours kRemembered{24};  // after it ran out

}  // namespace

std::optional<domain::EnrolmentId> findByCode(Connection& connection, const ApplicationId& application,
                                              const domain::ActivationCodeHash& code_hash) {
  return readValue<domain::EnrolmentId>(connection, kFindByCode, application, code_hash);
}

bool claimCode(Connection& connection, const domain::NewEnrolment& enrolment) {
  if (change(connection, kClaimCode, enrolment.application, enrolment.code_hash, enrolment.id, enrolment.expires_at,
             enrolment.created_at) == 0) {
    return false;
  }
  change(connection, kForgetOldCodes, enrolment.created_at - kRemembered);
  return true;
}

void removeCode(Connection& connection, const domain::EnrolmentId& enrolment) {
  change(connection, kRemoveCode, enrolment);
}

}  // namespace heliograph::store
