// Promises kept with real processes: what was acknowledged survives a kill at any moment, and processes share a file.
//
// A kill leaves the operating system's memory intact, so it does not try the loss of power; that rests on
// synchronous=FULL (database_file_test.cc).

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <limits>
#include <random>
#include <set>
#include <thread>
#include <vector>

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
constexpr Sql kIntegrity("PRAGMA integrity_check");
constexpr Sql kForeignKeys("PRAGMA foreign_key_check");

// Runs `work` in a process of its own.
pid_t inChild(const std::function<void()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      work();
    } catch (...) {
      ::_exit(1);
    }
    ::_exit(0);
  }
  return child;
}

// 0 where the process ended well; else what waitpid() says.
int endOf(pid_t child) {
  int status = -1;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return status;
}

void inThreads(int count, const std::function<void()>& work) {
  std::vector<std::thread> threads;
  threads.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
}

// Ids that a child acknowledged, one after the other. A write of this size is never torn.
class Acknowledgements {
 public:
  Acknowledgements() { EXPECT_EQ(::pipe(ends_), 0); }
  ~Acknowledgements() {
    ::close(ends_[0]);
    closeWriting();
  }
  Acknowledgements(const Acknowledgements&) = delete;
  Acknowledgements& operator=(const Acknowledgements&) = delete;

  void write(const domain::OfflineSessionId& id) const {
    if (::write(ends_[1], id.bytes().data(), id.bytes().size()) < 0) ::_exit(1);
  }
  // In the parent, so that reading ends with the child.
  void closeWriting() {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
  }
  [[nodiscard]] std::optional<domain::OfflineSessionId> read() const {
    UuidBytes bytes{};
    if (::read(ends_[0], bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) return std::nullopt;
    return domain::OfflineSessionId(bytes);
  }

 private:
  int ends_[2] = {-1, -1};
};

class SqliteStoreCrash : public testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<domain::Store> open() const { return openSqliteStore({.file = file_}); }

  // A device with OFFLINE:PIN.
  DeviceId createDevice(domain::Store& store) {
    const auto organisation = domain::OrganisationId::random(random_);
    EXPECT_TRUE(store.createOrganisation({.id = organisation, .name = "Bank", .created_at = kNow}, {}));
    store.createApplication({.id = application_, .organisation = organisation, .name = "App", .configuration = {}}, {},
                            {});
    const domain::NewEnrolment enrolment{.id = domain::EnrolmentId::random(random_),
                                         .application = application_,
                                         .organisation = organisation,
                                         .user_reference = std::nullopt,
                                         .code_hash = {},
                                         .created_at = kNow,
                                         .expires_at = kNow + 900s};
    EXPECT_TRUE(store.createEnrolment(enrolment, store.directoryVersion(), {}));
    const DeviceId device = store
                                .startEnrolment({.mark = mark(),
                                                 .application = application_,
                                                 .code_hash = {},
                                                 .device_key = {},
                                                 .device_id_seed = randomUuid(random_)},
                                                {})
                                .value()
                                .device;
    EXPECT_TRUE(store.finishEnrolment({.mark = mark(),
                                       .device = device,
                                       .auth_method = AuthMethod::kOfflinePin,
                                       .keys = {.key_version = 1, .sealed = Bytes(92, 1)},
                                       .salts = {}},
                                      {}));
    return device;
  }

  domain::OfflineSessionId begin(domain::Store& store, const DeviceId& device) {
    const domain::NewOfflineSession session{
        .directory_version = store.directoryVersion(),
        .id = domain::randomInShard<domain::OfflineSessionId>(domain::shardOf(device), random_),
        .device = device,
        .auth_method = AuthMethod::kOfflinePin,
        .nonce = {},
        .context = protocol::Context::parse("Pay 12.50 EUR").value(),
        .now = kNow,
        .offers = {{.application = application_,
                    .otp_length = protocol::OtpLength::of(6).value(),
                    .lifetime = 300s,
                    .attempts = {.failures_allowed = 3, .lock_duration = 0s}}}};
    const domain::AuditEvent event{.at = kNow,
                                   .origin = {},
                                   .action = domain::AuditAction::kOfflineAuthenticationBegun,
                                   .device = device,
                                   .session = session.id.bytes()};
    return store.beginOfflineSession(session, {event}).value().session.id;
  }

  static bool has(domain::Store& store, const domain::OfflineSessionId& id) {
    return store.loadOfflineSession(id, store.directoryVersion(), std::nullopt).has_value();
  }

  // The sessions whose beginning is in the audit log.
  static std::set<UuidBytes> begunInTheLog(domain::Store& store) {
    std::set<UuidBytes> sessions;
    for (const auto& [sequence, event] : store.settledAuditEvents(0, std::numeric_limits<int>::max())) {
      sessions.insert(event.session.value());
    }
    return sessions;
  }

