// A statement of SQL, known when the program is built.
//
// The constructor runs at compile time alone, so a statement that is put together at run time, with a value in its
// text, does not compile. Values come in as parameters (statement.h).

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_SQL_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_SQL_H_

namespace heliograph::store {

// Where it touches a table of a device it names the shard, and it goes through no whole table (sql_statements_test.cc).
class Sql {
 public:
  // A literal: its address stays the same as long as the program runs, and stands for the statement.
  consteval explicit Sql(const char* text) : text_(text) {}

  [[nodiscard]] constexpr const char* text() const { return text_; }

 private:
  const char* text_;
};

// A statement that goes over all shards on purpose: upkeep, statistics, the search of the audit log. In a database
// whose shards live apart it would be asked of each of them. It may go through many entries of an index, and sort; it
// goes through no whole table either. No authentication waits for one.
class SqlOverAllShards : public Sql {
 public:
  consteval explicit SqlOverAllShards(const char* text) : Sql(text) {}
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_SQL_H_
