#include "domain/session.h"

#include <gtest/gtest.h>

namespace heliograph::domain {
namespace {

constexpr TimePoint kEnd{std::chrono::seconds(1000)};

TEST(SessionStatus, OnlyAStartedSessionExpires) {
  const struct {
    SessionStatus stored;
    SessionStatus past_its_time;
  } rows[] = {
      {SessionStatus::kStarted, SessionStatus::kExpired}, {SessionStatus::kCompleted, SessionStatus::kCompleted},
      {SessionStatus::kFailed, SessionStatus::kFailed},   {SessionStatus::kCancelled, SessionStatus::kCancelled},
      {SessionStatus::kExpired, SessionStatus::kExpired},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(statusAt(row.stored, kEnd, kEnd - std::chrono::milliseconds(1)), row.stored) << nameOf(row.stored);
    EXPECT_EQ(statusAt(row.stored, kEnd, kEnd), row.past_its_time) << nameOf(row.stored);
  }
}

TEST(SessionStatus, HasTheNamesOfTheInterfaces) {
  EXPECT_EQ(nameOf(SessionStatus::kStarted), "STARTED");
  EXPECT_EQ(nameOf(SessionStatus::kCompleted), "COMPLETED");
  EXPECT_EQ(nameOf(SessionStatus::kFailed), "FAILED");
  EXPECT_EQ(nameOf(SessionStatus::kCancelled), "CANCELLED");
  EXPECT_EQ(nameOf(SessionStatus::kExpired), "EXPIRED");
}

}  // namespace
}  // namespace heliograph::domain
