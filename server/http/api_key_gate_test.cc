#include "http/api_key_gate.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

#include "crypto/base64.h"
#include "http/testing/server_fixture.h"

namespace heliograph::http::testing {
namespace {

using std::chrono::seconds;

class ApiKeyGateTest : public ServerFixture {
 protected:
  static std::string basic(const std::string& credentials) { return "Basic " + crypto::toBase64(bytesOf(credentials)); }
  static std::string of(const Bank& bank) { return basic(bank.key.text() + ":" + bank.key_secret); }
  std::string good() const { return of(bank_); }
  std::string wrong() const { return basic(bank_.key.text() + ":" + std::string(64, '0')); }

  // What the gate says to such a request: "" where it opens.
  std::string outcome(const std::string& authorization, const std::string& source = "192.0.2.1",
                      Access access = Access::kRead) {
    Request request;
    request.headers["Authorization"] = authorization;
    request.source = source;
    const auto call = gate_.admit(request, access);
    if (call) return "";
    retry_after_ = call.error().retry_after;
    return std::string(nameOf(call.error().code));
  }
  std::string adminOutcome(const std::string& authorization) {
    return outcome(authorization, "192.0.2.1", Access::kAdmin);
  }
  void failUntilSlowedDown() {
    for (int i = 0; i < 20; ++i) EXPECT_EQ(outcome(wrong()), "UNAUTHENTICATED") << i;
    EXPECT_EQ(outcome(wrong()), "TOO_MANY_REQUESTS");
  }

  ApiKeyGate gate_{domain_, clock_};
  std::optional<seconds> retry_after_;
};

TEST_F(ApiKeyGateTest, TellsWhoCallsFromWhereAndWhen) {
  Request request;
  request.headers["Authorization"] = good();
  request.source = "192.0.2.1";
  request.request_id = "id-of-the-request";
  const auto call = gate_.admit(request, Access::kRead);
  ASSERT_TRUE(call);
  EXPECT_EQ(call->caller.organisation, bank_.organisation);
  EXPECT_EQ(call->caller.request_id, "id-of-the-request");
  EXPECT_EQ(call->caller.address, "192.0.2.1");
  EXPECT_EQ(call->caller.key, bank_.key);
  EXPECT_EQ(call->now, clock_.now());
  EXPECT_TRUE(domain::isCurrent(*domain_.directory.current(), call->caller));
}

TEST_F(ApiKeyGateTest, OpensForNothingButAKeyAndItsSecret) {
  const std::string id = bank_.key.text();
  for (const std::string& authorization :
       {std::string(), std::string("Basic"), std::string("Bearer ") + bank_.key_secret, basic(id + ":"),
        basic(":" + bank_.key_secret), basic(id + ":" + bank_.key_secret + "0"), basic(id + bank_.key_secret),
        basic(id + ": " + bank_.key_secret), basic(bank_.key_secret + ":" + id),
        basic(id + ":" + other_bank_.key_secret), basic(other_bank_.key.text() + ":" + bank_.key_secret),
        good() + ", " + good()}) {
    EXPECT_EQ(outcome(authorization), "UNAUTHENTICATED") << authorization;
  }
}

TEST_F(ApiKeyGateTest, SlowsASourceDownThatFailsTooOften) {
  failUntilSlowedDown();
  EXPECT_EQ(retry_after_, seconds(3));
  EXPECT_EQ(outcome("Bearer x"), "TOO_MANY_REQUESTS");
  clock_.advance(seconds(3));
  EXPECT_EQ(outcome(wrong()), "UNAUTHENTICATED");
  EXPECT_EQ(outcome(wrong()), "TOO_MANY_REQUESTS");
}

TEST_F(ApiKeyGateTest, SlowsNobodyElseDown) {
  failUntilSlowedDown();
  EXPECT_EQ(outcome(wrong(), "192.0.2.2"), "UNAUTHENTICATED");
}

TEST_F(ApiKeyGateTest, OpensForAGoodKeyThoughItsSourceFailedTooOften) {
  failUntilSlowedDown();
  EXPECT_EQ(outcome(good()), "");
}

TEST_F(ApiKeyGateTest, CountsARequestWithoutCredentialsAsNoFailure) {
  for (int i = 0; i < 50; ++i) EXPECT_EQ(outcome(""), "UNAUTHENTICATED");
  EXPECT_EQ(outcome(wrong()), "UNAUTHENTICATED");
}

TEST_F(ApiKeyGateTest, OpensForEachRoleAsFarAsItReaches) {
  struct Row {
    domain::ApiKeyRole role;
    std::string read;
    std::string write;
    std::string admin;
  };
  for (const auto& [role, read, write, admin] : {Row{domain::ApiKeyRole::kServiceProvider, "", "", "FORBIDDEN"},
                                                 Row{domain::ApiKeyRole::kReadOnly, "", "FORBIDDEN", "FORBIDDEN"},
                                                 Row{domain::ApiKeyRole::kAdmin, "FORBIDDEN", "FORBIDDEN", ""}}) {
    Request request;
    request.headers["Authorization"] = of(newKey(bank_, role));
    const auto outcome_of = [&](Access access) {
      const auto call = gate_.admit(request, access);
      return call ? std::string() : std::string(nameOf(call.error().code));
    };
    EXPECT_EQ(outcome_of(Access::kRead), read) << nameOf(role);
    EXPECT_EQ(outcome_of(Access::kWrite), write) << nameOf(role);
    EXPECT_EQ(outcome_of(Access::kAdmin), admin) << nameOf(role);
  }
}

TEST_F(ApiKeyGateTest, NotesTheUsesOfKeysThatItOpensFor) {
  const Bank reader = newKey(bank_, domain::ApiKeyRole::kReadOnly);
  Request request;
  request.headers["Authorization"] = of(reader);
  EXPECT_FALSE(gate_.admit(request, Access::kWrite));
  EXPECT_EQ(outcome(wrong()), "UNAUTHENTICATED");
  EXPECT_TRUE(domain_.api_key_uses.take().empty());
  EXPECT_TRUE(gate_.admit(request, Access::kRead));
  EXPECT_EQ(domain_.api_key_uses.take(), (std::map{std::pair{reader.key, clock_.now()}}));
}

TEST_F(ApiKeyGateTest, NotesRefusedCredentialsWhereSomeWereSent) {
  outcome("");
  outcome(good());
  EXPECT_TRUE(domain_.refused_credentials.take(clock_.now()).empty());
  failUntilSlowedDown();
  outcome("Bearer x", "192.0.2.2");
  const auto events = domain_.refused_credentials.take(clock_.now());
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].origin.address, "192.0.2.1");
  EXPECT_EQ(events[0].detail, "21");
  EXPECT_EQ(events[1].origin.address, "192.0.2.2");
  EXPECT_EQ(events[1].detail, "1");
}

