// An installation moves to PostgreSQL while its server works; nothing that was answered is missing there.

#include <gmock/gmock.h>
#include <signal.h>

#include <algorithm>
#include <fstream>
#include <mutex>
#include <thread>
#include <vector>

#include "bank_and_phone.h"
#include "database.h"
#include "store/testing/postgres_database.h"

namespace heliograph {
namespace {

using cli::Json;
using testing::AnyOf;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

// What the bank was told, by threads that go on until something else than the expected comes.
struct Told {
  std::mutex mutex;
  std::vector<std::string> begun;
  std::vector<std::string> succeeded;
  std::vector<std::string> cancelled;
  std::vector<int> last_statuses;

  void add(std::vector<std::string>& list, const Json& session) {
    const std::scoped_lock lock(mutex);
    list.push_back(session.at("id").get<std::string>());
  }
};

class MoveToPostgres : public BankAndPhone {
 protected:
  void SetUp() override {
    BankAndPhone::SetUp();
    // The bank is faster here than people are.
    configure("[limits]\nrequests_per_second_per_device = 100000\nburst_per_device = 100000\n");
    stage_.killServer();
    stage_.startServer();
  }
  // Before its database goes.
  void TearDown() override { stage_.killServer(); }

  void configure(const std::string& section) const {
    std::ofstream(stage_.configurationFile(), std::ios::app) << section;
  }
  [[nodiscard]] lab::CommandLine migration() const {
    return {HELIOGRAPH_PROGRAM,
            {"--json", "migrate", "sqlite-to-postgres", "--config", stage_.configurationFile().string(), "--to",
             database_.connectionString()}};
  }
  [[nodiscard]] lab::FinishedProcess migrate() const { return lab::runProcess(migration()); }
  [[nodiscard]] lab::FinishedProcess migrateFinally() const {
    auto command = migration();
    command.arguments.emplace_back("--final");
    return lab::runProcess(command);
  }
  void goOnWithPostgres() {
    stage_.killServer();
    configure("[store]\npostgresql = \"" + database_.connectionString() + "\"\n");
    stage_.startServer();
  }

  // False where it was the last one.
  bool beginsAndVerifies(Told& told) {
    const auto begun = stage_.begin(phone_, "OFFLINE_DEVICE", "Pay 1.00 EUR");
    if (begun.status != 201) return end(told, begun);
    told.add(told.begun, begun.body);
    const auto verified = stage_.verify(begun.body, otpFor(begun.body));
    if (verified.status != 200) return end(told, verified);
    if (isResult(verified, "SUCCESS")) told.add(told.succeeded, begun.body);
    return true;
  }
  bool beginsAndCancels(Told& told) {
    const auto begun = stage_.begin(phone_, "OFFLINE_DEVICE", "Never mind");
    if (begun.status != 201) return end(told, begun);
    told.add(told.begun, begun.body);
    const auto cancelled = stage_.post(pathOf(begun.body.at("id").get<std::string>()) + "/cancel", Json::object());
    if (cancelled.status != 200) return end(told, cancelled);
    told.add(told.cancelled, begun.body);
    return true;
  }
  static bool end(Told& told, const lab::BankAnswer& answer) {
    const std::scoped_lock lock(told.mutex);
    told.last_statuses.push_back(answer.status);
    return false;
  }

  [[nodiscard]] static std::string pathOf(const std::string& session) { return "/offline-authentications/" + session; }
  [[nodiscard]] std::vector<std::string> statusesOf(const std::vector<std::string>& sessions) const {
    std::vector<std::string> statuses;
    for (const std::string& session : sessions) {
      const auto answer = stage_.get(pathOf(session));
      statuses.push_back(answer.status == 200 ? answer.body.at("status").get<std::string>() : "lost");
    }
    return statuses;
  }
  [[nodiscard]] std::filesystem::path keepHeads(const char* name) const {
    const auto file = folder_ / name;
    std::ofstream(file) << operate({"audit", "heads"}).standard_output;
    return file;
  }

