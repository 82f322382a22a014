#include "domain/audit_chain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <latch>
#include <thread>
#include <utility>

#include "base/hex.h"
#include "crypto/system_random.h"
#include "domain/testing/memory_store.h"

namespace heliograph::domain {
namespace {

using Kind = AuditFault::Kind;

constexpr TimePoint kNow{std::chrono::milliseconds(1'790'000'000'000)};
constexpr TimePoint kLater = kNow + std::chrono::seconds(5);
crypto::SystemRandom random_source;

UuidBytes uuidOf(std::uint8_t fill) {
  UuidBytes bytes{};
  bytes.fill(fill);
  return bytes;
}

crypto::Sha256Hash hashOf(std::uint8_t fill) {
  crypto::Sha256Hash hash{};
  hash.fill(fill);
  return hash;
}

// An event in which no field is left out.
AuditEvent fullEvent() {
  return {.at = kNow,
          .origin = {.actor = AuditActor::kApiKey,
                     .api_key = ApiKeyId(uuidOf(1)),
                     .request_id = "req",
                     .address = "192.0.2.1"},
          .action = AuditAction::kMethodLocked,
          .outcome = AuditOutcome::kSuccess,
          .organisation = OrganisationId(uuidOf(2)),
          .application = ApplicationId(uuidOf(3)),
          .device = DeviceId(uuidOf(4)),
          .session = uuidOf(5),
          .auth_method = protocol::AuthMethod::kOfflinePin,
          .context_hash = hashOf(6),
          .detail = "ADMIN"};
}

AuditEvent eventWith(std::string detail) {
  AuditEvent event = fullEvent();
  event.detail = std::move(detail);
  return event;
}

// --- bytes -----------------------------------------------------------------------------------------------------------

TEST(AuditChain, TheTreeIsThatOfRfc9162) {
  // The leaves and roots that the tests of Certificate Transparency's own log use.
  const std::vector<Bytes> leaves{
      {},
      {0x00},
      {0x10},
      {0x20, 0x21},
      {0x30, 0x31},
      {0x40, 0x41, 0x42, 0x43},
      {0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57},
      {0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f},
  };
  const char* roots[] = {
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  };
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    EXPECT_EQ(toHex(merkleTreeHash(std::span(leaves).first(size))), roots[size]) << size;
  }
}

// The bytes of the next three by Python's struct, hmac and hashlib.
TEST(AuditChain, AnEventIsItsFieldsInTheirOrder) {
  EXPECT_EQ(toHex(encodeForAudit({.sequence = 7, .event = fullEvent()})),
            "0000000000000007"
            "000001a0c4506c00"
            "000000074150495f4b4559"
            "0101010101010101010101010101010101"
            "00000003726571"
            "000000093139322e302e322e31"
            "00000012415554485f4d4554484f445f4c4f434b4544"
            "0000000753554343455353"
            "0102020202020202020202020202020202"
            "0103030303030303030303030303030303"
            "0104040404040404040404040404040404"
            "0105050505050505050505050505050505"
            "0102"
            "010606060606060606060606060606060606060606060606060606060606060606"
            "0000000541444d494e");
  EXPECT_EQ(
      toHex(encodeForAudit(
          {.sequence = 8, .event = {.at = TimePoint{}, .origin = {}, .action = AuditAction::kSessionsCleanedUp}})),
      "0000000000000008"
      "0000000000000000"
      "00000006534552564552"
      "00"
      "00000000"
      "00000000"
      "0000001353455353494f4e535f434c45414e45445f5550"
      "0000000753554343455353"
      "000000000000"
      "00000000");
}

TEST(AuditChain, WhatIsSignedIsLabelledAndLeavesNoFieldOfAHeadOut) {
  const AuditHead head{.number = 2,
                       .first = 0x10,
                       .last = 0x20,
                       .count = 3,
                       .root = hashOf(0xAA),
                       .previous = hashOf(0xBB),
                       .at = kNow,
                       .signature = {}};
  EXPECT_EQ(toHex(encodeForSignature(head)),
            "68656c696f67726170682f61756469742d686561642f31"
            "0000000000000002"
            "0000000000000010"
            "0000000000000020"
            "0000000000000003"
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
            "000001a0c4506c00");
}

TEST(AuditChain, TheSigningKeyIsDerivedFromTheChannelKey) {
  const auto channel_key =
      crypto::P256PrivateKey::fromScalar(crypto::P256Scalar::filledBy([](MutableByteView out) { out.back() = 1; }));
  EXPECT_EQ(toHex(auditKeyOf(*channel_key).scalar().expose()),
            "e7ecc86aac590d6c76cce0f2eb9d64a3189852a6d3bb864e6c3606e11ae8857f");
}

// --- sealing and verifying -------------------------------------------------------------------------------------------

// A database whose rows somebody else can write.
class AlteredStore final : public MemoryStore {
 public:
  std::function<void(std::vector<StoredAuditEvent>&)> alter_events = [](auto&) {};
  std::function<void(std::vector<AuditHead>&)> alter_heads = [](auto&) {};

