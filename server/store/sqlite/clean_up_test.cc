// Cleaning up what is particular to this engine: rows that hang on others.

#include "store/commands/clean_up.h"

#include <gmock/gmock.h>

#include <memory>

#include "crypto/system_random.h"
#include "domain/store.h"
#include "store/commands/statement.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/sqlite_store.h"
#include "store/testing/temporary_folder.h"

namespace heliograph::store {
namespace {

using namespace std::chrono_literals;
using protocol::AuthMethod;

constexpr TimePoint kNow{std::chrono::milliseconds(1'700'000'000'000)};
constexpr TimePoint kEnd = kNow + 900s;  // of the enrolment
constexpr Sql kForeignKeys("PRAGMA foreign_key_check");
constexpr Sql kCountRows(R"sql(
  SELECT (SELECT count(*) FROM enrolments) + (SELECT count(*) FROM devices) + (SELECT count(*) FROM request_marks) +
    (SELECT count(*) FROM activation_codes)
)sql");

class CleanUp : public testing::Test {
 protected:
  CleanUp() {
    const auto organisation = domain::OrganisationId::random(random_);
    EXPECT_TRUE(store_->createOrganisation({.id = organisation, .name = "Bank", .created_at = kNow}, {}));
    store_->createApplication({.id = application_, .organisation = organisation, .name = "App", .configuration = {}},
                              {}, {});
    const domain::NewEnrolment enrolment{.id = domain::EnrolmentId::random(random_),
                                         .application = application_,
                                         .organisation = organisation,
                                         .user_reference = std::nullopt,
                                         .code_hash = {},
                                         .created_at = kNow,
                                         .expires_at = kEnd};
    EXPECT_TRUE(store_->createEnrolment(enrolment, store_->directoryVersion(), {}));
  }

  auto start(TimePoint now) {
    return store_->startEnrolment({.mark = mark(now),
                                   .application = application_,
                                   .code_hash = {},
                                   .device_key = {},
                                   .device_id_seed = device_id_seed_},
                                  {});
  }

  DeviceId activate() {
    const DeviceId device = start(kNow).value().device;
    EXPECT_TRUE(store_->finishEnrolment({.mark = mark(kNow),
                                         .device = device,
                                         .auth_method = AuthMethod::kOfflinePin,
                                         .keys = {.key_version = 1, .sealed = Bytes(92, 1)},
                                         .salts = {}},
                                        {}));
    return device;
  }

  domain::NewOfflineSession beginOf(const DeviceId& device, TimePoint now) {
    return {.directory_version = store_->directoryVersion(),
            .id = domain::randomInShard<domain::OfflineSessionId>(domain::shardOf(device), random_),
            .device = device,
            .auth_method = AuthMethod::kOfflinePin,
            .nonce = {},
            .context = protocol::Context::parse("Pay 12.50 EUR").value(),
            .now = now,
            .offers = {{.application = application_,
                        .otp_length = protocol::OtpLength::of(6).value(),
                        .lifetime = 300s,
                        .attempts = {.failures_allowed = 3, .lock_duration = 0s}}},
            .idempotency = domain::IdempotencyKey{.key = {}, .request = {}}};
  }

  domain::RequestMark mark(TimePoint now) { return {.id = protocol::RequestId::random(random_), .received_at = now}; }

  [[nodiscard]] SqliteConnection look() const { return {file_, SqliteConnection::Access::kRead, 1s}; }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_ / "heliograph.db";
  crypto::SystemRandom random_;
  ApplicationId application_ = ApplicationId::random(random_);
  UuidBytes device_id_seed_ = randomUuid(random_);
  std::unique_ptr<domain::Store> store_ = openSqliteStore({.file = file_});
};

// A phone that asked again and again has more marks than one step may remove.
TEST_F(CleanUp, OfADeviceWithManyYoungMarksTakesSeveralStepsAndLeavesNothing) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(start(kEnd - 1s));
  EXPECT_EQ(store_->cleanUp(kEnd, kEnd, 3), 3) << "marks";
  EXPECT_EQ(store_->cleanUp(kEnd, kEnd, 3), 3) << "marks, and the device";
  EXPECT_EQ(store_->cleanUp(kEnd, kEnd, 3), 1) << "the enrolment";
  EXPECT_EQ(store_->cleanUp(kEnd, kEnd, 3), 0);
  SqliteConnection connection = look();
  EXPECT_EQ(readValue<int>(connection, kCountRows), 0);
}

TEST_F(CleanUp, LeavesNoRowThatRefersToARemovedOne) {
  ASSERT_TRUE(start(kNow));
  SqliteConnection connection = look();
  while (store_->cleanUp(kEnd, kEnd, 1) > 0) EXPECT_FALSE(Statement(connection, kForeignKeys).step());
  EXPECT_EQ(readValue<int>(connection, kCountRows), 0);
}

TEST_F(CleanUp, OfAnEnrolmentLeavesACodeThatOpensNothing) {
  ASSERT_TRUE(start(kNow));
  EXPECT_EQ(store_->cleanUp(kEnd, kEnd, 100), 3);
  EXPECT_EQ(start(kEnd).error(), domain::EnrolmentStartRefusal::kNoSession);
}

TEST_F(CleanUp, OfASessionBeforeItsIdempotencyKeyLetsTheSameCallBeginAnew) {
  const DeviceId device = activate();
  const auto first = store_->beginOfflineSession(beginOf(device, kNow), {}).value().session.id;
  const TimePoint later = kNow + 1h;
  EXPECT_GT(store_->cleanUp(later, later, 100), 0);
  const auto second = store_->beginOfflineSession(beginOf(device, later), {}).value().session.id;
  EXPECT_NE(second, first);
  EXPECT_EQ(store_->beginOfflineSession(beginOf(device, later), {}).value().session.id, second);
}

}  // namespace
}  // namespace heliograph::store
