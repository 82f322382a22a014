// Every statement of the commands, read from its source: what it touches, and how SQLite would run it.

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/commands/audit_sql.h"
#include "store/sqlite/database_file.h"
#include "store/testing/source_statements.h"
#include "store/testing/temporary_folder.h"

namespace heliograph::store {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::Each;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

bool touchesATableOfADevice(const std::string& statement) {
  for (const char* table : {"devices", "methods", "enrolments", "offline_sessions", "authentication_sessions",
                            "add_or_update_sessions", "idempotency_keys", "request_marks"}) {
    for (const char* verb : {"FROM ", "JOIN ", "UPDATE ", "INTO "}) {
      if (contains(statement, std::string(verb) + table)) return true;
    }
  }
  return false;
}

bool namesTheShard(const std::string& statement) {
  if (contains(statement, "INSERT INTO")) return contains(statement, "(shard, ");
  const auto condition = statement.substr(std::min(statement.find("WHERE"), statement.size()));
  return contains(condition, "shard = ?") || contains(condition, "(shard, device_id) > (?, ?)");
}

bool readsTheWholeDirectory(const std::string& statement) {
  if (contains(statement, "WHERE") || !contains(statement, "SELECT")) return false;
  return contains(statement, "FROM organisations") || contains(statement, "FROM ap");
}

// Where a device is removed the foreign keys look for its sessions in its shard. That is one of 65536, and only a
// device that never finished its enrolment is removed: an index of all sessions by device would cost every begin more.
bool removesADevice(const std::string& statement) { return contains(statement, "DELETE FROM devices"); }

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

  // "number, at, detail", in the table's order.
  std::string columnsOf(const std::string& table) {
    std::string names;
    sqlite3_stmt* found = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(connection_.handle(), ("SELECT * FROM " + table).c_str(), -1, &found, nullptr),
              SQLITE_OK);
    for (int i = 0; i < sqlite3_column_count(found); ++i) {
      names.append(i == 0 ? "" : ", ").append(sqlite3_column_name(found, i));
    }
    sqlite3_finalize(found);
    return names;
  }

  TemporaryFolder folder_;
  SqliteConnection connection_ = openDatabaseFile({.file = folder_ / "heliograph.db"});
  std::map<std::string, SourceStatement> statements_ = statementsOfTheSource("commands");
};

TEST_F(SqlStatements, OfAuditEventsHaveTheColumnsOfTheTable) {
  EXPECT_EQ(columnsOf("audit_events"), expandedAuditSql("sequence, {columns}"));
}

TEST_F(SqlStatements, AreFoundInTheSource) { EXPECT_THAT(statements_, SizeIs(testing::Ge(80U))); }

TEST_F(SqlStatements, OnTablesOfADeviceNameTheShard) {
  for (const auto& [name, statement] : statements_) {
    if (statement.is_over_all_shards) continue;
    EXPECT_TRUE(!touchesATableOfADevice(statement.text) || namesTheShard(statement.text)) << name << statement.text;
  }
}

TEST_F(SqlStatements, GoOverAllShardsForUpkeepStatisticsAndTheAuditLogOnly) {
  std::set<std::string> files;
  for (const auto& [name, statement] : statements_) {
    if (statement.is_over_all_shards) files.insert(name.substr(0, name.find(' ')));
  }
  EXPECT_THAT(files, testing::ElementsAre("audit_commands.cc", "clean_up.cc", "upkeep_commands.cc"));
}

TEST_F(SqlStatements, GoThroughNoWholeTableAndNoWholeShard) {
  for (const auto& [name, statement] : statements_) {
    if (statement.is_over_all_shards || readsTheWholeDirectory(statement.text)) continue;
    if (removesADevice(statement.text)) continue;
    EXPECT_THAT(planOf(statement.text),
                Each(AllOf(Not(StartsWith("SCAN")), Not(HasSubstr("(shard=?)")), Not(HasSubstr("TEMP B-TREE")))))
        << name;
  }
}

// They may sort, and go through an index that says all; never through a table.
TEST_F(SqlStatements, OverAllShardsGoThroughNoWholeTableAndNoWholeShard) {
  for (const auto& [name, statement] : statements_) {
    if (!statement.is_over_all_shards) continue;
    EXPECT_THAT(planOf(statement.text),
                Each(AllOf(AnyOf(Not(StartsWith("SCAN")), HasSubstr("COVERING INDEX")), Not(HasSubstr("(shard=?)")))))
        << name << statement.text;
  }
}

