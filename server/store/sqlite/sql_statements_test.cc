// Every statement of the engine, read from its source: what it touches, and how SQLite would run it.

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "store/sqlite/database_file.h"
#include "store/testing/temporary_folder.h"

namespace heliograph::store {
namespace {

using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

std::string contentOf(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Moves past `mark`, and returns what was before it.
std::string_view takeUntil(std::string_view& text, std::string_view mark) {
  const std::size_t end = text.find(mark);
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + mark.size());
  return taken;
}

// "offline_commands.cc kReadSession" -> its text.
std::map<std::string, std::string> statementsOfTheSource() {
  std::map<std::string, std::string> statements;
  for (const auto& entry : std::filesystem::directory_iterator(HELIOGRAPH_SOURCE_DIR "/server/store/sqlite")) {
    const std::string file = entry.path().filename().string();
    if (!file.ends_with(".cc") || file.ends_with("_test.cc")) continue;
    const std::string source = contentOf(entry.path());
    std::string_view rest = source;
    takeUntil(rest, "constexpr Sql ");
    while (!rest.empty()) {
      const std::string name = file + " " + std::string(takeUntil(rest, "("));
      if (rest.starts_with("R\"sql(")) {
        takeUntil(rest, "(");
        statements.emplace(name, takeUntil(rest, ")sql\""));
      }
      takeUntil(rest, "constexpr Sql ");
    }
  }
  return statements;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

bool touchesATableOfADevice(const std::string& statement) {
  for (const char* table :
       {"devices", "methods", "enrolments", "offline_sessions", "add_or_update_sessions", "request_marks"}) {
    for (const char* verb : {"FROM ", "UPDATE ", "INTO "}) {
      if (contains(statement, std::string(verb) + table)) return true;
    }
  }
  return false;
}

bool namesTheShard(const std::string& statement) {
  if (contains(statement, "INSERT INTO")) return contains(statement, "(shard, ");
  std::string_view condition = statement;
  takeUntil(condition, "WHERE");
  return contains(condition, "shard = ?") || contains(condition, "(shard, device_id) > (?, ?)");
}

bool readsTheWholeDirectory(const std::string& statement) {
  return !contains(statement, "WHERE") && contains(statement, "SELECT") && contains(statement, "FROM ap");
}

class SqlStatements : public testing::Test {
 protected:
  // One line for each table that the statement goes through: "SEARCH devices USING PRIMARY KEY (shard=? AND ...)".
  std::vector<std::string> planOf(const std::string& statement) {
    std::vector<std::string> steps;
    sqlite3_stmt* explained = nullptr;
    EXPECT_EQ(
        sqlite3_prepare_v2(connection_.handle(), ("EXPLAIN QUERY PLAN " + statement).c_str(), -1, &explained, nullptr),
        SQLITE_OK)
        << statement;
    while (sqlite3_step(explained) == SQLITE_ROW) {
      steps.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(explained, 3)));
    }
    sqlite3_finalize(explained);
    return steps;
  }

  TemporaryFolder folder_;
  Connection connection_ = openDatabaseFile({.file = folder_ / "heliograph.db"});
  std::map<std::string, std::string> statements_ = statementsOfTheSource();
};

TEST_F(SqlStatements, AreFoundInTheSource) { EXPECT_THAT(statements_, SizeIs(testing::Ge(40U))); }

TEST_F(SqlStatements, OnTablesOfADeviceNameTheShard) {
  for (const auto& [name, statement] : statements_) {
    EXPECT_TRUE(!touchesATableOfADevice(statement) || namesTheShard(statement)) << name << statement;
  }
}

TEST_F(SqlStatements, GoThroughNoWholeTableAndNoWholeShard) {
  for (const auto& [name, statement] : statements_) {
    if (readsTheWholeDirectory(statement)) continue;
    EXPECT_THAT(planOf(statement),
                Each(AllOf(Not(StartsWith("SCAN")), Not(HasSubstr("(shard=?)")), Not(HasSubstr("TEMP B-TREE")))))
        << name;
  }
}

TEST_F(SqlStatements, UseTheIndexesThatWereMadeForThem) {
  const std::map<std::string, std::string> indexes{
      {"open_sessions.cc kEndOfflineOfMethod", "open_offline_sessions (shard=? AND device_id=? AND auth_method=? AND"},
      {"open_sessions.cc kEndOfflineOfDevice", "open_offline_sessions (shard=? AND device_id=?)"},
      {"open_sessions.cc kEndAddOrUpdateOfDevice", "open_add_or_update_sessions (shard=? AND device_id=? AND"},
      {"device_commands.cc kSearchUser", "active_devices_of_user (organisation_id=? AND user_reference=? AND (shard"},
      {"device_commands.cc kSearchApplication", "active_devices_of_application (application_id=? AND (shard"},
      {"device_commands.cc kSearchOrganisation", "active_devices_of_organisation (organisation_id=? AND (shard"},
      {"activation_codes.cc kFindByCode", "PRIMARY KEY (application_id=? AND code_hash=?)"},
      {"activation_codes.cc kForgetOldCodes", "activation_codes_by_expiry (expires_at<?)"},
      {"request_marks.cc kForgetOldMarks", "request_marks_by_age (shard=? AND device_id=? AND received_at<?)"},
      {"enrolment_commands.cc kReadEnrolmentOfDevice", "enrolment_of_device (shard=? AND device_id=?)"},
      {"offline_commands.cc kReadSession", "PRIMARY KEY (shard=? AND session_id=?)"},
      {"offline_commands.cc kReadOpenSession", "PRIMARY KEY (shard=? AND session_id=?)"},
      {"method_rows.cc kRecordUse", "PRIMARY KEY (shard=? AND device_id=? AND auth_method=?)"},
  };
  for (const auto& [name, index] : indexes) {
    EXPECT_THAT(planOf(statements_.at(name)), testing::Contains(HasSubstr(index))) << name;
  }
}

}  // namespace
}  // namespace heliograph::store
