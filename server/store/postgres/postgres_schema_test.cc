// Bringing a database up to date: once, whoever comes at the same time, and never back.

#include <gmock/gmock.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "domain/store.h"
#include "store/commands/audit_sql.h"
#include "store/postgres/postgres_store.h"
#include "store/postgres/schema.h"
#include "store/testing/postgres_database.h"
#include "store/testing/postgres_session.h"

namespace heliograph::store {
namespace {

using namespace std::chrono_literals;

class PostgresSchema : public testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<domain::Store> open() const {
    return openPostgresStore({.connection_string = database_.connectionString(), .timeout = 30s});
  }
  [[nodiscard]] std::string stepsTaken() const { return database_.run("SELECT count(*) FROM schema_steps"); }

  PostgresDatabase database_;
  const std::string all_steps_ = std::to_string(postgresSteps().size());
};

TEST_F(PostgresSchema, AnEmptyDatabaseGetsEveryStep) {
  EXPECT_EQ(open()->directoryVersion(), 1U);
  EXPECT_EQ(stepsTaken(), all_steps_);
}

TEST_F(PostgresSchema, AuditEventsHaveTheColumnsOfTheListWithTheirTypes) {
  (void)open();
  std::string listed = "sequence bigint";
  for (const AuditColumn& column : kAuditColumns) {
    listed.append(", ").append(column.name).append(" ").append(column.postgres_type);
  }
  EXPECT_EQ(database_.run("SELECT string_agg(column_name || ' ' || data_type, ', ' ORDER BY ordinal_position) "
                          "FROM information_schema.columns WHERE table_name = 'audit_events'"),
            listed);
}

TEST_F(PostgresSchema, ManyServersThatFindADatabaseEmptyTakeEachStepOnce) {
  constexpr int kServers = 8;
  std::atomic<int> ready = 0;
  std::atomic<int> opened = 0;
  std::vector<std::thread> servers;
  servers.reserve(kServers);
  for (int i = 0; i < kServers; ++i) {
    servers.emplace_back([&] {
      ++ready;
      while (ready < kServers) std::this_thread::yield();
      opened += open()->directoryVersion() == 1 ? 1 : 0;
    });
  }
  for (std::thread& server : servers) server.join();
  EXPECT_EQ(opened, kServers);
  EXPECT_EQ(stepsTaken(), all_steps_);
}

TEST_F(PostgresSchema, ADatabaseThatIsUpToDateIsLeftAsItIs) {
  (void)open();
  const std::string taken_at = database_.run("SELECT max(taken_at) FROM schema_steps");
  EXPECT_EQ(open()->directoryVersion(), 1U);
  EXPECT_EQ(database_.run("SELECT max(taken_at) FROM schema_steps"), taken_at);
}

TEST_F(PostgresSchema, ADatabaseThatIsFurtherThanThisProgramServesIt) {
  (void)open();
  database_.run("INSERT INTO schema_steps (step) VALUES (" + std::to_string(postgresSteps().size() + 1) +
                "); ALTER TABLE devices ADD COLUMN of_a_later_version text NOT NULL DEFAULT ''");
  EXPECT_EQ(open()->directoryVersion(), 1U);
}

TEST_F(PostgresSchema, WhatAStepThatFailedBeganIsUndone) {
  database_.run("CREATE TABLE devices (something text)");  // of another program
  EXPECT_THROW((void)open(), domain::StoreUnavailable);
  EXPECT_EQ(database_.run("SELECT to_regclass('organisations') IS NULL AND to_regclass('schema_steps') IS NULL"), "t");
  database_.run("DROP TABLE devices");
  EXPECT_EQ(open()->directoryVersion(), 1U);
}

TEST_F(PostgresSchema, AStepWaitsForTheServerThatIsTakingIt) {
  const PostgresSession other(database_.connectionString());
  other.run("BEGIN; SELECT pg_advisory_xact_lock(7523377975159973473)");
  EXPECT_THROW((void)openPostgresStore({.connection_string = database_.connectionString(), .timeout = 100ms}),
               domain::StoreUnavailable);
  other.run("ROLLBACK");
  EXPECT_EQ(open()->directoryVersion(), 1U);
}

TEST_F(PostgresSchema, AServerThatLacksNoStepWaitsForNobody) {
  (void)open();
  const PostgresSession other(database_.connectionString());
  other.run("BEGIN; SELECT pg_advisory_xact_lock(7523377975159973473)");
  EXPECT_EQ(open()->directoryVersion(), 1U);
  other.run("ROLLBACK");
}

}  // namespace
}  // namespace heliograph::store