TEST_F(SqlStatements, UseTheIndexesThatWereMadeForThem) {
  const std::vector<std::pair<std::string, std::string>> indexes{
      {"open_sessions.cc kEndOfflineOfMethod", "open_offline_sessions (shard=? AND device_id=? AND auth_method=? AND"},
      {"open_sessions.cc kEndOfflineOfDevice", "open_offline_sessions (shard=? AND device_id=?)"},
      {"open_sessions.cc kEndAuthenticationOfDevice",
       "open_authentication_sessions (shard=? AND device_id=? AND expires_at>?)"},
      {"open_sessions.cc kEndAddOrUpdateOfDevice",
       "open_add_or_update_sessions (shard=? AND device_id=? AND expires_at>?)"},
      {"authentication_rows.cc kReadOpenSessions",
       "open_authentication_sessions (shard=? AND device_id=? AND expires_at>?)"},
      {"authentication_rows.cc kReadSession", "PRIMARY KEY (shard=? AND session_id=?)"},
      {"idempotency_rows.cc kFindCall", "PRIMARY KEY (shard=? AND key_hash=?)"},
      {"device_rows.cc kReadDevice", "PRIMARY KEY (shard=? AND device_id=?)"},
      {"device_commands.cc kSearchUser", "active_devices_of_user (organisation_id=? AND user_reference=? AND (shard"},
      {"device_commands.cc kSearchApplication", "active_devices_of_application (application_id=? AND (shard"},
      {"device_commands.cc kSearchOrganisation", "active_devices_of_organisation (organisation_id=? AND (shard"},
      {"activation_codes.cc kFindByCode", "PRIMARY KEY (application_id=? AND code_hash=?)"},
      {"activation_codes.cc kForgetOldCodes", "activation_codes_by_expiry (expires_at<?)"},
      {"request_marks.cc kFindMark", "PRIMARY KEY (shard=? AND device_id=? AND request_id=?)"},
      {"configuration_commands.cc kReadProperties", "PRIMARY KEY (application_id=? AND version=?)"},
      {"configuration_commands.cc kReadChanges", "PRIMARY KEY (application_id=?)"},
      {"audit_commands.cc kSearchDevice", "audit_events_of_device (device_id=? AND rowid<?)"},
      {"audit_commands.cc kSearchSpan", "COVERING INDEX audit_events_by_time (at>? AND at<?)"},
      {"audit_commands.cc kSearchAll", "PRIMARY KEY (rowid<?)"},
      {"audit_commands.cc kReadAfter", "PRIMARY KEY (rowid>?)"},
      {"clean_up.cc kFindOldMarks", "request_marks_by_age (received_at<?)"},
      {"clean_up.cc kForgetMarksOfDevice", "PRIMARY KEY (shard=? AND device_id=? AND request_id=?)"},
      {"clean_up.cc kFindOldIdempotencyKeys", "COVERING INDEX idempotency_keys_by_age (created_at<?)"},
      {"clean_up.cc kFindOldOfflineSessions", "offline_sessions_by_age (created_at<?)"},
      {"clean_up.cc kRemoveOfflineSession", "PRIMARY KEY (shard=? AND session_id=?)"},
      {"clean_up.cc kFindOldAuthentications", "authentication_sessions_by_age (created_at<?)"},
      {"clean_up.cc kRemoveAuthentication", "PRIMARY KEY (shard=? AND session_id=?)"},
      {"clean_up.cc kFindOldAddOrUpdateSessions", "add_or_update_sessions_by_age (created_at<?)"},
      {"clean_up.cc kFindOldEnrolments", "enrolments_by_age (created_at<?)"},
      {"upkeep_commands.cc kReadKeysNotUnder", "methods_by_master_key (keys_version<?)"},
      {"upkeep_commands.cc kReadKeysNotUnder", "methods_by_master_key (keys_version>?)"},
      {"upkeep_commands.cc kCountKeys", "COVERING INDEX methods_by_master_key"},
      {"upkeep_commands.cc kCountOfflineSessions", "offline_sessions_by_age (created_at>? AND created_at<?)"},
      {"upkeep_commands.cc kCountAuthentications", "authentication_sessions_by_age (created_at>? AND created_at<?)"},
      {"enrolment_commands.cc kReadEnrolmentOfDevice", "enrolment_of_device (shard=? AND device_id=?)"},
      {"offline_commands.cc kReadSession", "PRIMARY KEY (shard=? AND session_id=?)"},
      {"offline_commands.cc kReadOpenSession", "PRIMARY KEY (shard=? AND session_id=?)"},
      {"method_rows.cc kRecordUse", "PRIMARY KEY (shard=? AND device_id=? AND auth_method=?)"},
  };
  for (const auto& [name, index] : indexes) {
    EXPECT_THAT(planOf(statements_.at(name).text), testing::Contains(HasSubstr(index))) << name;
  }
}

}  // namespace
}  // namespace heliograph::store