  void expectIntact() const {
    SqliteConnection connection(file_, SqliteConnection::Access::kReadAndWrite, 5s);
    EXPECT_EQ(readValue<std::string>(connection, kIntegrity), "ok");
    EXPECT_FALSE(Statement(connection, kForeignKeys).step());
  }

  domain::RequestMark mark() { return {.id = protocol::RequestId::random(random_), .received_at = kNow}; }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_ / "heliograph.db";
  crypto::SystemRandom random_;
  ApplicationId application_ = ApplicationId::random(random_);
};

TEST_F(SqliteStoreCrash, WhatWasAcknowledgedSurvivesAKillAtAnyMomentAndItsEventWithIt) {
  constexpr int kRounds = 25;
  constexpr int kThreads = 4;
  const DeviceId device = createDevice(*open());
  std::mt19937 random(20240229);  // which moments does not matter, that they differ does
  std::uniform_int_distribution<int> microseconds(0, 60'000);
  std::vector<domain::OfflineSessionId> acknowledged;

  for (int round = 0; round < kRounds; ++round) {
    Acknowledgements pipe;
    const pid_t child = inChild([&] {
      const auto store = open();
      inThreads(kThreads, [&] {
        while (true) pipe.write(begin(*store, device));
      });
    });
    pipe.closeWriting();
    const auto first = pipe.read();
    ASSERT_TRUE(first) << "the child ended by itself";
    acknowledged.push_back(*first);
    std::this_thread::sleep_for(std::chrono::microseconds(microseconds(random)));
    ::kill(child, SIGKILL);
    while (const auto id = pipe.read()) acknowledged.push_back(*id);
    EXPECT_TRUE(WIFSIGNALED(endOf(child)));

    const auto store = open();
    const auto in_the_log = begunInTheLog(*store);
    for (const auto& id : acknowledged) {
      EXPECT_TRUE(has(*store, id)) << round;
      EXPECT_TRUE(in_the_log.contains(id.bytes())) << round;
    }
    // Acknowledged or not: no event without its change.
    for (const UuidBytes& id : in_the_log) EXPECT_TRUE(has(*store, domain::OfflineSessionId(id))) << round;
    expectIntact();
  }
}

TEST_F(SqliteStoreCrash, ProcessesThatWriteAtOnceTakeTurns) {
  constexpr int kProcesses = 3;
  constexpr int kThreads = 4;
  constexpr int kSessions = 25;
  const DeviceId device = createDevice(*open());
  Acknowledgements pipe;
  std::vector<pid_t> children;
  children.reserve(kProcesses);
  for (int i = 0; i < kProcesses; ++i) {
    children.push_back(inChild([&] {
      const auto store = open();
      inThreads(kThreads, [&] {
        for (int session = 0; session < kSessions; ++session) pipe.write(begin(*store, device));
      });
    }));
  }
  for (const pid_t child : children) EXPECT_EQ(endOf(child), 0);
  pipe.closeWriting();

  const auto store = open();
  int sessions = 0;
  while (const auto id = pipe.read()) {
    EXPECT_TRUE(has(*store, *id));
    ++sessions;
  }
  EXPECT_EQ(sessions, kProcesses * kThreads * kSessions);
  expectIntact();
}

TEST_F(SqliteStoreCrash, ProcessesThatOpenANewFileAtOnceMakeItOnce) {
  constexpr int kRounds = 10;
  constexpr int kProcesses = 4;
  for (int round = 0; round < kRounds; ++round) {
    file_ = folder_ / (std::to_string(round) + ".db");
    std::vector<pid_t> children;
    children.reserve(kProcesses);
    for (int i = 0; i < kProcesses; ++i) {
      children.push_back(inChild([&, i] {
        const bool is_created = open()->createOrganisation(
            {.id = domain::OrganisationId::random(random_), .name = std::to_string(i), .created_at = kNow}, {});
        if (!is_created) ::_exit(1);
      }));
    }
    for (const pid_t child : children) EXPECT_EQ(endOf(child), 0);
    const auto store = open();
    for (int i = 0; i < kProcesses; ++i) EXPECT_TRUE(store->findOrganisation(std::to_string(i)));
  }
}

// As the command line does beside a server.
TEST_F(SqliteStoreCrash, AChangeByAnotherStoreOnTheFileIsSeenAtOnce) {
  const auto store = open();
  const domain::DirectoryVersion version = store->directoryVersion();
  const auto other = open();
  createDevice(*other);
  EXPECT_GT(store->directoryVersion(), version);
  EXPECT_TRUE(store->loadDirectory().applications.contains(application_));
  EXPECT_TRUE(store->createOrganisation(
      {.id = domain::OrganisationId::random(random_), .name = "Another", .created_at = kNow}, {}));
  EXPECT_TRUE(other->findOrganisation("Another"));
}

}  // namespace
}  // namespace heliograph::store
