// The SQL of this room as its source has it: so tests look at every statement, also at one that was added today.

#ifndef HELIOGRAPH_SERVER_STORE_TESTING_SOURCE_STATEMENTS_H_
#define HELIOGRAPH_SERVER_STORE_TESTING_SOURCE_STATEMENTS_H_

#include <map>
#include <string>

namespace heliograph::store {

struct SourceStatement {
  std::string text;
  bool is_over_all_shards;  // SqlOverAllShards
};

// Of a folder of this room, "commands": "offline_commands.cc kReadSession" -> what it is. Tests are left out.
[[nodiscard]] std::map<std::string, SourceStatement> statementsOfTheSource(const std::string& folder);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_TESTING_SOURCE_STATEMENTS_H_