  std::vector<StoredAuditEvent> settledAuditEvents(AuditSequence after, int limit) override {
    auto events = MemoryStore::settledAuditEvents(0, kAll);
    alter_events(events);
    std::erase_if(events, [after](const StoredAuditEvent& event) { return event.sequence <= after; });
    std::ranges::sort(events, {}, &StoredAuditEvent::sequence);
    return firstOf(events, limit);
  }
  std::vector<AuditHead> auditHeads(std::uint64_t after, int limit) override {
    auto heads = MemoryStore::auditHeads(0, kAll);
    alter_heads(heads);
    std::erase_if(heads, [after](const AuditHead& head) { return head.number <= after; });
    return firstOf(heads, limit);
  }

 private:
  static constexpr int kAll = 1'000'000;
  template <class Row>
  static std::vector<Row> firstOf(const std::vector<Row>& rows, int limit) {
    return {rows.begin(), rows.begin() + std::min<std::ptrdiff_t>(limit, std::ssize(rows))};
  }
};

class AuditChainTest : public testing::Test {
 protected:
  // Events one after the other, each in a change of its own.
  void record(int events) {
    for (int i = 0; i < events; ++i) store.recordAudit({eventWith(std::to_string(++recorded))});
  }
  int seal() { return sealAuditBatch(store, key, kNow); }
  // Three batches of three events each: 1 to 3, 4 to 6, 7 to 9.
  void sealThreeBatches() {
    for (int batch = 0; batch < 3; ++batch) {
      record(3);
      ASSERT_EQ(seal(), 3);
    }
  }
  [[nodiscard]] Result<VerifiedAudit, AuditFault> verify(std::span<const AuditHead> kept = {}) {
    return verifyAudit(store, key.publicKey(), kept);
  }
  void expectFault(Kind kind, std::uint64_t head, const std::string& what, std::span<const AuditHead> kept = {}) {
    const auto verified = verify(kept);
    ASSERT_FALSE(verified) << what;
    EXPECT_EQ(verified.error().kind, kind) << what << ": " << sentenceOf(verified.error());
    EXPECT_EQ(verified.error().head, head) << what;
  }

  crypto::P256PrivateKey key = crypto::P256PrivateKey::generate(random_source);
  AlteredStore store;
  int recorded = 0;
};

TEST_F(AuditChainTest, NothingToSealMakesNoHead) {
  EXPECT_EQ(seal(), 0);
  EXPECT_FALSE(store.lastAuditHead());
  record(1);
  EXPECT_EQ(seal(), 1);
  EXPECT_EQ(seal(), 0);
  EXPECT_EQ(store.auditHeads(0, 10).size(), 1u);
}

TEST_F(AuditChainTest, ABatchHasWhatIsNewSinceTheOneBefore) {
  record(3);
  ASSERT_EQ(seal(), 3);
  record(2);
  ASSERT_EQ(sealAuditBatch(store, key, kLater), 2);
  const auto heads = store.auditHeads(0, 10);
  ASSERT_EQ(heads.size(), 2u);
  EXPECT_EQ(heads[0].number, 1u);
  EXPECT_EQ(heads[0].first, 1u);
  EXPECT_EQ(heads[0].last, 3u);
  EXPECT_EQ(heads[0].count, 3u);
  EXPECT_EQ(heads[0].previous, crypto::Sha256Hash{});
  EXPECT_EQ(heads[0].at, kNow);
  EXPECT_EQ(heads[1].number, 2u);
  EXPECT_EQ(heads[1].first, 4u);
  EXPECT_EQ(heads[1].last, 5u);
  EXPECT_EQ(heads[1].count, 2u);
  EXPECT_EQ(heads[1].previous, crypto::sha256({encodeForSignature(heads[0])}));
  EXPECT_EQ(heads[1].at, kLater);
  EXPECT_TRUE(key.publicKey().verify(encodeForSignature(heads[1]), heads[1].signature));
}

TEST_F(AuditChainTest, ABatchIsBounded) {
  store.recordAudit(AuditTrail(kMaxAuditBatch + 1, fullEvent()));
  EXPECT_EQ(seal(), kMaxAuditBatch);
  EXPECT_EQ(seal(), 1);
  const auto verified = verify();
  ASSERT_TRUE(verified) << sentenceOf(verified.error());
  EXPECT_EQ(verified->events, static_cast<std::uint64_t>(kMaxAuditBatch + 1));
}

TEST_F(AuditChainTest, AnUntouchedLogIsVerifiedAndToldWhatIsNotSealedYet) {
  sealThreeBatches();
  record(2);
  const auto verified = verify();
  ASSERT_TRUE(verified) << sentenceOf(verified.error());
  EXPECT_EQ(verified->heads, 3u);
  EXPECT_EQ(verified->events, 9u);
  EXPECT_EQ(verified->unsealed, 2u);
}

TEST_F(AuditChainTest, AnEmptyLogIsVerified) {
  const auto verified = verify();
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->heads, 0u);
  EXPECT_EQ(verified->events, 0u);
  EXPECT_EQ(verified->unsealed, 0u);
}

