// Every statement of the engine, read from its source: what it touches, and how SQLite would run it.

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <string>
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

// "offline_commands.cc kReadSession" -> its text.
std::map<std::string, std::string> statementsOfTheSource() {
  static const std::regex pattern(R"re(constexpr Sql (k\w+)\(R"sql\(([^]*?)\)sql"\);)re");
  std::map<std::string, std::string> statements;
  for (const auto& entry : std::filesystem::directory_iterator(HELIOGRAPH_SOURCE_DIR "/server/store/sqlite")) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".cc") || name.ends_with("_test.cc")) continue;
    const std::string source = contentOf(entry.path());
    for (auto it = std::sregex_iterator(source.begin(), source.end(), pattern); it != std::sregex_iterator(); ++it) {
      statements.emplace(name + " " + it->str(1), it->str(2));
    }
  }
  return statements;
}

bool touchesATableOfADevice(const std::string& statement) {
  static const std::regex table(
      R"re(\b(FROM|UPDATE|INTO)\s+(devices|methods|enrolments|\w+_sessions|request_marks)\b)re");
  return std::regex_search(statement, table);
}

bool readsTheWholeDirectory(const std::string& statement) {
  static const std::regex table(R"re(FROM (applications|application_properties|api_keys)\s*$)re");
  return std::regex_search(statement, table);
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
  static const std::regex insert(R"re(^\s*INSERT INTO \w+\s*\(shard, )re");
  static const std::regex condition(R"re(WHERE[^]*(\bshard = \?|\(shard, device_id\) > \(\?, \?\)))re");
  for (const auto& [name, statement] : statements_) {
    if (!touchesATableOfADevice(statement)) continue;
    EXPECT_TRUE(std::regex_search(statement, insert) || std::regex_search(statement, condition)) << name << statement;
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
