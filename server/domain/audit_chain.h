// The audit log made tamper-evident: events in batches under a Merkle tree, batches in a chain of signed heads.
//
//   leaf  = sequence (8) || time (8) || actor || API key id || request id || address || action || outcome
//           || organisation id || application id || device id || session id || method id (1) || context hash (32)
//           || detail
//   root  = Merkle tree hash of the batch's leaves (RFC 9162, section 2.1.1; SHA-256)
//   head  = "heliograph/audit-head/1" || number (8) || first sequence (8) || last sequence (8) || count (8)
//           || root (32) || hash of the head before (32) || time (8), and an ECDSA P-256 signature of it
//
// Integers are big-endian, times milliseconds since 1970. Actor, action and outcome are their names; they and every
// other text have their length (4) in front. Ids, method and context hash are 01 and their bytes, or 00 alone.
//
// Batches are made in the background, by whichever server comes first (sealAuditBatch), so the chain holds nobody up.
// Whoever keeps a head that was exported proves with it that nothing before it was changed, removed or reordered since.
// What none of this protects: docs/decisions/0015-audit-log-in-merkle-batches.md.

#ifndef HELIOGRAPH_SERVER_DOMAIN_AUDIT_CHAIN_H_
#define HELIOGRAPH_SERVER_DOMAIN_AUDIT_CHAIN_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/p256.h"
#include "domain/audit_event.h"

namespace heliograph::domain {

class Store;

struct AuditHead {
  std::uint64_t number;  // from 1, without gaps
  AuditSequence first;
  AuditSequence last;
  std::uint64_t count;
  crypto::Sha256Hash root;
  crypto::Sha256Hash previous;  // SHA-256 of what was signed of the head before; zeros before the first
  TimePoint at;
  crypto::P256Signature signature;
  friend bool operator==(const AuditHead&, const AuditHead&) = default;
};

// What is signed.
[[nodiscard]] Bytes encodeForSignature(const AuditHead& head);
[[nodiscard]] Bytes encodeForAudit(const StoredAuditEvent& event);
[[nodiscard]] crypto::Sha256Hash merkleTreeHash(std::span<const Bytes> leaves);

// The key that signs heads: derived from the channel key, so that every server of a database has it. HKDF as in
// domain/channel_derived_key.h, label "heliograph/audit-key/1" || n (1), for the first n from 0 that gives a scalar.
[[nodiscard]] crypto::P256PrivateKey auditKeyOf(const crypto::P256PrivateKey& channel_key);

inline constexpr int kMaxAuditBatch = 4096;

// Makes one batch of what has settled since the last head. The number of events in it; 0 where there was nothing, or
// another server was faster. Throws what the store throws.
int sealAuditBatch(Store& store, const crypto::P256PrivateKey& audit_key, TimePoint now);

// The first thing that is wrong.
struct AuditFault {
  enum class Kind {
    kBadSignature,     // of a head
    kBrokenChain,      // a head is missing, or does not follow from the one before
    kEventsDiffer,     // an event of this batch was changed, removed, added or moved
    kHeadMissing,      // the exported head is not in the chain, or is another one
    kEventsUncovered,  // events before the last head that no batch has
  };
  Kind kind;
  std::uint64_t head;  // the number of the head at fault
};
[[nodiscard]] std::string sentenceOf(const AuditFault& fault);

struct VerifiedAudit {
  std::uint64_t heads = 0;
  std::uint64_t events = 0;
  std::uint64_t unsealed = 0;  // newer than the last head: not protected yet
};

// Walks the whole chain, with one batch in memory. `kept` are heads that were exported before, which the chain must
// contain: without one, nobody sees that the newest heads were removed together with their events. Throws what the
// store throws.
[[nodiscard]] Result<VerifiedAudit, AuditFault> verifyAudit(Store& store, const crypto::P256PublicKey& audit_key,
                                                            std::span<const AuditHead> kept = {});

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_AUDIT_CHAIN_H_