TEST_F(AuditChainTest, ALongLogIsVerifiedPageByPage) {
  for (int batch = 0; batch < 600; ++batch) {
    record(3);
    ASSERT_EQ(seal(), 3);
  }
  const auto verified = verify();
  ASSERT_TRUE(verified) << sentenceOf(verified.error());
  EXPECT_EQ(verified->heads, 600u);
  EXPECT_EQ(verified->events, 1800u);
}

TEST_F(AuditChainTest, AChangeOfAnyFieldOfAnEventIsFound) {
  sealThreeBatches();
  using Change = std::function<void(AuditEvent&)>;
  const std::pair<const char*, Change> rows[] = {
      {"time", [](AuditEvent& event) { event.at += std::chrono::milliseconds(1); }},
      {"actor", [](AuditEvent& event) { event.origin.actor = AuditActor::kDevice; }},
      {"other API key", [](AuditEvent& event) { event.origin.api_key = ApiKeyId(uuidOf(9)); }},
      {"no API key", [](AuditEvent& event) { event.origin.api_key.reset(); }},
      {"request id", [](AuditEvent& event) { event.origin.request_id = "rep"; }},
      {"address", [](AuditEvent& event) { event.origin.address = "192.0.2.2"; }},
      {"request id and address shifted",
       [](AuditEvent& event) {
         event.origin.request_id = "req1";
         event.origin.address = "92.0.2.1";
       }},
      {"action", [](AuditEvent& event) { event.action = AuditAction::kMethodUnlocked; }},
      {"outcome", [](AuditEvent& event) { event.outcome = AuditOutcome::kFailure; }},
      {"organisation", [](AuditEvent& event) { event.organisation = OrganisationId(uuidOf(9)); }},
      {"application", [](AuditEvent& event) { event.application = ApplicationId(uuidOf(9)); }},
      {"device", [](AuditEvent& event) { event.device = DeviceId(uuidOf(9)); }},
      {"device as session",
       [](AuditEvent& event) {
         event.session = event.device->bytes();
         event.device.reset();
       }},
      {"session", [](AuditEvent& event) { event.session = uuidOf(9); }},
      {"method", [](AuditEvent& event) { event.auth_method = protocol::AuthMethod::kOfflineDevice; }},
      {"no method", [](AuditEvent& event) { event.auth_method.reset(); }},
      {"context hash", [](AuditEvent& event) { event.context_hash = hashOf(9); }},
      {"detail", [](AuditEvent& event) { event.detail += " "; }},
  };
  for (const auto& [name, change] : rows) {
    store.alter_events = [&change = change](std::vector<StoredAuditEvent>& events) { change(events[4].event); };
    expectFault(Kind::kEventsDiffer, 2, name);
  }
}

TEST_F(AuditChainTest, EventsThatWereRemovedAddedOrMovedAreFound) {
  sealThreeBatches();
  using Rows = std::vector<StoredAuditEvent>;
  struct Case {
    const char* name;
    std::uint64_t head;
    std::function<void(Rows&)> alter;
  };
  const Case cases[] = {
      {"the first one removed", 1, [](Rows& rows) { rows.erase(rows.begin()); }},
      {"one in the middle removed", 2, [](Rows& rows) { rows.erase(rows.begin() + 4); }},
      {"the last one removed", 3, [](Rows& rows) { rows.pop_back(); }},
      {"all removed", 1, [](Rows& rows) { rows.clear(); }},
      {"two swapped", 2, [](Rows& rows) { std::swap(rows[3].event, rows[5].event); }},
      {"two of different batches swapped", 1, [](Rows& rows) { std::swap(rows[0].event, rows[8].event); }},
      {"one replaced by a copy of its neighbour", 2, [](Rows& rows) { rows[4].event = rows[5].event; }},
      {"one more", 2,
       [](Rows& rows) {
         rows.push_back({5, fullEvent()});
       }},
      {"one moved behind the last batch", 3, [](Rows& rows) { rows[8].sequence = 10; }},
      {"one added before the first", 1,
       [](Rows& rows) {
         rows.push_back({1, fullEvent()});
       }},
  };
  for (const Case& row : cases) {
    store.alter_events = row.alter;
    expectFault(Kind::kEventsDiffer, row.head, row.name);
  }
}

