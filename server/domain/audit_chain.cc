#include "domain/audit_chain.h"

#include <bit>
#include <deque>
#include <map>
#include <string_view>
#include <utility>

#include "domain/channel_derived_key.h"
#include "domain/store.h"

namespace heliograph::domain {
namespace {

constexpr std::string_view kHeadLabel = "heliograph/audit-head/1";
constexpr std::string_view kKeyLabel = "heliograph/audit-key/1";

// RFC 9162 section 2.1.1: without them an inner node could be passed off as a leaf.
constexpr std::array<std::uint8_t, 1> kLeafPrefix{0x00};
constexpr std::array<std::uint8_t, 1> kNodePrefix{0x01};

constexpr int kHeadsPage = 256;
constexpr int kEventsPage = 1024;

// --- bytes -----------------------------------------------------------------------------------------------------------

class AuditWriter {
 public:
  AuditWriter& fixed(ByteView bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  AuditWriter& number(std::uint64_t value) { return fixed(bigEndian(value)); }
  AuditWriter& time(TimePoint time) { return number(static_cast<std::uint64_t>(toUnixMilliseconds(time))); }
  AuditWriter& variable(std::string_view text) {
    return fixed(bigEndian(static_cast<std::uint32_t>(text.size()))).fixed(bytesOf(text));
  }
  AuditWriter& optional(const std::optional<ByteView>& bytes) {
    fixed(bigEndian(static_cast<std::uint8_t>(bytes ? 1 : 0)));
    return bytes ? fixed(*bytes) : *this;
  }
  template <class Tag>
  AuditWriter& optional(const std::optional<Id<Tag>>& id) {
    return optional(id ? std::optional<ByteView>(id->bytes()) : std::nullopt);
  }
  template <std::size_t Size>
  AuditWriter& optional(const std::optional<std::array<std::uint8_t, Size>>& bytes) {
    return optional(bytes ? std::optional<ByteView>(*bytes) : std::nullopt);
  }

  [[nodiscard]] Bytes finish() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

crypto::Sha256Hash hashOf(const AuditHead& head) { return crypto::sha256({encodeForSignature(head)}); }

// --- verification ----------------------------------------------------------------------------------------------------

using Verified = Result<void, AuditFault>;

tl::unexpected<AuditFault> fault(AuditFault::Kind kind, std::uint64_t head) { return fail(AuditFault{kind, head}); }

// The settled events in their order, a page of them in memory.
class EventStream {
 public:
  explicit EventStream(Store& store) : store_(store) {}

  // The next one; nothing at the end.
  [[nodiscard]] const StoredAuditEvent* peek() {
    if (page_.empty()) read();
    return page_.empty() ? nullptr : &page_.front();
  }
  // Requires that peek() gave one.
  void skip() { page_.pop_front(); }

 private:
  void read() {
    const auto events = store_.settledAuditEvents(after_, kEventsPage);
    if (events.empty()) return;
    after_ = events.back().sequence;
    page_.assign(events.begin(), events.end());
  }

  Store& store_;
  std::deque<StoredAuditEvent> page_;
  AuditSequence after_ = 0;
};

class Verification {
 public:
  Verification(Store& store, const crypto::P256PublicKey& audit_key, std::span<const AuditHead> kept)
      : store_(store), audit_key_(audit_key), events_(store) {
    for (const AuditHead& head : kept) kept_.emplace(head.number, &head);
  }

  Result<VerifiedAudit, AuditFault> run() {
    for (auto heads = nextHeads(); !heads.empty(); heads = nextHeads()) {
      for (const AuditHead& head : heads) {
        if (const auto verified = verify(head); !verified) return fail(verified.error());
      }
    }
    if (!kept_.empty()) return fault(AuditFault::Kind::kHeadMissing, kept_.begin()->first);
    for (; events_.peek() != nullptr; events_.skip()) ++verified_.unsealed;
    return verified_;
  }

 private:
  [[nodiscard]] std::vector<AuditHead> nextHeads() { return store_.auditHeads(verified_.heads, kHeadsPage); }

  Verified verify(const AuditHead& head) {
    for (const auto step : {&Verification::verifySignature, &Verification::verifyChain, &Verification::verifyKept,
                            &Verification::verifyEvents}) {
      if (const auto verified = (this->*step)(head); !verified) return verified;
    }
    previous_hash_ = hashOf(head);
    previous_last_ = head.last;
    ++verified_.heads;
    verified_.events += head.count;
    return {};
  }

  Verified verifySignature(const AuditHead& head) {
    if (audit_key_.verify(encodeForSignature(head), head.signature)) return {};
    return fault(AuditFault::Kind::kBadSignature, head.number);
  }

  Verified verifyChain(const AuditHead& head) {
    const std::uint64_t expected = verified_.heads + 1;
    const bool follows = head.number == expected && head.previous == previous_hash_;
    const bool has_range = head.first > previous_last_ && head.last >= head.first;
    if (follows && has_range) return {};
    return fault(AuditFault::Kind::kBrokenChain, expected);
  }

  Verified verifyKept(const AuditHead& head) {
    const auto [begin, end] = kept_.equal_range(head.number);
    for (auto kept = begin; kept != end; ++kept) {
      if (*kept->second != head) return fault(AuditFault::Kind::kHeadMissing, head.number);
    }
    kept_.erase(begin, end);
    return {};
  }

  Verified verifyEvents(const AuditHead& head) {
    std::vector<Bytes> leaves;
    for (const auto* event = events_.peek(); event != nullptr && event->sequence <= head.last; event = events_.peek()) {
      if (event->sequence < head.first) return fault(AuditFault::Kind::kEventsUncovered, head.number);
      if (leaves.size() == head.count) return fault(AuditFault::Kind::kEventsDiffer, head.number);
      leaves.push_back(encodeForAudit(*event));
      events_.skip();
    }
    if (leaves.size() == head.count && merkleTreeHash(leaves) == head.root) return {};
    return fault(AuditFault::Kind::kEventsDiffer, head.number);
  }

  Store& store_;
  const crypto::P256PublicKey& audit_key_;
  EventStream events_;
  std::multimap<std::uint64_t, const AuditHead*> kept_;  // those that are still to come
  VerifiedAudit verified_;
  crypto::Sha256Hash previous_hash_{};
  AuditSequence previous_last_ = 0;
};

AuditHead headOf(std::span<const StoredAuditEvent> events, const std::optional<AuditHead>& before, TimePoint now) {
  std::vector<Bytes> leaves;
  leaves.reserve(events.size());
  for (const StoredAuditEvent& event : events) leaves.push_back(encodeForAudit(event));
  return {.number = before ? before->number + 1 : 1,
          .first = events.front().sequence,
          .last = events.back().sequence,
          .count = events.size(),
          .root = merkleTreeHash(leaves),
          .previous = before ? hashOf(*before) : crypto::Sha256Hash{},
          .at = now,
          .signature = {}};
}

}  // namespace

Bytes encodeForSignature(const AuditHead& head) {
  AuditWriter writer;
  writer.fixed(bytesOf(kHeadLabel)).number(head.number).number(head.first).number(head.last).number(head.count);
  return writer.fixed(head.root).fixed(head.previous).time(head.at).finish();
}

Bytes encodeForAudit(const StoredAuditEvent& stored) {
  const AuditEvent& event = stored.event;
  const auto method = event.auth_method ? std::optional(bigEndian(protocol::idOf(*event.auth_method))) : std::nullopt;
  AuditWriter writer;
  writer.number(stored.sequence).time(event.at);
  writer.variable(nameOf(event.origin.actor)).optional(event.origin.api_key);
  writer.variable(event.origin.request_id).variable(event.origin.address);
  writer.variable(nameOf(event.action)).variable(nameOf(event.outcome));
  writer.optional(event.organisation).optional(event.application).optional(event.device).optional(event.session);
  return writer.optional(method).optional(event.context_hash).variable(event.detail).finish();
}

crypto::Sha256Hash merkleTreeHash(std::span<const Bytes> leaves) {
  if (leaves.empty()) return crypto::sha256({});
  if (leaves.size() == 1) return crypto::sha256({kLeafPrefix, leaves.front()});
  const std::size_t left = std::bit_ceil(leaves.size()) / 2;  // the largest power of two that is smaller
  return crypto::sha256({kNodePrefix, merkleTreeHash(leaves.first(left)), merkleTreeHash(leaves.subspan(left))});
}

crypto::P256PrivateKey auditKeyOf(const crypto::P256PrivateKey& channel_key) {
  // One candidate in 2^32 is no scalar of the curve; the next one is taken then.
  std::string label(kKeyLabel);
  for (label.push_back('\0');; ++label.back()) {
    auto key = crypto::P256PrivateKey::fromScalar(deriveFromChannelKey<crypto::P256Scalar>(channel_key, label));
    if (key) return std::move(*key);
  }
}

int sealAuditBatch(Store& store, const crypto::P256PrivateKey& audit_key, TimePoint now) {
  const std::optional<AuditHead> before = store.lastAuditHead();
  const auto events = store.settledAuditEvents(before ? before->last : 0, kMaxAuditBatch);
  if (events.empty()) return 0;
  AuditHead head = headOf(events, before, now);
  head.signature = audit_key.sign(encodeForSignature(head));
  return store.storeAuditHead(head) ? static_cast<int>(events.size()) : 0;
}

std::string sentenceOf(const AuditFault& fault) {
  const std::string head = "Head " + std::to_string(fault.head);
  switch (fault.kind) {
    case AuditFault::Kind::kBadSignature:
      return head + " is not signed by this server.";
    case AuditFault::Kind::kBrokenChain:
      return head + " is missing, or does not follow from the one before.";
    case AuditFault::Kind::kEventsDiffer:
      return head + ": an event of its batch was changed, removed, added or moved.";
    case AuditFault::Kind::kHeadMissing:
      return head + ", which was exported, is not in the chain, or is another one.";
    case AuditFault::Kind::kEventsUncovered:
      return head + ": there are events before its batch that no batch has.";
  }
  return {};
}

Result<VerifiedAudit, AuditFault> verifyAudit(Store& store, const crypto::P256PublicKey& audit_key,
                                              std::span<const AuditHead> kept) {
  return Verification(store, audit_key, kept).run();
}

}  // namespace heliograph::domain
