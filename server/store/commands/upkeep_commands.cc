#include "store/commands/upkeep_commands.h"

#include <algorithm>
#include <bit>
#include <tuple>
#include <utility>

#include "store/commands/domain_columns.h"
#include "store/commands/statement.h"

namespace heliograph::store {
namespace {

constexpr SqlOverAllShards kReadKeysNotUnder(R"sql(
  SELECT device_id, auth_method, keys_version, keys_sealed FROM methods WHERE keys_version < ?
  UNION ALL
  SELECT device_id, auth_method, keys_version, keys_sealed FROM methods WHERE keys_version > ?
  LIMIT ?
)sql");
// Not a change that anybody's decision depends on: the keys inside are the same.
constexpr Sql kReplaceKeys(R"sql(
  UPDATE methods SET keys_version = ?, keys_sealed = ?
  WHERE shard = ? AND device_id = ? AND auth_method = ? AND keys_version = ? AND keys_sealed = ?
)sql");
constexpr SqlOverAllShards kCountKeys(R"sql(
  SELECT keys_version, count(*) FROM methods GROUP BY keys_version
)sql");

constexpr SqlOverAllShards kCountOfflineSessions(R"sql(
  SELECT s.created_at - s.created_at % ?, s.auth_method, s.status, s.expires_at <= ? AS is_past, count(*)
  FROM offline_sessions s INDEXED BY offline_sessions_by_age
  CROSS JOIN devices d ON d.shard = s.shard AND d.device_id = s.device_id
  WHERE s.created_at >= ? AND s.created_at < ? AND d.application_id = ?
  GROUP BY 1, 2, 3, 4
)sql");
constexpr SqlOverAllShards kCountAuthentications(R"sql(
  SELECT s.created_at - s.created_at % ?, s.auth_methods, s.auth_method, s.status, s.expires_at <= ? AS is_past,
    count(*)
  FROM authentication_sessions s INDEXED BY authentication_sessions_by_age
  CROSS JOIN devices d ON d.shard = s.shard AND d.device_id = s.device_id
  WHERE s.created_at >= ? AND s.created_at < ? AND d.application_id = ?
  GROUP BY 1, 2, 3, 4, 5
)sql");

using domain::SessionStatus;
using protocol::AuthMethod;

// From when on, by which method, how they ended.
using Counts = std::map<std::tuple<TimePoint, AuthMethod, SessionStatus>, std::uint64_t>;

SessionStatus statusOf(SessionStatus stored, bool is_past) {
  return stored == SessionStatus::kStarted && is_past ? SessionStatus::kExpired : stored;
}

AuthMethod methodOf(protocol::AuthMethodSet methods, const std::optional<AuthMethod>& answered) {
  if (answered) return *answered;
  if (std::popcount(methods.bits()) != 1) return AuthMethod::kDevice;
  return *std::ranges::find_if(protocol::kAllAuthMethods, [&](AuthMethod method) { return methods.contains(method); });
}

void countOfflineSessions(Connection& connection, const domain::StatisticsQuery& query, Counts& counts) {
  const std::chrono::milliseconds interval = query.interval;
  for (const auto& [from, auth_method, status, is_past, count] :
       readRows<TimePoint, AuthMethod, SessionStatus, bool, std::uint64_t>(
           connection, kCountOfflineSessions, interval.count(), query.now, query.from, query.to, query.application)) {
    counts[{from, auth_method, statusOf(status, is_past)}] += count;
  }
}

void countAuthentications(Connection& connection, const domain::StatisticsQuery& query, Counts& counts) {
  const std::chrono::milliseconds interval = query.interval;
  for (const auto& [from, methods, answered, status, is_past, count] :
       readRows<TimePoint, protocol::AuthMethodSet, std::optional<AuthMethod>, SessionStatus, bool, std::uint64_t>(
           connection, kCountAuthentications, interval.count(), query.now, query.from, query.to, query.application)) {
    counts[{from, methodOf(methods, answered), statusOf(status, is_past)}] += count;
  }
}

}  // namespace

std::vector<domain::MethodKeysRow> methodKeysNotUnder(Connection& connection, domain::MasterKeyVersion version,
                                                      int limit) {
  std::vector<domain::MethodKeysRow> rows;
  for (auto& [device, auth_method, keys] :
       readRows<DeviceId, AuthMethod, domain::Wrapped>(connection, kReadKeysNotUnder, version, version, limit)) {
    rows.push_back({.device = device, .auth_method = auth_method, .keys = std::move(keys)});
  }
  return rows;
}

int replaceMethodKeys(Connection& connection, const std::vector<domain::KeyReplacement>& replacements) {
  int replaced = 0;
  for (const auto& [row, keys] : replacements) {
    replaced += change(connection, kReplaceKeys, keys, inShard(row.device), row.auth_method, row.keys);
  }
  return replaced;
}

std::map<domain::MasterKeyVersion, std::uint64_t> countMethodKeys(Connection& connection) {
  std::map<domain::MasterKeyVersion, std::uint64_t> counts;
  for (const auto& [version, count] : readRows<domain::MasterKeyVersion, std::uint64_t>(connection, kCountKeys)) {
    counts.emplace(version, count);
  }
  return counts;
}

std::vector<domain::SessionCount> countSessions(Connection& connection, const domain::StatisticsQuery& query) {
  Counts counts;
  countOfflineSessions(connection, query, counts);
  countAuthentications(connection, query, counts);
  std::vector<domain::SessionCount> found;
  found.reserve(counts.size());
  for (const auto& [key, count] : counts) {
    const auto& [from, auth_method, status] = key;
    found.push_back({.from = from, .auth_method = auth_method, .status = status, .count = count});
  }
  return found;
}

}  // namespace heliograph::store
