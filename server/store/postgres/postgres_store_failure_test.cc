// The store where the database refuses something: a command, a role, a connection string.

#include <gmock/gmock.h>

#include <atomic>
#include <thread>
#include <vector>

#include "store/contract/store_contract.h"
#include "store/postgres/postgres_store.h"
#include "store/testing/postgres_database.h"

namespace heliograph::store {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::ThrowsMessage;

struct Server {
  PostgresDatabase database;
  std::unique_ptr<domain::Store> store =
      openPostgresStore({.connection_string = database.connectionString(), .lanes = 1, .timeout = 30s});
};

std::weak_ptr<Server> newest;

std::shared_ptr<domain::Store> makeServer() {
  const auto server = std::make_shared<Server>();
  newest = server;
  return {server, server->store.get()};
}

// A role of the whole cluster that may log in, and nothing else.
class Role {
 public:
  explicit Role(const PostgresDatabase& database) : database_(database) {
    database_.run("CREATE ROLE " + name_ + " LOGIN; GRANT USAGE ON SCHEMA " + schema_ + " TO " + name_);
  }
  ~Role() { database_.run("DROP OWNED BY " + name_ + "; DROP ROLE " + name_); }
  Role(const Role&) = delete;
  Role& operator=(const Role&) = delete;

  void mayReadAndWrite() const {
    database_.run("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " + schema_ + " TO " + name_ +
                  "; GRANT SELECT ON ALL SEQUENCES IN SCHEMA " + schema_ + " TO " + name_);
  }
  [[nodiscard]] std::unique_ptr<domain::Store> openStore() const {
    std::string text = database_.connectionString();
    const std::string owner = "user=heliograph";
    text.replace(text.find(owner), owner.size(), "user=" + name_);
    return openPostgresStore({.connection_string = text, .timeout = 30s});
  }

 private:
  const PostgresDatabase& database_;
  const std::string schema_ = database_.run("SELECT current_schema");
  const std::string name_ = "of_" + schema_;
};

class PostgresStoreFailure : public StoreContract {
 protected:
  // From now on no session of this device can be begun.
  void refuse(const DeviceId& device, const std::string& state) const {
    server_->database.run("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.device_id = '" +
                          device.text() + "' THEN RAISE 'no' USING ERRCODE = '" + state +
                          "'; END IF; RETURN NEW; END $$; CREATE TRIGGER refuse BEFORE INSERT ON offline_sessions "
                          "FOR EACH ROW EXECUTE FUNCTION refuse()");
  }

  std::shared_ptr<Server> server_ = newest.lock();
};

TEST_P(PostgresStoreFailure, ACommandThatTheDatabaseRefusesFailsNoneOfItsNeighbours) {
  constexpr int kThreads = 12;
  constexpr int kBegins = 15;
  const auto application = createApplication();
  std::vector<std::vector<domain::NewOfflineSession>> sessions(kThreads);
  for (auto& of_thread : sessions) {
    const DeviceId id = createDevice(application);
    for (int i = 0; i < kBegins; ++i) of_thread.push_back(newOfflineSession(id));
  }
  refuse(sessions[0][0].device, "XX000");
  const domain::AuditTrail audit{newEvent()};
  std::atomic<int> begun = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (const auto& of_thread : sessions) {
    threads.emplace_back([&] {
      for (const auto& session : of_thread) {
        try {
          begun += store_->beginOfflineSession(session, audit) ? 1 : 0;
        } catch (const domain::StoreUnavailable&) {
          ++refused;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(refused, kBegins);
  EXPECT_EQ(begun, (kThreads - 1) * kBegins);
  EXPECT_EQ(server_->database.run("SELECT count(*) FROM offline_sessions"), std::to_string(begun));
  EXPECT_EQ(server_->database.run("SELECT count(*) FROM audit_events"), std::to_string(begun));
}

TEST_P(PostgresStoreFailure, ABrokenRuleOfTheSchemaIsAMistakeOfTheCaller) {
  const auto session = newOfflineSession(createDevice());
  refuse(session.device, "23514");  // check_violation
  const domain::AuditTrail audit{newEvent()};
  EXPECT_THROW((void)store_->beginOfflineSession(session, audit), std::logic_error);
  EXPECT_EQ(server_->database.run("SELECT count(*) FROM audit_events"), "0");
}

TEST_P(PostgresStoreFailure, ASessionThatIsBegunTwiceIsRefusedAndTheFirstOneStays) {
  const auto session = newOfflineSession(createDevice());
  const domain::AuditTrail audit{newEvent()};
  EXPECT_TRUE(store_->beginOfflineSession(session, audit));
  EXPECT_THROW((void)store_->beginOfflineSession(session, audit), domain::StoreUnavailable);
  EXPECT_TRUE(load(session.id, store_->directoryVersion()));
}

TEST_P(PostgresStoreFailure, WhatThisProgramWouldNotHaveWrittenIsNotReadAndHarmsNoOther) {
  const auto broken = beginOffline(createDevice()).session;
  const auto whole = beginOffline(createDevice()).session;
  server_->database.run("UPDATE offline_sessions SET otp_length = 99 WHERE session_id = '" + broken.id.text() + "'");
  EXPECT_THROW((void)view(broken), domain::StoreUnavailable);
  EXPECT_EQ(statusOf(whole), domain::SessionStatus::kStarted);
}

TEST_P(PostgresStoreFailure, ARoleThatMayNotChangeTheSchemaRunsAServerOnOneThatIsComplete) {
  const Role role(server_->database);
  role.mayReadAndWrite();
  store_ = role.openStore();
  audit_ = {newEvent()};
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  EXPECT_TRUE(record(wrongGuessAt(session)));
  EXPECT_TRUE(lock(id, kLockedByAdmin));
  EXPECT_TRUE(remove(id));
  const auto keys = newServerKeys();
  EXPECT_EQ(store_->storeServerKeys(keys).channel_public_key, keys.channel_public_key);
  EXPECT_GT(store_->cleanUp(kNow + 24h, kNow + 24h, 100), 0);
  EXPECT_FALSE(log().empty());
  store_.reset();
}

TEST_P(PostgresStoreFailure, ARoleThatMayNotChangeTheSchemaIsToldSoWhereItIsNotThere) {
  const PostgresDatabase empty;
  const Role role(empty);
  EXPECT_THAT([&] { (void)role.openStore(); },
              ThrowsMessage<domain::StoreUnavailable>(AllOf(HasSubstr("42501"), HasSubstr("permission denied"))));
}

TEST_P(PostgresStoreFailure, APasswordInTheConnectionStringIsRefusedAndNotRepeated) {
  for (const char* text : {"host=127.0.0.1 port=1 password=geheim", "postgresql://server:geheim@127.0.0.1:1/heliograph",
                           "host=127.0.0.1 password=geheim nonsense"}) {
    EXPECT_THAT(
        [&] { (void)openPostgresStore({.connection_string = text}); },
        ThrowsMessage<domain::StoreUnavailable>(AllOf(HasSubstr("connection string"), Not(HasSubstr("geheim")))));
  }
}

INSTANTIATE_TEST_SUITE_P(Postgres, PostgresStoreFailure,
                         testing::Values(Engine{.name = "Postgres", .make = makeServer}));

}  // namespace
}  // namespace heliograph::store
