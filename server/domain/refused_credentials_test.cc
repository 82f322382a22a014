#include "domain/refused_credentials.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace heliograph::domain {
namespace {

constexpr TimePoint kNow{std::chrono::milliseconds(1'790'000'000'000)};

AuditEvent refusedFrom(const std::string& address, const std::string& request_id, const std::string& count) {
  return {.at = kNow,
          .origin = {.actor = AuditActor::kStranger, .request_id = request_id, .address = address},
          .action = AuditAction::kCredentialsRefused,
          .outcome = AuditOutcome::kRefused,
          .detail = count};
}

TEST(RefusedCredentials, OneEventForEachAddressTellsHowOftenAndTheLastRequest) {
  RefusedCredentials refused;
  refused.add("192.0.2.1", "a");
  refused.add("192.0.2.2", "b");
  refused.add("192.0.2.1", "c");
  EXPECT_EQ(refused.take(kNow), (AuditTrail{refusedFrom("192.0.2.1", "c", "2"), refusedFrom("192.0.2.2", "b", "1")}));
}

TEST(RefusedCredentials, WhatWasTakenIsNotToldAgain) {
  RefusedCredentials refused;
  EXPECT_TRUE(refused.take(kNow).empty());
  refused.add("192.0.2.1", "a");
  EXPECT_EQ(refused.take(kNow).size(), 1u);
  EXPECT_TRUE(refused.take(kNow).empty());
  refused.add("192.0.2.1", "b");
  EXPECT_EQ(refused.take(kNow), (AuditTrail{refusedFrom("192.0.2.1", "b", "1")}));
}

TEST(RefusedCredentials, PastTheLimitStrangersAreCountedTogether) {
  RefusedCredentials refused;
  for (std::size_t i = 0; i < RefusedCredentials::kMaxAddresses; ++i) refused.add("address " + std::to_string(i), "a");
  refused.add("one more", "b");
  refused.add("another", "c");
  refused.add("address 0", "d");
  const AuditTrail trail = refused.take(kNow);
  EXPECT_EQ(trail.size(), RefusedCredentials::kMaxAddresses + 1);
  EXPECT_EQ(std::ranges::count(trail, refusedFrom("others", "c", "2")), 1);
  EXPECT_EQ(std::ranges::count(trail, refusedFrom("address 0", "d", "2")), 1);
}

}  // namespace
}  // namespace heliograph::domain
