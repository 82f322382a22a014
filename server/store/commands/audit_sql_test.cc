#include "store/commands/audit_sql.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace heliograph::store {
namespace {

TEST(AuditSql, NamesTheColumnsInTheOrderOfTheList) {
  EXPECT_EQ(expandedAuditSql("SELECT sequence, {columns} FROM audit_events"),
            "SELECT sequence, at, actor, api_key_id, request_id, address, action, outcome, organisation_id, "
            "application_id, device_id, session_id, auth_method, context_hash, detail FROM audit_events");
}

TEST(AuditSql, HasAParameterForEachColumn) {
  EXPECT_EQ(expandedAuditSql("VALUES ({values})"), "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
}

TEST(AuditSql, CallsTheColumnsByOtherNamesBesideThoseOfTheStatement) {
  EXPECT_EQ(expandedAuditSql("{asked}"),
            "event_at, event_actor, event_api_key_id, event_request_id, event_address, event_action, event_outcome, "
            "event_organisation_id, event_application_id, event_device_id, event_session_id, event_auth_method, "
            "event_context_hash, event_detail");
  EXPECT_EQ(expandedAuditSql("{asked but application_id}"),
            "event_at, event_actor, event_api_key_id, event_request_id, event_address, event_action, event_outcome, "
            "event_organisation_id, application_id, event_device_id, event_session_id, event_auth_method, "
            "event_context_hash, event_detail");
}

TEST(AuditSql, NumbersTheArraysOfPostgresqlFromTheFirst) {
  EXPECT_EQ(expandedAuditSql("{arrays 8}"),
            "$8::bigint[], $9::text[], $10::uuid[], $11::text[], $12::text[], $13::text[], $14::text[], $15::uuid[], "
            "$16::uuid[], $17::uuid[], $18::uuid[], $19::integer[], $20::bytea[], $21::text[]");
}

TEST(AuditSql, KnowsNoOtherPlaceholder) {
  EXPECT_THROW((void)expandedAuditSql("{colums}"), std::logic_error);
  EXPECT_EQ(expandedAuditSql("an { alone"), "an { alone");
}

TEST(AuditSql, IsMadeWhenTheProgramIsBuilt) {
  constexpr Sql kStatement(kAuditSql<"({values})">);
  EXPECT_EQ(std::string(kStatement.text()), expandedAuditSql("({values})"));
}

}  // namespace
}  // namespace heliograph::store
