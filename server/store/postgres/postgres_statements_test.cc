// Every statement that PostgreSQL gets, read from the source: whether it stays in the shards that it is told, whether
// the schema has what it names, and how it would run. And the schema's keys: whether they stay in one shard.

#include <gmock/gmock.h>

#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "store/postgres/dialect.h"
#include "store/postgres/postgres_store.h"
#include "store/postgres/session_settings.h"
#include "store/testing/postgres_database.h"
#include "store/testing/postgres_session.h"
#include "store/testing/source_statements.h"

namespace heliograph::store {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// All other tables are tables of a device.
const std::string kOtherTables =
    "'schema_steps', 'directory_version', 'organisations', 'applications', 'configuration_changes', "
    "'configuration_properties', 'api_keys', 'server_keys', 'activation_codes', 'audit_events', 'audit_heads'";

std::map<std::string, SourceStatement> statementsForPostgres() {
  auto statements = statementsOfTheSource("commands");
  for (auto& [name, statement] : statements) statement.text = postgresText(statement.text).text;
  for (auto& [name, statement] : statementsOfTheSource("postgres")) {
    statement.text = postgresText(statement.text).text;
    statements.emplace("postgres/" + name, std::move(statement));
  }
  return statements;
}

// --- which shards a statement is in ----------------------------------------------------------------------------------

// The statement and each query in parentheses, apart: "SELECT a FROM (SELECT b FROM c)" becomes "SELECT a FROM ()" and
// "SELECT b FROM c".
std::vector<std::string> queriesOf(const std::string& statement) {
  static const std::regex starts_a_query(R"(^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b)");
  std::vector<std::string> done;
  std::vector<std::string> open{""};
  for (const char character : statement) {
    if (character == '(') {
      open.emplace_back();
      continue;
    }
    if (character != ')') {
      open.back() += character;
      continue;
    }
    const std::string inner = open.back();
    open.pop_back();
    if (std::regex_search(inner, starts_a_query)) {
      done.push_back(inner);
      open.back() += "()";
    } else {
      open.back() += "(" + inner + ")";
    }
  }
  done.push_back(open.front());
  return done;
}

// What goes by another name than its own is known by that.
struct Reference {
  std::string verb;
  std::string table;
  std::string name;
};

std::vector<Reference> referencesIn(const std::string& query, const std::string& tables) {
  const std::regex reference(R"(\b(FROM|JOIN|UPDATE|INTO)\s+()" + tables + R"()\b(?:\s+([a-z]+)\b)?)");
  std::vector<Reference> found;
  for (std::sregex_iterator match(query.begin(), query.end(), reference), end; match != end; ++match) {
    found.push_back({.verb = (*match)[1], .table = (*match)[2], .name = (*match)[3]});
  }
  return found;
}

// Named in any other way than after one of the verbs, or as the table of a column.
bool namesATableInAnUnknownWay(const std::string& query, const std::string& tables) {
  const std::regex known(R"(\b(FROM|JOIN|UPDATE|INTO)\s+()" + tables + R"()\b|\b()" + tables + R"()\.)");
  const std::regex any(R"(\b()" + tables + R"()\b)");
  return std::regex_search(std::regex_replace(query, known, ""), any);
}

// The names whose shard is a value: a parameter, or a column of what is no table of a device; also by way of another.
std::set<std::string> inKnownShards(const std::string& query, const std::vector<Reference>& references) {
  static const std::regex same_shard(R"((?:\b(\w+)\.)?\bshard = (?:(\w+)\.shard|\$\d+))");
  std::set<std::string> tables_of_devices;
  for (const Reference& reference : references) tables_of_devices.insert(reference.name);
  std::set<std::string> known;
  for (bool has_grown = true; has_grown;) {
    has_grown = false;
    for (std::sregex_iterator match(query.begin(), query.end(), same_shard), end; match != end; ++match) {
      const std::string other = (*match)[2];
      if (tables_of_devices.contains(other) && !other.empty() && !known.contains(other)) continue;
      has_grown = known.insert((*match)[1]).second || has_grown;
    }
  }
  return known;
}

bool insertsAShard(const std::string& query, const std::string& table) {
  const std::regex insert("INTO\\s+" + table + R"(\s*\(shard, [^)]*\)\s+(VALUES \(\$|SELECT shard, ))");
  return std::regex_search(query, insert);
}

bool staysInItsShards(const std::string& query, const std::string& tables) {
  if (namesATableInAnUnknownWay(query, tables)) return false;
  const auto references = referencesIn(query, tables);
  const auto known = inKnownShards(query, references);
  const bool is_page = query.find("(shard, device_id) > ($") != std::string::npos;
  for (const Reference& reference : references) {
    const bool is_insert = reference.verb == "INTO";
    if (is_insert && !insertsAShard(query, reference.table)) return false;
    if (!is_insert && !known.contains(reference.name) && !is_page) return false;
  }
  return true;
}

bool statementStaysInItsShards(const std::string& statement, const std::string& tables) {
  return std::ranges::all_of(queriesOf(statement),
                             [&](const std::string& query) { return staysInItsShards(query, tables); });
}

// --- how a statement runs --------------------------------------------------------------------------------------------

// "s", or "s (NULL, NULL)": one for each parameter.
std::string execution(const std::string& statement) {
  std::string values;
  for (int i = 0; i < postgresText(statement).parameters + 64; ++i) {
    if (statement.find("$" + std::to_string(i + 1)) == std::string::npos) break;
    values += values.empty() ? "NULL" : ", NULL";
  }
  return values.empty() ? "s" : "s (" + values + ")";
}

class PostgresStatements : public testing::Test {
 protected:
  PostgresStatements() {
    (void)openPostgresStore({.connection_string = database_.connectionString(), .timeout = 30s});
    session_.emplace(database_.connectionString());
    session_->run(sessionSettings(30s, 30s));
    tables_ = session_->run(
        "SELECT string_agg(relname, '|') FROM pg_class WHERE relkind = 'r' AND relnamespace = "
        "current_schema::regnamespace AND relname NOT IN (" +
        kOtherTables + ")");
  }

