#include "metrics/metrics.h"

#include <gmock/gmock.h>

#include <thread>
#include <vector>

#include "metrics/testing/exposition.h"

namespace heliograph::metrics {
namespace {

using namespace std::chrono_literals;
using domain::AttemptKind;
using domain::AttemptOutcome;
using domain::LockReason;
using testing::Exposition;

class MetricsTest : public ::testing::Test {
 protected:
  [[nodiscard]] Exposition shown() const { return Exposition(metrics_.text()); }
  Metrics metrics_{"1.2.3"};
};

TEST_F(MetricsTest, SayTheVersion) { EXPECT_EQ(shown().value(R"(heliograph_build_info{version="1.2.3"})"), 1); }

TEST_F(MetricsTest, CountRequestsByRouteMethodAndStatus) {
  auto& lock = metrics_.ofRequests().ofRoute(http::Method::kPost, "/devices/{device_id}/lock");
  lock.answered(200, 1ms);
  lock.answered(200, 1ms);
  lock.answered(423, 1ms);
  metrics_.ofRequests().ofRoute(http::Method::kOther, http::kOtherRoute).answered(404, 1ms);
  const Exposition shown = this->shown();
  const std::string route = R"(heliograph_http_requests_total{method="POST",route="/devices/{device_id}/lock",status=)";
  EXPECT_EQ(shown.value(route + R"("200"})"), 2);
  EXPECT_EQ(shown.value(route + R"("423"})"), 1);
  EXPECT_EQ(shown.value(R"(heliograph_http_requests_total{method="other",route="other",status="404"})"), 1);
}

TEST_F(MetricsTest, MeasureHowLongAnswersTakeInSeconds) {
  auto& route = metrics_.ofRequests().ofRoute(http::Method::kGet, "/devices");
  route.answered(200, 400us);
  route.answered(200, 8ms);
  route.answered(503, 11s);
  const Exposition shown = this->shown();
  const std::string bucket = R"(heliograph_http_request_duration_seconds_bucket{method="GET",route="/devices",le=)";
  EXPECT_EQ(shown.value(bucket + R"("0.0005"})"), 1);
  EXPECT_EQ(shown.value(bucket + R"("0.0075"})"), 1);
  EXPECT_EQ(shown.value(bucket + R"("0.01"})"), 2);
  EXPECT_EQ(shown.value(bucket + R"("10"})"), 2);
  EXPECT_EQ(shown.value(bucket + R"("+Inf"})"), 3);
  EXPECT_NEAR(shown.value(R"(heliograph_http_request_duration_seconds_sum{method="GET",route="/devices"})"), 11.0084,
              1e-9);
}

TEST_F(MetricsTest, KnowTheRequestsInProgressAndTheConnections) {
  metrics_.ofRequests().requestBegun();
  metrics_.ofRequests().requestBegun();
  metrics_.ofRequests().requestEnded();
  metrics_.ofRequests().connectionsOpen(17);
  EXPECT_EQ(shown().value("heliograph_http_requests_in_progress"), 1);
  EXPECT_EQ(shown().value("heliograph_http_connections"), 17);
}

TEST_F(MetricsTest, CountAttemptsByKindAndOutcome) {
  metrics_.ofDomain().attempted(AttemptKind::kOffline, AttemptOutcome::kWrong);
  metrics_.ofDomain().attempted(AttemptKind::kOnline, AttemptOutcome::kRight);
  const Exposition shown = this->shown();
  EXPECT_EQ(shown.value(R"(heliograph_attempts_total{kind="offline",outcome="wrong"})"), 1);
  EXPECT_EQ(shown.value(R"(heliograph_attempts_total{kind="online",outcome="right"})"), 1);
  EXPECT_EQ(shown.value(R"(heliograph_attempts_total{kind="online",outcome="wrong"})"), 0);
}

TEST_F(MetricsTest, ShowEveryOutcomeAndEveryLockFromTheStart) {
  const Exposition shown = this->shown();
  for (const char* kind : {"offline", "online", "add_or_update"}) {
    for (const char* outcome : {"right", "wrong", "locked", "expired", "not_open", "copied", "refused"}) {
      EXPECT_EQ(
          shown.value(std::string("heliograph_attempts_total{kind=\"") + kind + "\",outcome=\"" + outcome + "\"}"), 0);
    }
  }
  for (const char* reason : {"attempts_exhausted", "admin", "clone_detected"}) {
    EXPECT_EQ(shown.value(std::string("heliograph_locks_total{reason=\"") + reason + "\",what=\"method\"}"), 0);
    EXPECT_EQ(shown.value(std::string("heliograph_locks_total{reason=\"") + reason + "\",what=\"device\"}"), 0);
  }
}

TEST_F(MetricsTest, CountLocksByWhatWasLockedAndWhy) {
  metrics_.ofDomain().methodLocked(LockReason::kAttemptsExhausted);
  metrics_.ofDomain().deviceLocked(LockReason::kCloneDetected);
  EXPECT_EQ(shown().value(R"(heliograph_locks_total{reason="attempts_exhausted",what="method"})"), 1);
  EXPECT_EQ(shown().value(R"(heliograph_locks_total{reason="clone_detected",what="device"})"), 1);
}

TEST_F(MetricsTest, TellOfTheUpkeep) {
  metrics_.ofDomain().auditSealed(7);
  metrics_.ofDomain().upkeepDone(fromUnixMilliseconds(1'790'000'000'500));
  EXPECT_EQ(shown().value("heliograph_audit_events_sealed_total"), 7);
  EXPECT_EQ(shown().value("heliograph_upkeep_last_success_timestamp_seconds"), 1'790'000'000.5);
}

TEST_F(MetricsTest, TellOfTheStore) {
  metrics_.ofStore().queueDepth(5);
  metrics_.ofStore().batchCommitted(3, 2ms);
  metrics_.ofStore().commandDone(4ms);
  metrics_.ofStore().connectionsInUse(2, 8);
  metrics_.ofStore().failed();
  const Exposition shown = this->shown();
  EXPECT_EQ(shown.value("heliograph_store_queue_depth"), 5);
  EXPECT_EQ(shown.value(R"(heliograph_store_batch_commands_bucket{le="2"})"), 0);
  EXPECT_EQ(shown.value(R"(heliograph_store_batch_commands_bucket{le="4"})"), 1);
  EXPECT_EQ(shown.value("heliograph_store_batch_duration_seconds_sum"), 0.002);
  EXPECT_EQ(shown.value("heliograph_store_command_duration_seconds_sum"), 0.004);
  EXPECT_EQ(shown.value("heliograph_store_connections_in_use"), 2);
  EXPECT_EQ(shown.value("heliograph_store_connections_idle"), 6);
  EXPECT_EQ(shown.value("heliograph_store_failures_total"), 1);
}

TEST_F(MetricsTest, TellOfTheProcess) {
  const Exposition shown = this->shown();
  EXPECT_GT(shown.value("process_resident_memory_bytes"), 1'000'000);
  EXPECT_GE(shown.value("process_cpu_seconds_total"), 0);
  EXPECT_GE(shown.value("process_open_fds"), 3);
}

TEST_F(MetricsTest, LoseNothingWhereManyCountTheSameAtOnce) {
  auto& route = metrics_.ofRequests().ofRoute(http::Method::kGet, "/devices");
  constexpr int kThreads = 4;
  constexpr int kTimes = 1000;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        for (int j = 0; j < kTimes; ++j) route.answered(200, 1ms);
      });
    }
  }
  EXPECT_EQ(shown().value(R"(heliograph_http_requests_total{method="GET",route="/devices",status="200"})"),
            kThreads * kTimes);
}

}  // namespace
}  // namespace heliograph::metrics
