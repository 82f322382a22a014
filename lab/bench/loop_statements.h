// The statements of one begin and one verify, as the server runs them on SQLite; loop_statements_test.cc holds them
// against the server's source.

#ifndef HELIOGRAPH_BENCH_LOOP_STATEMENTS_H_
#define HELIOGRAPH_BENCH_LOOP_STATEMENTS_H_

#include <array>

#include "store/commands/audit_sql.h"

namespace heliograph::bench {

inline constexpr const char* kReadDirectoryVersion = "SELECT version FROM directory_version WHERE id = 1";
inline constexpr const char* kReadDevice =
    "SELECT device_id, application_id, organisation_id, user_reference, public_key, state, lock_reason, lock_since, "
    "lock_until, one_factor_locks, two_factor_locks, created_at, salt_previous, salt_confirmed, salt_offered, "
    "salt_confirmed_at, version FROM devices WHERE shard = ? AND device_id = ?";
inline constexpr const char* kReadMethod =
    "SELECT auth_method, keys_version, keys_sealed, failures, locks, lock_reason, lock_since, lock_until, "
    "activated_at, last_used_at, version FROM methods WHERE shard = ? AND device_id = ? AND auth_method = ?";
inline constexpr const char* kInsertSession =
    "INSERT INTO offline_sessions (shard, session_id, device_id, auth_method, otp_length, nonce, context, status, "
    "created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'STARTED', ?, ?)";
inline constexpr const char* kReadSession =
    "SELECT device_id, auth_method, otp_length, nonce, context, status, created_at, expires_at, finished_at FROM "
    "offline_sessions WHERE shard = ? AND session_id = ?";
inline constexpr const char* kReadOpenSession =
    "SELECT expires_at FROM offline_sessions WHERE shard = ? AND session_id = ? AND device_id = ? AND auth_method = ? "
    "AND status = 'STARTED'";
inline constexpr const char* kRecordUse =
    "UPDATE methods SET failures = ?, locks = ?, lock_reason = ?, lock_since = ?, lock_until = ?, last_used_at = ?, "
    "version = version + 1 WHERE shard = ? AND device_id = ? AND auth_method = ? AND version = ?";
inline constexpr const char* kEndSession =
    "UPDATE offline_sessions SET status = ?, finished_at = ? WHERE shard = ? AND session_id = ?";
inline constexpr const char* kInsertEvent = store::kAuditSql<"INSERT INTO audit_events ({columns}) VALUES ({values})">;

inline constexpr std::array kLoopStatements{kReadDirectoryVersion, kReadDevice,      kReadMethod, kInsertSession,
                                            kReadSession,          kReadOpenSession, kRecordUse,  kEndSession,
                                            kInsertEvent};

}  // namespace heliograph::bench

#endif  // HELIOGRAPH_BENCH_LOOP_STATEMENTS_H_