  std::vector<std::string> planOf(const std::string& statement) {
    session_->run("DEALLOCATE ALL");
    session_->run("PREPARE s AS " + statement);
    return session_->rows("EXPLAIN (COSTS off) EXECUTE " + execution(statement));
  }

  // What goes through a table of a device or the audit log without looking for something by an index.
  std::vector<std::string> walksOf(const std::string& statement) {
    const std::regex scan(R"((Seq Scan|Index Scan|Index Only Scan|Tid Scan).* on ()" + tables_ + R"(|audit_events)\b)");
    const auto plan = planOf(statement);
    std::vector<std::string> walks;
    for (std::size_t i = 0; i < plan.size(); ++i) {
      const bool is_search = i + 1 < plan.size() && plan[i + 1].find("Index Cond: ") != std::string::npos;
      if (std::regex_search(plan[i], scan) && !is_search) walks.push_back(plan[i]);
    }
    return walks;
  }

  PostgresDatabase database_;
  std::optional<PostgresSession> session_;
  std::string tables_;  // of a device: "devices|methods"
  std::map<std::string, SourceStatement> statements_ = statementsForPostgres();
};

TEST_F(PostgresStatements, AreFoundInTheSource) {
  EXPECT_THAT(statements_, SizeIs(testing::Ge(100U)));
  EXPECT_TRUE(statements_.contains("postgres/offline_batches.cc kBegin"));
  EXPECT_TRUE(statements_.contains("postgres/postgres_connection.cc kTakeDevice"));
}

TEST_F(PostgresStatements, NameTheShardOfEveryTableOfADevice) {
  for (const auto& [name, statement] : statements_) {
    if (statement.is_over_all_shards) continue;
    EXPECT_TRUE(statementStaysInItsShards(statement.text, tables_)) << name << statement.text;
  }
}

TEST_F(PostgresStatements, AreSeenThroughWhereTheyForgetAShard) {
  const std::vector<std::string> forgetful{
      "SELECT a FROM devices WHERE device_id = $1",
      "SELECT a FROM devices d WHERE d.device_id = $1",
      "SELECT a FROM devices WHERE shard = shard",
      "SELECT a FROM devices d JOIN methods m ON m.shard = d.shard AND m.device_id = d.device_id",
      "SELECT a FROM devices d JOIN methods m ON m.device_id = d.device_id WHERE d.shard = $1",
      "SELECT a FROM asked, devices d WHERE d.shard = asked.shard",
      "SELECT a FROM devices WHERE shard = $1 AND device_id IN (SELECT device_id FROM methods)",
      "UPDATE methods SET a = $1 WHERE device_id = $2",
      "UPDATE methods m SET a = asked.a FROM asked WHERE m.device_id = asked.device_id",
      "DELETE FROM methods WHERE device_id = $1",
      "INSERT INTO methods (device_id, shard) VALUES ($1, $2)",
      "INSERT INTO methods (shard, device_id) SELECT 1, device_id FROM asked",
      "WITH asked AS (SELECT 1), found AS (SELECT FROM asked JOIN devices d ON d.device_id = asked.id) SELECT 1",
  };
  for (const std::string& statement : forgetful) {
    EXPECT_FALSE(statementStaysInItsShards(statement, tables_)) << statement;
  }
}

TEST_F(PostgresStatements, WithOneShardConditionLessNoneWouldPass) {
  const std::regex condition(R"(\b(\w+\.)?shard = (\w+\.shard|\$\d+) AND)");
  int conditions = 0;
  for (const auto& [name, statement] : statements_) {
    if (statement.is_over_all_shards) continue;
    const std::string& text = statement.text;
    for (std::sregex_iterator match(text.begin(), text.end(), condition), end; match != end; ++match, ++conditions) {
      std::string without = text;
      without.erase(static_cast<std::size_t>(match->position()), static_cast<std::size_t>(match->length()));
      EXPECT_FALSE(statementStaysInItsShards(without, tables_)) << name << without;
    }
  }
  EXPECT_GE(conditions, 50);
}

TEST_F(PostgresStatements, CanBePreparedOnTheSchema) {
  for (const auto& [name, statement] : statements_) {
    session_->run("DEALLOCATE ALL");
    EXPECT_NO_THROW(session_->run("PREPARE s AS " + statement.text)) << name;
  }
}

TEST_F(PostgresStatements, FindWhatTheyTouchByAnIndex) {
  for (const auto& [name, statement] : statements_) {
    if (name == "upkeep_commands.cc kCountKeys") continue;  // all of them, from an index that says it
    EXPECT_THAT(walksOf(statement.text), IsEmpty()) << name << testing::PrintToString(planOf(statement.text));
  }
}

TEST_F(PostgresStatements, CountKeysInAnIndexThatSaysAll) {
  EXPECT_THAT(planOf(statements_.at("upkeep_commands.cc kCountKeys").text),
              testing::Contains(testing::HasSubstr("Index Only Scan using methods_by_master_key")));
}

TEST_F(PostgresStatements, FindMoreThanAShardByItsIndex) {
  const std::regex of_a_device(R"(Scan.* on ()" + tables_ + R"()\b)");
  const std::regex search(R"(Index Cond: .*\bshard\b.*(AND|, ))");
  for (const auto& [name, statement] : statements_) {
    if (statement.is_over_all_shards) continue;
    const auto plan = planOf(statement.text);
    for (std::size_t i = 0; i + 1 < plan.size(); ++i) {
      if (!std::regex_search(plan[i], of_a_device)) continue;
      EXPECT_TRUE(std::regex_search(plan[i + 1], search)) << name << testing::PrintToString(plan);
    }
  }
}

// --- the schema ------------------------------------------------------------------------------------------------------

TEST_F(PostgresStatements, TablesOfADeviceAreThese) {
  EXPECT_THAT(session_->rows("SELECT unnest(string_to_array('" + tables_ + "', '|')) ORDER BY 1"),
              ElementsAre("add_or_update_sessions", "authentication_sessions", "devices", "enrolments",
                          "idempotency_keys", "methods", "offline_sessions", "request_marks"));
}

TEST_F(PostgresStatements, PrimaryKeysOfTablesOfADeviceStartWithTheShard) {
  EXPECT_THAT(session_->rows("SELECT t FROM unnest(string_to_array('" + tables_ + R"sql(', '|')) t WHERE NOT EXISTS (
      SELECT FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      WHERE c.conrelid = t::regclass AND c.contype = 'p' AND a.attname = 'shard'))sql"),
              IsEmpty());
}

