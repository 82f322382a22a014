// The store while its PostgreSQL is away, comes back, or waits for somebody else. Each test has a PostgreSQL of its
// own.

#include <gmock/gmock.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "store/contract/store_contract.h"
#include "store/postgres/postgres_store.h"
#include "store/testing/postgres_cluster.h"
#include "store/testing/postgres_session.h"

namespace heliograph::store {
namespace {

// Says when something waits for a lane, and when it was taken.
class Watch final : public StoreObserver {
 public:
  void queueDepth(std::size_t waiting) noexcept override {
    const std::scoped_lock lock(mutex_);
    waiting_ = waiting;
    has_taken_ = has_taken_ || waiting == 0;
    changed_.notify_all();
  }
  void connectionsInUse(std::size_t in_use, std::size_t /*open*/) noexcept override {
    const std::scoped_lock lock(mutex_);
    in_use_ = in_use;
    changed_.notify_all();
  }

  void forget() {
    const std::scoped_lock lock(mutex_);
    has_taken_ = false;
  }
  void awaitTaken() {
    await([&] { return has_taken_; });
  }
  void awaitWaiting(std::size_t waiting) {
    await([&] { return waiting_ == waiting; });
  }
  void awaitInUse(std::size_t in_use) {
    await([&] { return in_use_ == in_use; });
  }

 private:
  void await(const std::function<bool()>& condition) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, condition);
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool has_taken_ = false;
  std::size_t waiting_ = 0;
  std::size_t in_use_ = 0;
};

struct Server {
  PostgresCluster cluster;
  Watch watch;
  std::unique_ptr<domain::Store> store =
      openPostgresStore({.connection_string = cluster.connectionString(), .timeout = 30s});
};

std::weak_ptr<Server> newest;

std::shared_ptr<domain::Store> makeServer() {
  const auto server = std::make_shared<Server>();
  newest = server;
  return {server, server->store.get()};
}

bool isUnavailable(const std::function<void()>& command) {
  try {
    command();
    return false;
  } catch (const domain::StoreUnavailable&) {
    return true;
  }
}

class PostgresOutage : public StoreContract {
 protected:
  [[nodiscard]] std::shared_ptr<domain::Store> open(PostgresOptions options) const {
    options.connection_string = server_->cluster.connectionString();
    options.observer = &server_->watch;
    return openPostgresStore(options);
  }
  [[nodiscard]] bool begins(const domain::NewOfflineSession& session) const {
    return store_->beginOfflineSession(session, {event_}).has_value();
  }
  // A command of each way into the database.
  [[nodiscard]] std::vector<std::function<void()>> commands(const domain::NewOfflineSession& known) {
    return {[this] { (void)store_->directoryVersion(); },
            [this, known] { (void)store_->findDevice(known.device); },
            [this, known] { (void)lock(known.device, kLockedByAdmin); },
            [this, known] { (void)begins(known); },
            [this, known] { (void)load(known.id, known.directory_version); },
            [this] { (void)log(); }};
  }
  // Somebody else has the row of the device, as a command has it, until the session ends.
  [[nodiscard]] PostgresSession holding(const DeviceId& device) const {
    PostgresSession session(server_->cluster.connectionString());
    session.run("BEGIN");
    session.run("SELECT 1 FROM devices WHERE device_id = '" + device.text() + "' FOR NO KEY UPDATE");
    return session;
  }