TEST_F(AuditChainTest, AnEventThatNoBatchHasIsFound) {
  // The sealing server does not see events 1 and 5.
  store.alter_events = [](auto& events) {
    std::erase_if(events, [](const StoredAuditEvent& event) { return event.sequence == 1 || event.sequence == 5; });
  };
  record(4);
  ASSERT_EQ(seal(), 3);
  record(3);
  ASSERT_EQ(seal(), 2);
  ASSERT_TRUE(verify());

  store.alter_events = [](auto& events) { events.erase(events.begin()); };
  expectFault(Kind::kEventsUncovered, 2, "between two batches");
  store.alter_events = [](auto&) {};
  expectFault(Kind::kEventsUncovered, 1, "before the first batch");
}

TEST_F(AuditChainTest, AChangeOfAnyFieldOfAHeadIsFound) {
  sealThreeBatches();
  using Change = std::function<void(AuditHead&)>;
  const std::pair<const char*, Change> rows[] = {
      {"first", [](AuditHead& head) { ++head.first; }},
      {"last", [](AuditHead& head) { --head.last; }},
      {"count", [](AuditHead& head) { --head.count; }},
      {"root", [](AuditHead& head) { head.root[31] ^= 0x01; }},
      {"previous", [](AuditHead& head) { head.previous[0] ^= 0x01; }},
      {"time", [](AuditHead& head) { head.at += std::chrono::milliseconds(1); }},
      {"signature", [](AuditHead& head) { head.signature[63] ^= 0x01; }},
  };
  for (const auto& [name, change] : rows) {
    store.alter_heads = [&change = change](std::vector<AuditHead>& heads) { change(heads[1]); };
    expectFault(Kind::kBadSignature, 2, name);
  }
  store.alter_heads = [](std::vector<AuditHead>& heads) { heads[2].number = 4; };
  expectFault(Kind::kBadSignature, 4, "number");
}

TEST_F(AuditChainTest, AHeadOfAnotherKeyIsFound) {
  sealThreeBatches();
  const auto other_key = crypto::P256PrivateKey::generate(random_source);
  store.alter_heads = [&](std::vector<AuditHead>& heads) {
    heads[1].signature = other_key.sign(encodeForSignature(heads[1]));
  };
  expectFault(Kind::kBadSignature, 2, "signed by another key");
}

TEST_F(AuditChainTest, AHeadThatIsMissingOrDoesNotFollowIsFound) {
  sealThreeBatches();
  using Heads = std::vector<AuditHead>;
  // Whoever has the key can sign anything, and still has to sign everything behind it again.
  const auto forged = [this](AuditHead head, const std::function<void(AuditHead&)>& change) {
    change(head);
    head.signature = key.sign(encodeForSignature(head));
    return head;
  };
  struct Case {
    const char* name;
    std::uint64_t head;
    std::function<void(Heads&)> alter;
  };
  const Case cases[] = {
      {"the first one removed", 1, [](Heads& heads) { heads.erase(heads.begin()); }},
      {"one in the middle removed", 2, [](Heads& heads) { heads.erase(heads.begin() + 1); }},
      {"one replaced", 3,
       [&](Heads& heads) { heads[1] = forged(heads[1], [](AuditHead& head) { head.at = kLater; }); }},
      {"a second one of the same number", 3,
       [&](Heads& heads) { heads[2] = forged(heads[2], [](AuditHead& head) { head.number = 2; }); }},
      {"a number left out", 3,
       [&](Heads& heads) { heads[2] = forged(heads[2], [](AuditHead& head) { head.number = 4; }); }},
      {"a range that begins in the one before", 2,
       [&](Heads& heads) { heads[1] = forged(heads[1], [](AuditHead& head) { head.first = 3; }); }},
      {"a range that ends before it begins", 2,
       [&](Heads& heads) { heads[1] = forged(heads[1], [](AuditHead& head) { head.last = 3; }); }},
  };
  for (const Case& row : cases) {
    store.alter_heads = row.alter;
    expectFault(Kind::kBrokenChain, row.head, row.name);
  }
}

