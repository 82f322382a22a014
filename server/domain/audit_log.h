// The audit log as administrators read it: search, export, and the signed heads to keep elsewhere.

#ifndef HELIOGRAPH_SERVER_DOMAIN_AUDIT_LOG_H_
#define HELIOGRAPH_SERVER_DOMAIN_AUDIT_LOG_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "crypto/p256.h"
#include "domain/audit_chain.h"
#include "domain/audit_event.h"
#include "domain/store.h"

namespace heliograph::domain {

struct AuditPage {
  std::vector<StoredAuditEvent> events;  // the newest first
  std::optional<AuditSequence> next;     // `before` of the next page
};

inline constexpr int kMaxAuditPage = 1000;

// Thread-safe. Throws what the store throws.
class AuditLog {
 public:
  AuditLog(Store& store, const crypto::P256PrivateKey& channel_key);

  // At most query.limit events, and kMaxAuditPage.
  [[nodiscard]] AuditPage search(const AuditQuery& query);
  // Ascending, from behind `after` on; at most kMaxAuditPage.
  [[nodiscard]] std::vector<AuditHead> heads(std::uint64_t after);
  // With which anybody can verify heads.
  [[nodiscard]] const crypto::P256PublicKey& publicKey() const;
  [[nodiscard]] Result<VerifiedAudit, AuditFault> verify();

 private:
  Store& store_;
  crypto::P256PublicKey public_key_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_AUDIT_LOG_H_
