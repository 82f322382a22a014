// MemoryStore's audit log. Its sequence has no gaps.

#include <algorithm>

#include "domain/testing/memory_store.h"

namespace heliograph::domain {
namespace {

template <class Value>
bool fits(const std::optional<Value>& wanted, const std::optional<Value>& present) {
  return !wanted || wanted == present;
}

bool isMeant(const AuditQuery& query, const StoredAuditEvent& stored) {
  const AuditEvent& event = stored.event;
  if (query.before && stored.sequence >= *query.before) return false;
  if (query.from && event.at < *query.from) return false;
  if (query.to && event.at >= *query.to) return false;
  if (query.action && event.action != *query.action) return false;
  if (query.outcome && event.outcome != *query.outcome) return false;
  return fits(query.organisation, event.organisation) && fits(query.device, event.device) &&
         fits(query.session, event.session) && fits(query.api_key, event.origin.api_key);
}

}  // namespace

void MemoryStore::write(const AuditTrail& audit) {
  for (const AuditEvent& event : audit) audit_.push_back({.sequence = audit_.size() + 1, .event = event});
}

void MemoryStore::recordAudit(const AuditTrail& audit) {
  const auto lock = enter();
  write(audit);
}

std::vector<StoredAuditEvent> MemoryStore::findAuditEvents(const AuditQuery& query) {
  const auto lock = enter();
  std::vector<StoredAuditEvent> page;
  const auto limit = static_cast<std::size_t>(query.limit);
  for (auto it = audit_.rbegin(); it != audit_.rend() && page.size() < limit; ++it) {
    if (isMeant(query, *it)) page.push_back(*it);
  }
  return page;
}

std::vector<StoredAuditEvent> MemoryStore::settledAuditEvents(AuditSequence after, int limit) {
  const auto lock = enter();
  const auto first = std::ranges::upper_bound(audit_, after, {}, &StoredAuditEvent::sequence);
  const auto count = std::min<std::ptrdiff_t>(limit, audit_.end() - first);
  return {first, first + count};
}

std::vector<AuditHead> MemoryStore::auditHeads(std::uint64_t after, int limit) {
  const auto lock = enter();
  std::vector<AuditHead> page;
  const auto size = static_cast<std::size_t>(limit);
  for (auto it = audit_heads_.upper_bound(after); it != audit_heads_.end() && page.size() < size; ++it) {
    page.push_back(it->second);
  }
  return page;
}

std::optional<AuditHead> MemoryStore::lastAuditHead() {
  const auto lock = enter();
  return audit_heads_.empty() ? std::nullopt : std::optional(audit_heads_.rbegin()->second);
}

bool MemoryStore::storeAuditHead(const AuditHead& head) {
  const auto lock = enter();
  return audit_heads_.try_emplace(head.number, head).second;
}

}  // namespace heliograph::domain
