// MemoryStore's upkeep: keys under other master keys, what is past its time, counts.

#include <algorithm>
#include <bit>
#include <tuple>

#include "domain/testing/memory_store.h"
#include "domain/testing/memory_store_rows.h"

namespace heliograph::domain {
namespace {

bool isSame(const ServerKeyRecord& a, const ServerKeyRecord& b) {
  return a.channel_private_key == b.channel_private_key && a.channel_public_key == b.channel_public_key &&
         a.created_at == b.created_at;
}

// Removes at most `limit` entries of a map that `is_over` is true of. How many.
template <class Map, class Predicate>
int removeSome(Map& rows, int limit, Predicate is_over) {
  int removed = 0;
  for (auto it = rows.begin(); it != rows.end() && removed < limit;) {
    if (!is_over(it->second)) {
      ++it;
      continue;
    }
    it = rows.erase(it);
    ++removed;
  }
  return removed;
}

protocol::AuthMethod countedMethod(const OfflineSession& session) { return session.parameters.method; }

protocol::AuthMethod countedMethod(const AuthenticationSession& session) {
  if (session.auth_method) return *session.auth_method;
  if (std::popcount(session.auth_methods.bits()) != 1) return protocol::AuthMethod::kDevice;
  const auto only = std::ranges::find_if(
      protocol::kAllAuthMethods, [&](protocol::AuthMethod method) { return session.auth_methods.contains(method); });
  return *only;
}

using Counts = std::map<std::tuple<TimePoint, protocol::AuthMethod, SessionStatus>, std::uint64_t>;

template <class Sessions>
void count(const Sessions& sessions, const StatisticsQuery& query, Counts& counts) {
  for (const auto& [id, session] : sessions) {
    const TimePoint at = session.created_at;
    if (session.application != query.application || at < query.from || at >= query.to) continue;
    const TimePoint start = at - at.time_since_epoch() % query.interval;
    ++counts[{start, countedMethod(session), statusAt(session.status, session.expires_at, query.now)}];
  }
}

}  // namespace

// --- master keys -----------------------------------------------------------------------------------------------------

std::vector<MethodKeysRow> MemoryStore::methodKeysNotUnder(MasterKeyVersion version, int limit) {
  const auto lock = enter();
  std::vector<MethodKeysRow> rows;
  for (const auto& [id, device] : devices_) {
    for (const Method& method : device.methods) {
      if (rows.size() == static_cast<std::size_t>(limit)) return rows;
      if (method.keys.key_version != version) rows.push_back({id, method.auth_method, method.keys});
    }
  }
  return rows;
}

int MemoryStore::replaceMethodKeys(const std::vector<KeyReplacement>& replacements) {
  const auto lock = enter();
  int replaced = 0;
  for (const auto& [row, keys] : replacements) {
    const auto device = devices_.find(row.device);
    Method* method = device == devices_.end() ? nullptr : find(device->second, row.auth_method);
    if (method == nullptr || method->keys != row.keys) continue;
    method->keys = keys;
    ++replaced;
  }
  return replaced;
}

std::map<MasterKeyVersion, std::uint64_t> MemoryStore::countMethodKeys() {
  const auto lock = enter();
  std::map<MasterKeyVersion, std::uint64_t> counts;
  for (const auto& [id, device] : devices_) {
    for (const Method& method : device.methods) ++counts[method.keys.key_version];
  }
  return counts;
}

bool MemoryStore::replaceServerKeys(const ServerKeyRecord& expected, const ServerKeyRecord& replacement,
                                    const AuditTrail& audit) {
  const auto lock = enter();
  if (!server_keys_ || !isSame(*server_keys_, expected)) return false;
  server_keys_ = replacement;
  write(audit);
  return true;
}

// --- what is past its time -------------------------------------------------------------------------------------------

int MemoryStore::cleanUp(TimePoint sessions_before, TimePoint now, int limit) {
  const auto lock = enter();
  const auto is_over = [&](const auto& session) {
    return session.created_at < sessions_before && !isOpen(session, now);
  };
  const auto never_finished = [&](const Device& device) {
    return device.state == DeviceState::kEnrolling && enrolmentOf(device.id) == nullptr;
  };
  const auto is_forgotten = [&](const auto& answer) { return answer.kept_at + kIdempotencyLifetime <= now; };

  int removed = removeSome(enrolments_, limit, [&](const EnrolmentRow& row) { return is_over(row.enrolment); });
  removed += removeSome(devices_, limit - removed, never_finished);
  removed += removeSome(add_or_update_sessions_, limit - removed, is_over);
  removed += removeSome(authentications_, limit - removed, is_over);
  removed += removeSome(offline_sessions_, limit - removed, is_over);
  removed += removeSome(begun_authentications_, limit - removed, is_forgotten);
  removed += removeSome(begun_offline_sessions_, limit - removed, is_forgotten);
  removed += removeSome(verify_outcomes_, limit - removed, is_forgotten);
  while (removed < limit && forgetMark(now)) ++removed;
  return removed;
}

// --- counts ----------------------------------------------------------------------------------------------------------

std::vector<SessionCount> MemoryStore::countSessions(const StatisticsQuery& query) {
  const auto lock = enter();
  Counts counts;
  count(offline_sessions_, query, counts);
  count(authentications_, query, counts);
  std::vector<SessionCount> found;
  for (const auto& [key, number] : counts) {
    const auto& [from, auth_method, status] = key;
    found.push_back({from, auth_method, status, number});
  }
  return found;
}

}  // namespace heliograph::domain