TEST_F(AuditChainTest, ARootThatWasSignedForOtherEventsIsFound) {
  sealThreeBatches();
  store.alter_heads = [this](std::vector<AuditHead>& heads) {
    heads[2].root = hashOf(0);
    heads[2].signature = key.sign(encodeForSignature(heads[2]));
  };
  expectFault(Kind::kEventsDiffer, 3, "another root");
}

TEST_F(AuditChainTest, AHeadThatWasKeptElsewhereShowsThatTheEndWasCutOff) {
  sealThreeBatches();
  const std::vector<AuditHead> kept = store.auditHeads(0, 10);
  ASSERT_TRUE(verify(kept));

  store.alter_heads = [](auto& heads) { heads.pop_back(); };
  store.alter_events = [](auto& events) { events.resize(6); };
  ASSERT_TRUE(verify()) << "by itself the shorter chain is sound";
  expectFault(Kind::kHeadMissing, 3, "all heads kept", kept);
  expectFault(Kind::kHeadMissing, 3, "the last one kept", std::span(kept).last(1));
  EXPECT_TRUE(verify(std::span(kept).first(2)));
}

TEST_F(AuditChainTest, AHeadThatWasKeptElsewhereShowsThatTheChainWasMadeAnew) {
  record(2);
  ASSERT_EQ(seal(), 2);
  const std::vector<AuditHead> kept = store.auditHeads(0, 10);
  // With the key, another event gets a good head.
  AlteredStore forged;
  forged.recordAudit({eventWith("1"), eventWith("forged")});
  ASSERT_EQ(sealAuditBatch(forged, key, kNow), 2);
  ASSERT_TRUE(verifyAudit(forged, key.publicKey()));
  const auto verified = verifyAudit(forged, key.publicKey(), kept);
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().kind, Kind::kHeadMissing);
  EXPECT_EQ(verified.error().head, 1u);
}

TEST_F(AuditChainTest, AServerThatIsFasterMakesTheHead) {
  // A store in which another server seals between the look and the write.
  class StoreOfAFasterOne final : public MemoryStore {
   public:
    explicit StoreOfAFasterOne(const crypto::P256PrivateKey& audit_key) : audit_key_(audit_key) {}
    bool storeAuditHead(const AuditHead& head) override {
      if (!std::exchange(is_faster_done_, true)) faster = sealAuditBatch(*this, audit_key_, kLater);
      return MemoryStore::storeAuditHead(head);
    }
    int faster = 0;

   private:
    const crypto::P256PrivateKey& audit_key_;
    bool is_faster_done_ = false;
  } shared(key);
  shared.recordAudit({eventWith("1"), eventWith("2")});
  EXPECT_EQ(sealAuditBatch(shared, key, kNow), 0);
  EXPECT_EQ(shared.faster, 2);
  EXPECT_EQ(shared.lastAuditHead()->at, kLater);
  EXPECT_TRUE(verifyAudit(shared, key.publicKey()));
}

TEST_F(AuditChainTest, ManyWhoSealAtOnceMakeOneChain) {
  constexpr int kServers = 4;
  constexpr int kEvents = 25;
  std::atomic<int> sealed{0};
  {
    std::latch start(kServers);
    std::vector<std::jthread> servers;
    for (int server = 0; server < kServers; ++server) {
      servers.emplace_back([&] {
        start.arrive_and_wait();
        for (int i = 0; i < kEvents; ++i) {
          store.recordAudit({eventWith(std::to_string(i))});
          sealed += seal();
        }
      });
    }
  }
  sealed += seal();
  EXPECT_EQ(sealed, kServers * kEvents);
  const auto verified = verify();
  ASSERT_TRUE(verified) << sentenceOf(verified.error());
  EXPECT_EQ(verified->events, static_cast<std::uint64_t>(kServers * kEvents));
  EXPECT_EQ(verified->unsealed, 0u);
}

TEST(AuditChain, AFaultIsASentenceThatNamesTheHead) {
  for (const Kind kind :
       {Kind::kBadSignature, Kind::kBrokenChain, Kind::kEventsDiffer, Kind::kHeadMissing, Kind::kEventsUncovered}) {
    EXPECT_TRUE(sentenceOf({kind, 17}).starts_with("Head 17")) << static_cast<int>(kind);
  }
}

}  // namespace
}  // namespace heliograph::domain
