// The embedded store where the file is not its own alone, or the disk has no room.

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>

#include "crypto/system_random.h"
#include "domain/store.h"
#include "store/commands/statement.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/sqlite_store.h"
#include "store/testing/temporary_folder.h"

namespace heliograph::store {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kNow{std::chrono::milliseconds(1'700'000'000'000)};
constexpr Sql kTakeWriteLock("BEGIN IMMEDIATE");
constexpr Sql kGiveWriteLock("ROLLBACK");
constexpr Sql kBreakProperties("UPDATE configuration_properties SET value = 'nonsense'");
constexpr Sql kCheckpoint("PRAGMA wal_checkpoint(TRUNCATE)");
constexpr Sql kRemoveLastEvent("DELETE FROM audit_events WHERE sequence = (SELECT max(sequence) FROM audit_events)");

std::string contentOf(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// While it lives, this process cannot make any file longer than `bytes`.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    (void)std::signal(SIGXFSZ, SIG_IGN);  // a failed write instead of the end of the process
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limited{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limited);
  }
  ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &before_); }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
};

class SqliteStoreFailure : public testing::Test {
 protected:
  domain::OrganisationId createOrganisation(const std::string& name) {
    const auto id = domain::OrganisationId::random(random_);
    EXPECT_TRUE(store_->createOrganisation({.id = id, .name = name, .created_at = kNow}, {}));
    return id;
  }

  static domain::AuditEvent event() {
    return {.at = kNow, .origin = {}, .action = domain::AuditAction::kApplicationCreated};
  }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_ / "heliograph.db";
  crypto::SystemRandom random_;
  std::unique_ptr<domain::Store> store_ = openSqliteStore({.file = file_, .busy_timeout = 50ms});
};

TEST_F(SqliteStoreFailure, ALockThatIsHeldTooLongMakesItUnavailableUntilItIsGone) {
  SqliteConnection other(file_, SqliteConnection::Access::kReadAndWrite, 0ms);
  change(other, kTakeWriteLock);
  EXPECT_THROW(createOrganisation("Bank"), domain::StoreUnavailable);
  EXPECT_EQ(store_->findOrganisation("Bank"), std::nullopt) << "reading goes on";
  change(other, kGiveWriteLock);
  const auto id = createOrganisation("Bank");
  EXPECT_EQ(store_->findOrganisation("Bank"), id);
}

TEST_F(SqliteStoreFailure, AFullDiskMakesItUnavailableUntilThereIsRoom) {
  createOrganisation("before");
  {
    const FileSizeLimit limit(std::filesystem::file_size(file_.string() + "-wal"));
    EXPECT_THROW(createOrganisation(std::string(100'000, 'x')), domain::StoreUnavailable);
    EXPECT_THROW(createOrganisation(std::string(100'000, 'y')), domain::StoreUnavailable);
    EXPECT_TRUE(store_->findOrganisation("before")) << "reading goes on";
  }
  createOrganisation("after");
  EXPECT_TRUE(store_->findOrganisation("before"));
  EXPECT_TRUE(store_->findOrganisation("after"));
  EXPECT_FALSE(store_->findOrganisation(std::string(100'000, 'x')));
}

TEST_F(SqliteStoreFailure, ABrokenRuleOfTheSchemaIsAMistakeOfTheCallerAlone) {
  const domain::Application of_nobody{.id = ApplicationId::random(random_),
                                      .organisation = domain::OrganisationId::random(random_),
                                      .name = "App",
                                      .configuration = {}};
  const auto version = store_->directoryVersion();
  EXPECT_THROW(store_->createApplication(of_nobody, {}, {event()}), std::logic_error);
  EXPECT_EQ(store_->directoryVersion(), version);
  EXPECT_TRUE(store_->loadDirectory().applications.empty());
  EXPECT_THAT(store_->findAuditEvents({}), testing::IsEmpty());
  createOrganisation("Bank");
}

TEST_F(SqliteStoreFailure, AConfigurationThatDoesNotParseMakesTheDirectoryUnavailable) {
  store_->createApplication({.id = ApplicationId::random(random_),
                             .organisation = createOrganisation("Bank"),
                             .name = "App",
                             .configuration = {}},
                            {}, {});
  SqliteConnection other(file_, SqliteConnection::Access::kReadAndWrite, 1s);
  change(other, kBreakProperties);
  EXPECT_THROW((void)store_->loadDirectory(), domain::StoreUnavailable);
}

TEST_F(SqliteStoreFailure, ACursorPastTheLastNumberOfTheDatabaseFindsWhatIsBeforeItAndNothingBehind) {
  store_->recordAudit({event()});
  EXPECT_TRUE(store_->storeAuditHead(
      {.number = 1, .first = 1, .last = 1, .count = 1, .root = {}, .previous = {}, .at = kNow, .signature = {}}));
  constexpr auto kLast = std::numeric_limits<std::uint64_t>::max();
  EXPECT_THAT(store_->findAuditEvents({.before = kLast}), testing::SizeIs(1));
  EXPECT_THAT(store_->settledAuditEvents(kLast, 10), testing::IsEmpty());
  EXPECT_THAT(store_->auditHeads(kLast, 10), testing::IsEmpty());
}

// Whoever removes the newest events from the file by hand leaves a gap.
TEST_F(SqliteStoreFailure, TheNumberOfARemovedEventIsNotDrawnAgain) {
  store_->recordAudit({event(), event()});
  const auto last = store_->findAuditEvents({.limit = 1}).front().sequence;
  SqliteConnection other(file_, SqliteConnection::Access::kReadAndWrite, 1s);
  change(other, kRemoveLastEvent);
  store_->recordAudit({event()});
  EXPECT_GT(store_->findAuditEvents({.limit = 1}).front().sequence, last);
}

TEST_F(SqliteStoreFailure, TheCodeOfACancelledEnrolmentLeavesNoTraceInTheFile) {
  const auto organisation = createOrganisation("Bank");
  const domain::Application application{
      .id = ApplicationId::random(random_), .organisation = organisation, .name = "App", .configuration = {}};
  store_->createApplication(application, {}, {});
  domain::NewEnrolment enrolment{.id = domain::EnrolmentId::random(random_),
                                 .application = application.id,
                                 .organisation = organisation,
                                 .user_reference = std::nullopt,
                                 .code_hash = {},
                                 .created_at = kNow,
                                 .expires_at = kNow + 900s};
  random_.fill(enrolment.code_hash);
  const std::string code(textOf(enrolment.code_hash));
  ASSERT_TRUE(store_->createEnrolment(enrolment, store_->directoryVersion(), {}));
  SqliteConnection other(file_, SqliteConnection::Access::kReadAndWrite, 1s);
  (void)readRows<int, int, int>(other, kCheckpoint);
  ASSERT_THAT(contentOf(file_), testing::HasSubstr(code));

  ASSERT_TRUE(store_->cancelEnrolment(enrolment.id, kNow, {}));
  (void)readRows<int, int, int>(other, kCheckpoint);
  EXPECT_THAT(contentOf(file_), testing::Not(testing::HasSubstr(code)));
}

}  // namespace
}  // namespace heliograph::store