  store::PostgresDatabase database_;
};

TEST_F(MoveToPostgres, NothingThatWasAnsweredUnderLoadIsMissingAndPhonesGoOn) {
  const auto heads_before = keepHeads("heads-before");
  Told told;
  {
    std::vector<std::jthread> bank;
    for (int i = 0; i < 2; ++i) {
      bank.emplace_back([&] {
        while (beginsAndVerifies(told)) {
        }
      });
      bank.emplace_back([&] {
        while (beginsAndCancels(told)) {
        }
      });
    }
    ASSERT_EQ(migrate().exit_code, 0);
    const auto moved = migrateFinally();
    ASSERT_EQ(moved.exit_code, 0) << moved.standard_error;
    EXPECT_THAT(Json::parse(moved.standard_output).at("tables"), Not(IsEmpty()));
  }
  EXPECT_THAT(told.last_statuses, Each(503));

  goOnWithPostgres();
  ASSERT_THAT(told.succeeded, Not(IsEmpty()));
  ASSERT_THAT(told.cancelled, Not(IsEmpty()));
  EXPECT_THAT(statusesOf(told.succeeded), Each("COMPLETED"));
  EXPECT_THAT(statusesOf(told.cancelled), Each("CANCELLED"));
  EXPECT_THAT(statusesOf(told.begun), Each(AnyOf("STARTED", "COMPLETED", "CANCELLED")));
  EXPECT_TRUE(authenticatesOffline());
  EXPECT_TRUE(authenticatesOnline(phone_, "DEVICE_PIN", kDevicePin));

  const auto heads_after = keepHeads("heads-after");
  for (const auto& heads : {heads_before, heads_after}) {
    const auto verified = operate({"audit", "verify", "--heads", heads.string()});
    EXPECT_EQ(verified.exit_code, 0) << verified.standard_error;
  }
}

TEST_F(MoveToPostgres, AServerDoesNotStartOnAFileThatHasMoved) {
  ASSERT_EQ(migrateFinally().exit_code, 0);
  const auto refused = operate({"serve"});
  EXPECT_EQ(refused.exit_code, 4);
  EXPECT_THAT(refused.standard_error, HasSubstr("this installation has moved to PostgreSQL"));
  const auto again = migrate();
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_THAT(again.standard_error, StartsWith("heliograph: this installation has moved to PostgreSQL before"));
}

TEST_F(MoveToPostgres, AMoveIsUndoneWhileNobodyHasUsedPostgres) {
  ASSERT_EQ(migrateFinally().exit_code, 0);
  ASSERT_EQ(stage_.begin(phone_, "OFFLINE_DEVICE", "Pay 1.00 EUR").status, 503);
  const auto undone = operate({"migrate", "undo", "--to", database_.connectionString()});
  ASSERT_EQ(undone.exit_code, 0) << undone.standard_error;
  EXPECT_TRUE(authenticatesOffline()) << "at the server that has the file open";
  EXPECT_EQ(migrateFinally().exit_code, 0);
}

TEST_F(MoveToPostgres, KilledInTheMiddleItGoesOnFromThere) {
  constexpr long kEvents = 200'000;
  Database file(stage_.folder() / "heliograph.db");
  stage_.killServer();  // which would seal them all
  file.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(kEvents) +
               ") INSERT INTO audit_events (at, actor, request_id, address, action, outcome, detail) "
               "SELECT i, 'SERVER', '', '', 'SESSIONS_CLEANED_UP', 'SUCCESS', '' FROM n");
  {
    lab::RunningProcess killed(migration(), folder_ / "killed.log");
    const auto arrived = [&] {
      return database_.run("SELECT CASE WHEN to_regclass('audit_events') IS NULL THEN 0 ELSE 1 END") == "1" &&
             database_.run("SELECT count(*) FROM (SELECT 1 FROM audit_events LIMIT 1) AS first") == "1";
    };
    while (!arrived()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    killed.signal(SIGKILL);
    EXPECT_EQ(killed.wait(), 128 + SIGKILL);
  }
  const auto finished = migrate();
  ASSERT_EQ(finished.exit_code, 0) << finished.standard_error;
  const Json report = Json::parse(finished.standard_output);
  const auto& events =
      *std::ranges::find_if(report.at("tables"), [](const Json& table) { return table.at("table") == "audit_events"; });
  EXPECT_GT(events.at("copied"), 0);
  EXPECT_LT(events.at("copied"), kEvents);
  EXPECT_EQ(database_.run("SELECT count(*) FROM audit_events"), std::to_string(events.at("rows").get<long>()));
  stage_.startServer();
}

}  // namespace
}  // namespace heliograph
