#include "domain/audit_log.h"

#include <algorithm>

namespace heliograph::domain {

AuditLog::AuditLog(Store& store, const crypto::P256PrivateKey& channel_key)
    : store_(store), public_key_(auditKeyOf(channel_key).publicKey()) {}

AuditPage AuditLog::search(const AuditQuery& query) {
  const int limit = std::clamp(query.limit, 1, kMaxAuditPage);
  AuditQuery one_more = query;
  one_more.limit = limit + 1;  // tells whether there is a next page
  AuditPage page{.events = store_.findAuditEvents(one_more), .next = std::nullopt};
  if (page.events.size() > static_cast<std::size_t>(limit)) {
    page.events.pop_back();
    page.next = page.events.back().sequence;
  }
  return page;
}

std::vector<AuditHead> AuditLog::heads(std::uint64_t after) { return store_.auditHeads(after, kMaxAuditPage); }

const crypto::P256PublicKey& AuditLog::publicKey() const { return public_key_; }

Result<VerifiedAudit, AuditFault> AuditLog::verify() { return verifyAudit(store_, public_key_); }

}  // namespace heliograph::domain