  std::shared_ptr<Server> server_ = newest.lock();
  const domain::AuditEvent event_ = newEvent();
};

TEST_P(PostgresOutage, WhileItIsAwayCommandsFailAndGoOnWhenItIsBack) {
  const auto session = newOfflineSession(createDevice());
  ASSERT_TRUE(begins(session));
  server_->cluster.stop();
  for (int round = 0; round < 2; ++round) {
    for (const auto& command : commands(session)) EXPECT_TRUE(isUnavailable(command));
  }
  server_->cluster.start();
  while (isUnavailable([&] { (void)store_->directoryVersion(); })) std::this_thread::yield();
  EXPECT_TRUE(begins(newOfflineSession(session.device)));
  EXPECT_TRUE(load(session.id, session.directory_version));
}

TEST_P(PostgresOutage, ARestartInBetweenIsNotNoticed) {
  const auto session = newOfflineSession(createDevice());
  ASSERT_TRUE(begins(session));
  ASSERT_TRUE(load(session.id, session.directory_version));
  server_->cluster.restart();
  EXPECT_TRUE(begins(newOfflineSession(session.device)));
  EXPECT_TRUE(load(session.id, session.directory_version));
}

TEST_P(PostgresOutage, WhatWasAcknowledgedBeforeAKillIsThere) {
  const auto session = newOfflineSession(createDevice());
  ASSERT_TRUE(begins(session));
  server_->cluster.kill();
  server_->cluster.start();
  while (isUnavailable([&] { (void)store_->directoryVersion(); })) std::this_thread::yield();
  EXPECT_TRUE(load(session.id, session.directory_version));
  EXPECT_TRUE(begins(newOfflineSession(session.device)));
}

// Together the devices that are held would use up the time of a whole batch.
TEST_P(PostgresOutage, DevicesThatSomebodyElseHoldsAreGivenUpAndTheirNeighboursAreServed) {
  constexpr int kHeld = 12;
  constexpr int kNeighbours = 4;
  store_ = open({.connection_string = {}, .lanes = 1, .connections = kHeld + kNeighbours, .timeout = 2s});
  const auto application = createApplication();
  std::vector<domain::NewOfflineSession> sessions;
  for (int i = 0; i < kHeld + kNeighbours; ++i) sessions.push_back(newOfflineSession(createDevice(application)));
  std::vector<PostgresSession> somebody;
  for (int i = 0; i < kHeld; ++i) somebody.push_back(holding(sessions[static_cast<std::size_t>(i)].device));
  server_->watch.forget();
  std::atomic<int> begun = 0;
  std::atomic<int> given_up = 0;
  std::vector<std::thread> threads;
  for (const auto& session : sessions) {
    threads.emplace_back([&] {
      const bool is_given_up = isUnavailable([&] { begun += begins(session) ? 1 : 0; });
      given_up += is_given_up ? 1 : 0;
    });
    if (threads.size() == 1) server_->watch.awaitTaken();  // the others meet in the next batch
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(given_up, kHeld);
  EXPECT_EQ(begun, kNeighbours);
  somebody.clear();
  EXPECT_TRUE(begins(sessions.front()));
}

TEST_P(PostgresOutage, EveryCommandThatChangesSomethingOfADeviceWaitsForWhoeverHoldsIt) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  const auto open_session = beginOffline(id).session;
  const auto begin = newOfflineSession(id);
  const auto guess = wrongGuessAt(open_session);
  const auto online = newAuthentication(id);
  const auto adding = newAddOrUpdate(id);
  store_ = open({.connection_string = {}, .timeout = 200ms});
  const std::vector<std::function<void()>> changes{
      [&] { (void)store_->beginOfflineSession(begin, {}); },
      [&] { (void)store_->beginOfflineSession(begin, {event_}); },
      [&] { (void)store_->recordOfflineAttempt(guess, {}); },
      [&] { (void)store_->recordOfflineAttempt(guess, {event_}); },
      [&] { (void)cancel(open_session.id, kNow); },
      [&] { (void)tryToBegin(online); },
      [&] { (void)tryToStart(adding, mark()); },
      [&] { (void)lock(id, kLockedByAdmin); },
      [&] { (void)lock(id, AuthMethod::kOfflinePin, kLockedByAdmin); },
      [&] { (void)remove(id, AuthMethod::kOfflinePin); },
      [&] { (void)remove(id); },
  };
  const auto somebody = holding(id);
  for (std::size_t i = 0; i < changes.size(); ++i) EXPECT_TRUE(isUnavailable(changes[i])) << i;
  somebody.run("ROLLBACK");
  EXPECT_EQ(statusOf(open_session), domain::SessionStatus::kStarted);
  EXPECT_EQ(method(id).attempts, domain::AttemptState{});
  EXPECT_EQ(device(id).methods.size(), 2U);
}

TEST_P(PostgresOutage, MoreThanMayWaitForALaneAreRefused) {
  store_ = open({.connection_string = {}, .lanes = 1, .max_waiting_commands = 1, .timeout = 120s});
  const auto application = createApplication();
  const auto held = newOfflineSession(createDevice(application));
  const auto waiting = newOfflineSession(createDevice(application));
  const auto somebody = holding(held.device);
  std::atomic<int> begun = 0;
  server_->watch.forget();
  std::thread first([&] { begun += begins(held) ? 1 : 0; });
  server_->watch.awaitTaken();
  std::thread second([&] { begun += begins(waiting) ? 1 : 0; });
  server_->watch.awaitWaiting(1);
  EXPECT_THROW((void)begins(waiting), domain::StoreOverloaded);
  somebody.run("ROLLBACK");
  first.join();
  second.join();
  EXPECT_EQ(begun, 2);
}

TEST_P(PostgresOutage, MoreThanMayWaitForAConnectionAreRefused) {
  const DeviceId held = createDevice();
  store_ = open({.connection_string = {}, .connections = 1, .max_waiting_commands = 0, .timeout = 120s});
  const auto somebody = holding(held);
  std::atomic<bool> is_locked = false;
  std::thread first([&] { is_locked = lock(held, kLockedByAdmin).has_value(); });
  server_->watch.awaitInUse(1);
  EXPECT_THROW((void)store_->directoryVersion(), domain::StoreOverloaded);
  somebody.run("ROLLBACK");
  first.join();
  EXPECT_TRUE(is_locked);
  EXPECT_EQ(store_->findDevice(held).value().lock, kLockedByAdmin) << "there is room again";
}

INSTANTIATE_TEST_SUITE_P(Postgres, PostgresOutage, testing::Values(Engine{.name = "Postgres", .make = makeServer}));

}  // namespace
}  // namespace heliograph::store
