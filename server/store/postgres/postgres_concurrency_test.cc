// Several servers on one database, each with connections of its own: what one decides no other undoes.

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "store/contract/store_contract.h"
#include "store/postgres/postgres_store.h"
#include "store/testing/postgres_database.h"

namespace heliograph::store {
namespace {

constexpr std::size_t kServers = 3;
constexpr std::size_t kThreads = 9;

struct Servers {
  PostgresDatabase database;
  std::vector<std::unique_ptr<domain::Store>> stores;

  Servers() {
    for (std::size_t i = 0; i < kServers; ++i) {
      stores.push_back(openPostgresStore({.connection_string = database.connectionString(), .timeout = 30s}));
    }
  }
};

std::weak_ptr<Servers> newest;

std::shared_ptr<domain::Store> makeServers() {
  const auto servers = std::make_shared<Servers>();
  newest = servers;
  return {servers, servers->stores.front().get()};
}

class PostgresConcurrency : public StoreContract {
 protected:
  using Work = std::function<void(domain::Store& server, std::size_t thread)>;

  // Runs `work` in kThreads threads, which start together, on the servers in turn.
  void onAllServers(const Work& work) const {
    std::atomic<std::size_t> ready = 0;
    std::vector<std::thread> threads;
    threads.reserve(kThreads);
    for (std::size_t i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        ++ready;
        while (ready < kThreads) std::this_thread::yield();
        work(*servers_->stores[i % kServers], i);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

  [[nodiscard]] domain::AuditTrail eventOf(const DeviceId& device, domain::AuditAction action) {
    domain::AuditEvent event = newEvent();
    event.device = device;
    event.action = action;
    return {event};
  }

  // As the server found the session; nothing where it ended.
  static std::optional<domain::OfflineAttempt> wrongGuess(domain::Store& server,
                                                          const domain::OfflineSession& session) {
    const auto view = server.loadOfflineSession(session.id, server.directoryVersion(), std::nullopt);
    if (!view || !view->method || view->session.status != domain::SessionStatus::kStarted) return std::nullopt;
    if (view->method->attempts.lock || view->device_lock) return std::nullopt;
    return domain::OfflineAttempt{.session = session.id,
                                  .device = session.device,
                                  .auth_method = session.parameters.method,
                                  .expected_method_version = view->method->version,
                                  .state = {.failures = view->method->attempts.failures + 1,
                                            .locks = view->method->attempts.locks,
                                            .lock = std::nullopt},
                                  .session_status = domain::SessionStatus::kStarted,
                                  .now = kNow + 10s};
  }

  [[nodiscard]] std::vector<domain::AuditSequence> sequencesOf(domain::AuditAction action) {
    std::vector<domain::AuditSequence> sequences;
    for (const auto& stored : store_->findAuditEvents({.action = action, .limit = 100'000})) {
      sequences.push_back(stored.sequence);
    }
    return sequences;
  }
  [[nodiscard]] int count(const std::string& what) const {
    return std::stoi(servers_->database.run("SELECT count(*) FROM " + what));
  }

  // Threads guess at the session until it ends or the device is refused; one of them makes `change` in between.
  // How many guesses were recorded.
  int guessWhile(const domain::OfflineSession& session, const std::function<void(domain::Store&)>& change) {
    const auto audit = eventOf(session.device, domain::AuditAction::kAuthenticationAttempted);
    std::atomic<int> recorded = 0;
    onAllServers([&](domain::Store& server, std::size_t thread) {
      while (const auto guess = wrongGuess(server, session)) {
        if (server.recordOfflineAttempt(*guess, audit)) ++recorded;
        if (thread == 0 && recorded >= 10) {
          change(server);
          return;
        }
      }
    });
    return recorded;
  }

  std::shared_ptr<Servers> servers_ = newest.lock();
};

TEST_P(PostgresConcurrency, OfManyGuessesAtOneVersionOneIsRecorded) {
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  const auto audit = eventOf(id, domain::AuditAction::kAuthenticationAttempted);
  for (int round = 1; round <= 20; ++round) {
    const auto guess = wrongGuessAt(session);
    std::atomic<int> recorded = 0;
    onAllServers(
        [&](domain::Store& server, std::size_t) { recorded += server.recordOfflineAttempt(guess, audit) ? 1 : 0; });
    EXPECT_EQ(recorded, 1);
    EXPECT_EQ(method(id).attempts.failures, round);
  }
  EXPECT_EQ(log().size(), 20U);
}

TEST_P(PostgresConcurrency, AsManyWrongGuessesAreEvaluatedAsTheLimitAllows) {
  for (int round = 0; round < 5; ++round) {
    const DeviceId id = createDevice();
    const auto session = beginOffline(id).session;
    const auto audit = eventOf(id, domain::AuditAction::kAuthenticationAttempted);
    std::atomic<int> recorded = 0;
    onAllServers([&](domain::Store& server, std::size_t) {
      while (auto guess = wrongGuess(server, session)) {
        if (guess->state.failures == kRules.failures_allowed) {
          guess->state.lock = kLocked;
          guess->session_status = domain::SessionStatus::kFailed;
        }
        if (server.recordOfflineAttempt(*guess, audit)) ++recorded;
      }
    });
    EXPECT_EQ(recorded, kRules.failures_allowed);
    EXPECT_EQ(method(id).attempts.failures, kRules.failures_allowed);
    EXPECT_EQ(statusOf(session), domain::SessionStatus::kFailed);
  }
}

TEST_P(PostgresConcurrency, NoGuessIsRecordedBehindALockOfTheDevice) {
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  const auto locked = eventOf(id, domain::AuditAction::kDeviceLocked);
  const int recorded =
      guessWhile(session, [&](domain::Store& server) { EXPECT_TRUE(server.lockDevice(id, kLockedByAdmin, locked)); });
  const auto guesses = sequencesOf(domain::AuditAction::kAuthenticationAttempted);
  ASSERT_EQ(guesses.size(), static_cast<std::size_t>(recorded));
  EXPECT_EQ(method(id).attempts.failures, recorded);
  EXPECT_THAT(sequencesOf(domain::AuditAction::kDeviceLocked),
              testing::ElementsAre(testing::Gt(std::ranges::max(guesses))));
}

TEST_P(PostgresConcurrency, NoGuessIsRecordedBehindALockOfTheMethod) {
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  const auto locked = eventOf(id, domain::AuditAction::kMethodLocked);
  const int recorded = guessWhile(session, [&](domain::Store& server) {
    EXPECT_TRUE(server.lockMethod(id, AuthMethod::kOfflinePin, kLockedByAdmin, locked));
  });
  const auto guesses = sequencesOf(domain::AuditAction::kAuthenticationAttempted);
  ASSERT_EQ(guesses.size(), static_cast<std::size_t>(recorded));
  EXPECT_EQ(method(id).attempts.failures, recorded);
  EXPECT_THAT(sequencesOf(domain::AuditAction::kMethodLocked),
              testing::ElementsAre(testing::Gt(std::ranges::max(guesses))));
}

TEST_P(PostgresConcurrency, NoGuessIsRecordedBehindTheEndOfTheMethod) {
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  const auto removed = eventOf(id, domain::AuditAction::kMethodDeactivated);
  const int recorded = guessWhile(session, [&](domain::Store& server) {
    EXPECT_TRUE(
        server.deactivateMethod({.device = id, .auth_method = AuthMethod::kOfflinePin, .now = kNow + 10s}, removed));
  });
  const auto guesses = sequencesOf(domain::AuditAction::kAuthenticationAttempted);
  ASSERT_EQ(guesses.size(), static_cast<std::size_t>(recorded));
  EXPECT_THAT(sequencesOf(domain::AuditAction::kMethodDeactivated),
              testing::ElementsAre(testing::Gt(std::ranges::max(guesses))));
  EXPECT_EQ(statusOf(session), domain::SessionStatus::kCancelled);
}

TEST_P(PostgresConcurrency, ASessionIsEitherCancelledOrSpent) {
  const auto application = createApplication();
  for (int round = 0; round < 20; ++round) {
    const auto session = beginOffline(createDevice(application)).session;
    const auto guess = rightGuessAt(session);
    const auto audit = eventOf(session.device, domain::AuditAction::kAuthenticationAttempted);
    std::atomic<int> spent = 0;
    std::atomic<int> cancelled = 0;
    onAllServers([&](domain::Store& server, std::size_t thread) {
      if (thread % 2 == 0) {
        spent += server.recordOfflineAttempt(guess, audit) ? 1 : 0;
      } else {
        cancelled += server.cancelOfflineSession(session.id, kNow + 10s, audit) ? 1 : 0;
      }
    });
    EXPECT_EQ(spent + cancelled, 1);
    EXPECT_EQ(statusOf(session), spent == 1 ? domain::SessionStatus::kCompleted : domain::SessionStatus::kCancelled);
  }
  EXPECT_EQ(log().size(), 20U);
}

TEST_P(PostgresConcurrency, NoSessionStaysOpenBehindTheGuessThatLockedItsMethod) {
  const auto application = createApplication();
  for (int round = 0; round < 10; ++round) {
    const auto guessed = beginOffline(createDevice(application)).session;
    const auto last = lastGuessAt(guessed);
    std::vector<domain::NewOfflineSession> beginnings;
    for (std::size_t i = 0; i < kThreads * 3; ++i) beginnings.push_back(newOfflineSession(guessed.device));
    const auto audit = eventOf(guessed.device, domain::AuditAction::kAuthenticationBegun);
    std::atomic<int> locked = 0;
    onAllServers([&](domain::Store& server, std::size_t thread) {
      for (std::size_t i = 0; i < 3; ++i) {
        (void)server.beginOfflineSession(beginnings[thread * 3 + i], audit);
        if (thread == static_cast<std::size_t>(round) % kThreads && i == 1)
          locked += server.recordOfflineAttempt(last, audit) ? 1 : 0;
      }
    });
    EXPECT_EQ(locked, 1);
  }
  EXPECT_EQ(count("methods WHERE lock_reason IS NOT NULL"), 10);
  EXPECT_EQ(count("offline_sessions WHERE status = 'STARTED'"), 0);
}

TEST_P(PostgresConcurrency, OfManyBeginningsWithOneIdempotencyKeyOneBeginsASession) {
  for (int round = 0; round < 10; ++round) {
    const DeviceId id = createDevice();
    const auto key = newIdempotencyKey();
    std::vector<domain::NewOfflineSession> beginnings;
    for (std::size_t i = 0; i < kThreads; ++i) {
      beginnings.push_back(newOfflineSession(id));
      beginnings.back().idempotency = key;
    }
    const auto audit = eventOf(id, domain::AuditAction::kAuthenticationBegun);
    std::vector<std::optional<domain::OfflineSessionId>> begun(kThreads);
    onAllServers([&](domain::Store& server, std::size_t thread) {
      begun[thread] = server.beginOfflineSession(beginnings[thread], audit).value().session.id;
    });
    EXPECT_THAT(begun, testing::Each(begun[0]));
  }
  EXPECT_EQ(count("offline_sessions"), 10);
  EXPECT_EQ(count("audit_events"), 10);
}

TEST_P(PostgresConcurrency, BeginningsOverManyDevicesDoNotHoldEachOtherUp) {
  const auto application = createApplication();
  std::vector<domain::NewOfflineSession> beginnings;
  for (std::size_t device = 0; device < kThreads; ++device) {
    const DeviceId id = createDevice(application);
    for (std::size_t i = 0; i < kThreads; ++i) beginnings.push_back(newOfflineSession(id));
  }
  const domain::AuditTrail audit{newEvent()};
  std::atomic<int> begun = 0;
  onAllServers([&](domain::Store& server, std::size_t thread) {
    for (std::size_t i = 0; i < kThreads; ++i) {  // each thread in an order of its own
      const auto& beginning = beginnings[(i * 4 + thread) % kThreads * kThreads + thread];
      begun += server.beginOfflineSession(beginning, audit) ? 1 : 0;
    }
  });
  EXPECT_EQ(begun, static_cast<int>(kThreads * kThreads));
}

INSTANTIATE_TEST_SUITE_P(Postgres, PostgresConcurrency,
                         testing::Values(Engine{.name = "Postgres", .make = makeServers}));

}  // namespace
}  // namespace heliograph::store