TEST_F(PostgresStatements, WhatIsUniqueInATableOfADeviceIsSoInItsShard) {
  EXPECT_THAT(session_->rows("SELECT i.indexrelid::regclass FROM pg_index i JOIN unnest(string_to_array('" + tables_ +
                             R"sql(', '|')) t ON i.indrelid = t::regclass WHERE i.indisunique AND NOT EXISTS (
      SELECT FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) AND a.attname = 'shard'))sql"),
              IsEmpty());
}

TEST_F(PostgresStatements, ForeignKeysBetweenTablesOfADeviceHoldTheShard) {
  const std::string keys = R"sql(FROM pg_constraint c
      JOIN unnest(string_to_array(')sql" +
                           tables_ + R"sql(', '|')) t ON c.confrelid = t::regclass
      WHERE c.contype = 'f')sql";
  EXPECT_THAT(session_->rows("SELECT c.conrelid::regclass " + keys), SizeIs(6));
  EXPECT_THAT(session_->rows("SELECT c.conname " + keys + R"sql( AND NOT EXISTS (
      SELECT FROM unnest(c.conkey, c.confkey) AS pair (own, other)
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = pair.own
      JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = pair.other
      WHERE a.attname = 'shard' AND b.attname = 'shard'))sql"),
              IsEmpty());
}

}  // namespace
}  // namespace heliograph::store
