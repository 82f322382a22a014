#include "http/service_provider/api_key_gate.h"

#include <gtest/gtest.h>

#include <string>

#include "crypto/base64.h"
#include "http/testing/server_fixture.h"

namespace heliograph::http::testing {
namespace {

using std::chrono::seconds;

class ApiKeyGateTest : public ServerFixture {
 protected:
  static std::string basic(const std::string& credentials) { return "Basic " + crypto::toBase64(bytesOf(credentials)); }
  std::string good() const { return basic(bank_.key.text() + ":" + bank_.key_secret); }
  std::string wrong() const { return basic(bank_.key.text() + ":" + std::string(64, '0')); }

  // What the gate says to such a request: "" where it opens.
  std::string outcome(const std::string& authorization, const std::string& source = "192.0.2.1") {
    Request request;
    request.authorization = authorization;
    request.source = source;
    const auto call = gate_.admit(request);
    if (call) return "";
    retry_after_ = call.error().retry_after;
    return std::string(nameOf(call.error().code));
  }
  void failUntilSlowedDown() {
    for (int i = 0; i < 20; ++i) EXPECT_EQ(outcome(wrong()), "UNAUTHENTICATED") << i;
    EXPECT_EQ(outcome(wrong()), "TOO_MANY_REQUESTS");
  }

  ApiKeyGate gate_{directory_, clock_};
  std::optional<seconds> retry_after_;
};

TEST_F(ApiKeyGateTest, TellsWhoCallsAndWhen) {
  Request request;
  request.authorization = good();
  const auto call = gate_.admit(request);
  ASSERT_TRUE(call);
  EXPECT_EQ(call->caller.key, bank_.key);
  EXPECT_EQ(call->now, clock_.now());
  EXPECT_TRUE(domain::isCurrent(*directory_.current(), call->caller));
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

TEST_F(ApiKeyGateTest, CountsNoSuccess) {
  for (int i = 0; i < 50; ++i) EXPECT_EQ(outcome(good()), "");
  EXPECT_EQ(outcome(wrong()), "UNAUTHENTICATED");
}

TEST_F(ApiKeyGateTest, StaysClosedForARevokedKey) {
  EXPECT_TRUE(administration_.revokeApiKey(bank_.key, clock_.now()));
  directory_.latest();
  EXPECT_EQ(outcome(good()), "UNAUTHENTICATED");
}

}  // namespace
}  // namespace heliograph::http::testing
