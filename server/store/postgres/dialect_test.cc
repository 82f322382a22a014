// The commands' SQL on its way to PostgreSQL.

#include "store/postgres/dialect.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace heliograph::store {
namespace {

struct Case {
  std::string sql;
  std::string postgres;
  int parameters;
};

TEST(Dialect, NumbersParametersAndLeavesHintsOut) {
  const std::vector<Case> cases{
      {"SELECT 1", "SELECT 1", 0},
      {"SELECT a FROM t WHERE b = ? AND c = ?", "SELECT a FROM t WHERE b = $1 AND c = $2", 2},
      {"SELECT ?", "SELECT $1", 1},
      {"a < ?1 AND (b = ?3 OR ?3 IS NULL) LIMIT ?2", "a < $1 AND (b = $3 OR $3 IS NULL) LIMIT $2", 3},
      {"a = ?10", "a = $10", 10},
      {"(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", 11},
      {"UPDATE t INDEXED BY t_by_age2 SET a = ?", "UPDATE t  SET a = $1", 1},
      {"SELECT a FROM t INDEXED BY one\n  JOIN u INDEXED BY two ON b = ?", "SELECT a FROM t \n  JOIN u  ON b = $1", 1},
      {"FROM t CROSS JOIN u ON a = b CROSS JOIN v ON c = ?", "FROM t JOIN u ON a = b JOIN v ON c = $1", 1},
      {"SELECT $1, $2", "SELECT $1, $2", 0},
  };
  for (const auto& [sql, postgres, parameters] : cases) {
    const PostgresText text = postgresText(sql);
    EXPECT_EQ(text.text, postgres) << sql;
    EXPECT_EQ(text.parameters, parameters) << sql;
  }
}

}  // namespace
}  // namespace heliograph::store
