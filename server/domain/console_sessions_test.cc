#include "domain/console_sessions.h"

#include <gtest/gtest.h>

#include <string>

#include "crypto/base64.h"
#include "domain/testing/test_server.h"

namespace heliograph::domain {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr TimePoint kNow{milliseconds(1'790'000'000'000)};
const ApiKeyId kKey = *ApiKeyId::parse("00112233-4455-6677-8899-aabbccddeeff");

crypto::P256PrivateKey keyWithScalar(std::uint8_t last_byte) {
  return *crypto::P256PrivateKey::fromScalar(
      crypto::P256Scalar::filledBy([&](MutableByteView out) { out.back() = last_byte; }));
}

class ConsoleSessionsTest : public testing::Test {
 protected:
  [[nodiscard]] std::string tokenOf(const ConsoleSession& of) const {
    return std::string(textOf(sessions.tokenOf(of).expose()));
  }
  // Why it does not open; fails where it does.
  [[nodiscard]] ConsoleTokenRefusal refusalOf(std::string_view token, TimePoint now = kNow) const {
    const auto opened = sessions.open(token, now);
    EXPECT_FALSE(opened) << token;
    return opened ? ConsoleTokenRefusal{} : opened.error();
  }

  MemoryStore store;
  ConsoleSessions sessions{store, keyWithScalar(1)};
  const ConsoleSession session{.key = kKey, .signed_in_at = kNow, .expires_at = kNow + minutes(15)};
};

TEST_F(ConsoleSessionsTest, ATokenIsTheSessionAndItsMacUnderTheDerivedKey) {
  // By Python's hmac and hashlib, after the formulas of the header.
  EXPECT_EQ(tokenOf(session),
            "AQARIjNEVWZ3iJmqu8zd7v8AAAGgxFBsAAAAAaDEXieg54usQe2IBiDPz/RTuo1JXqrQPRHVEUDQ6VdIE5u2ovA=");
}

TEST_F(ConsoleSessionsTest, WhoSignsInHasASessionForAQuarterOfAnHour) {
  const Caller administrator{.key = kKey, .organisation = OrganisationId(UuidBytes{1})};
  EXPECT_EQ(sessions.signIn(administrator, kNow), session);
}

TEST_F(ConsoleSessionsTest, SigningInIsInTheAuditLog) {
  const Caller administrator{
      .key = kKey, .organisation = OrganisationId(UuidBytes{1}), .request_id = "4e6a1f0c", .address = "192.0.2.1"};
  (void)sessions.signIn(administrator, kNow);
  const auto events = store.findAuditEvents({});
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].event, (AuditEvent{.at = kNow,
                                         .origin = administrator.origin(),
                                         .action = AuditAction::kConsoleSignedIn,
                                         .organisation = administrator.organisation}));
}

TEST_F(ConsoleSessionsTest, EveryServerOfTheInstallationOpensATokenAndNoOtherDoes) {
  const std::string token = tokenOf(session);
  EXPECT_EQ(sessions.open(token, kNow), session);
  EXPECT_EQ(ConsoleSessions(store, keyWithScalar(1)).open(token, kNow), session);
  const auto elsewhere = ConsoleSessions(store, keyWithScalar(2)).open(token, kNow);
  ASSERT_FALSE(elsewhere);
  EXPECT_EQ(elsewhere.error(), ConsoleTokenRefusal::kForged);
}

TEST_F(ConsoleSessionsTest, EveryBitOfATokenCounts) {
  const auto bytes = crypto::fromBase64(tokenOf(session));
  ASSERT_TRUE(bytes);
  for (std::size_t bit = 0; bit < 8 * bytes->size(); ++bit) {
    Bytes forged(bytes->expose().begin(), bytes->expose().end());
    forged[bit / 8] = static_cast<std::uint8_t>(forged[bit / 8] ^ (1 << bit % 8));
    EXPECT_EQ(refusalOf(crypto::toBase64(forged)), ConsoleTokenRefusal::kForged) << bit;
  }
}

TEST_F(ConsoleSessionsTest, NothingButAWholeTokenOpens) {
  const std::string token = tokenOf(session);
  for (std::size_t size = 0; size < token.size(); ++size) {
    EXPECT_EQ(refusalOf(token.substr(0, size)), ConsoleTokenRefusal::kForged) << size;
  }
  for (const std::string& other : {token + "AAAA", token + "=", " " + token, token + " ", "\"" + token + "\"",
                                   std::string(token.size(), 'A'), std::string(8'000, 'A')}) {
    EXPECT_EQ(refusalOf(other), ConsoleTokenRefusal::kForged) << other;
  }
}

TEST_F(ConsoleSessionsTest, ATokenOpensUntilItsSessionIsOver) {
  const std::string token = tokenOf(session);
  EXPECT_TRUE(sessions.open(token, session.expires_at - milliseconds(1)));
  EXPECT_EQ(refusalOf(token, session.expires_at), ConsoleTokenRefusal::kExpired);
  EXPECT_EQ(refusalOf(token, session.expires_at + hours(1'000'000)), ConsoleTokenRefusal::kExpired);
}

TEST_F(ConsoleSessionsTest, ARenewedSessionLastsForAnotherQuarterOfAnHour) {
  const ConsoleSession renewed = ConsoleSessions::renew(session, kNow + minutes(14));
  EXPECT_EQ(renewed,
            (ConsoleSession{.key = kKey, .signed_in_at = kNow, .expires_at = kNow + minutes(14) + minutes(15)}));
}

TEST_F(ConsoleSessionsTest, NoSessionLastsLongerThanEightHours) {
  ConsoleSession last = session;
  for (TimePoint now = kNow; now < kNow + hours(8); now += minutes(14)) last = ConsoleSessions::renew(last, now);
  EXPECT_EQ(last.expires_at, kNow + hours(8));
  EXPECT_TRUE(sessions.open(tokenOf(last), kNow + hours(8) - milliseconds(1)));
  EXPECT_EQ(refusalOf(tokenOf(last), kNow + hours(8)), ConsoleTokenRefusal::kExpired);
  EXPECT_EQ(ConsoleSessions::renew(last, kNow + hours(9)).expires_at, kNow + hours(8));
}

}  // namespace
}  // namespace heliograph::domain
