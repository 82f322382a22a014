// The commands' SQL as PostgreSQL takes it: parameters are numbered, and SQLite's hints are left out.

#ifndef HELIOGRAPH_SERVER_STORE_POSTGRES_DIALECT_H_
#define HELIOGRAPH_SERVER_STORE_POSTGRES_DIALECT_H_

#include <string>
#include <string_view>

namespace heliograph::store {

struct PostgresText {
  std::string text;
  int parameters;
};

// `?` becomes $1, $2 ... in its order, `?3` becomes $3; `INDEXED BY name` goes; CROSS JOIN, which with a condition is
// SQLite's join in the order of the text, becomes JOIN. No statement has a question mark that is not a parameter.
[[nodiscard]] PostgresText postgresText(std::string_view sql);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_POSTGRES_DIALECT_H_