TEST_F(ApiKeyGateTest, CountsNoSuccess) {
  for (int i = 0; i < 50; ++i) EXPECT_EQ(outcome(good()), "");
  EXPECT_EQ(outcome(wrong()), "UNAUTHENTICATED");
}

TEST_F(ApiKeyGateTest, StaysClosedForARevokedKey) {
  EXPECT_TRUE(domain_.administration.revokeApiKey(bank_.key, {}, clock_.now()));
  domain_.directory.latest();
  EXPECT_EQ(outcome(good()), "UNAUTHENTICATED");
}

TEST_F(ApiKeyGateTest, ClosesForAKeyOfAnyRoleAtTheMomentAtWhichItExpires) {
  constexpr seconds kLifetime{60};
  for (const auto& [role, access] : {std::pair{domain::ApiKeyRole::kServiceProvider, Access::kWrite},
                                     std::pair{domain::ApiKeyRole::kReadOnly, Access::kRead},
                                     std::pair{domain::ApiKeyRole::kAdmin, Access::kAdmin}}) {
    const std::string passing = of(newKey(bank_, role, clock_.now() + kLifetime));
    clock_.advance(kLifetime - std::chrono::milliseconds(1));
    EXPECT_EQ(outcome(passing, "192.0.2.1", access), "") << nameOf(role);
    clock_.advance(std::chrono::milliseconds(1));
    EXPECT_EQ(outcome(passing, "192.0.2.1", access), "UNAUTHENTICATED") << nameOf(role);
  }
}

TEST_F(ApiKeyGateTest, ClosesForAnAdministratorWhomAnotherServerHasRevoked) {
  const Bank administrator = newKey(bank_, domain::ApiKeyRole::kAdmin);
  EXPECT_EQ(adminOutcome(of(administrator)), "");
  (void)domain_.api_key_uses.take();
  EXPECT_TRUE(domain_.administration.revokeApiKey(administrator.key, {}, clock_.now()));
  EXPECT_FALSE(domain_.directory.current()->api_keys.at(administrator.key).revoked_at) << "not known in memory";
  EXPECT_EQ(adminOutcome(of(administrator)), "UNAUTHENTICATED");
  EXPECT_TRUE(domain_.api_key_uses.take().empty());
  EXPECT_EQ(domain_.refused_credentials.take(clock_.now()).size(), 1U);
}

TEST_F(ApiKeyGateTest, AsksTheStoreOnlyAboutAdministrators) {
  const Bank administrator = newKey(bank_, domain::ApiKeyRole::kAdmin);
  const std::string wrong_secret = basic(administrator.key.text() + ":" + std::string(64, '0'));
  const std::uint64_t calls_by_now = store_.calls();
  EXPECT_EQ(outcome(good()), "");
  EXPECT_EQ(adminOutcome(good()), "FORBIDDEN");
  for (const std::string& stranger : {std::string(), std::string("Bearer x"), wrong_secret}) {
    EXPECT_EQ(adminOutcome(stranger), "UNAUTHENTICATED") << stranger;
  }
  EXPECT_EQ(store_.calls(), calls_by_now);
  EXPECT_EQ(adminOutcome(of(administrator)), "");
  EXPECT_EQ(store_.calls(), calls_by_now + 1);
}

TEST_F(ApiKeyGateTest, OpensForNoAdministratorWhileTheStoreDoesNotAnswer) {
  const Bank administrator = newKey(bank_, domain::ApiKeyRole::kAdmin);
  store_.onRefresh([] { throw domain::StoreUnavailable("down"); });
  EXPECT_THROW((void)adminOutcome(of(administrator)), domain::StoreUnavailable);
  EXPECT_TRUE(domain_.api_key_uses.take().empty());
}

}  // namespace
}  // namespace heliograph::http::testing
