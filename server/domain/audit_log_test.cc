#include "domain/audit_log.h"

#include <gtest/gtest.h>

#include "crypto/system_random.h"
#include "domain/testing/memory_store.h"

namespace heliograph::domain {
namespace {

constexpr TimePoint kNow{std::chrono::milliseconds(1'790'000'000'000)};
crypto::SystemRandom random_source;

AuditEvent eventAt(TimePoint at, AuditAction action = AuditAction::kDeviceLocked) {
  return {.at = at, .origin = {}, .action = action};
}

std::vector<AuditSequence> sequencesOf(const AuditPage& page) {
  std::vector<AuditSequence> sequences;
  for (const StoredAuditEvent& event : page.events) sequences.push_back(event.sequence);
  return sequences;
}

class AuditLogTest : public testing::Test {
 protected:
  MemoryStore store;
  crypto::P256PrivateKey channel_key = crypto::P256PrivateKey::generate(random_source);
  AuditLog log{store, channel_key};
};

TEST_F(AuditLogTest, ItsPagesLeadFromTheNewestEventToTheOldest) {
  store.recordAudit(AuditTrail(5, eventAt(kNow)));
  const AuditPage first = log.search({.limit = 2});
  EXPECT_EQ(sequencesOf(first), (std::vector<AuditSequence>{5, 4}));
  ASSERT_EQ(first.next, AuditSequence{4});
  const AuditPage second = log.search({.before = first.next, .limit = 2});
  EXPECT_EQ(sequencesOf(second), (std::vector<AuditSequence>{3, 2}));
  ASSERT_EQ(second.next, AuditSequence{2});
  const AuditPage last = log.search({.before = second.next, .limit = 2});
  EXPECT_EQ(sequencesOf(last), (std::vector<AuditSequence>{1}));
  EXPECT_FALSE(last.next);
}

TEST_F(AuditLogTest, AFullLastPageHasNoNextOne) {
  store.recordAudit(AuditTrail(2, eventAt(kNow)));
  const AuditPage page = log.search({.limit = 2});
  EXPECT_EQ(page.events.size(), 2u);
  EXPECT_FALSE(page.next);
}

TEST_F(AuditLogTest, APageIsBounded) {
  store.recordAudit(AuditTrail(kMaxAuditPage + 1, eventAt(kNow)));
  EXPECT_EQ(log.search({.limit = kMaxAuditPage + 1}).events.size(), static_cast<std::size_t>(kMaxAuditPage));
  EXPECT_EQ(log.search({.limit = 0}).events.size(), 1u);
  EXPECT_EQ(log.search({.limit = -1}).events.size(), 1u);
}

TEST_F(AuditLogTest, WhatIsSearchedForIsFound) {
  store.recordAudit({eventAt(kNow), eventAt(kNow, AuditAction::kDeviceUnlocked), eventAt(kNow)});
  EXPECT_EQ(sequencesOf(log.search({.action = AuditAction::kDeviceUnlocked})), (std::vector<AuditSequence>{2}));
}

TEST_F(AuditLogTest, ItsHeadsVerifyWithItsPublicKey) {
  store.recordAudit({eventAt(kNow)});
  ASSERT_EQ(sealAuditBatch(store, auditKeyOf(channel_key), kNow), 1);
  store.recordAudit({eventAt(kNow)});
  ASSERT_EQ(sealAuditBatch(store, auditKeyOf(channel_key), kNow), 1);
  ASSERT_EQ(log.heads(0).size(), 2u);
  const auto newer = log.heads(1);
  ASSERT_EQ(newer.size(), 1u);
  EXPECT_EQ(newer[0].number, 2u);
  EXPECT_TRUE(log.publicKey().verify(encodeForSignature(newer[0]), newer[0].signature));
  const auto verified = log.verify();
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->heads, 2u);
}

TEST_F(AuditLogTest, HeadsOfAnotherServersKeyDoNotVerify) {
  store.recordAudit({eventAt(kNow)});
  const auto other_key = crypto::P256PrivateKey::generate(random_source);
  ASSERT_EQ(sealAuditBatch(store, auditKeyOf(other_key), kNow), 1);
  const auto verified = log.verify();
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().kind, AuditFault::Kind::kBadSignature);
}

}  // namespace
}  // namespace heliograph::domain
