// A statement of SQL, known when the program is built.
//
// The constructor runs at compile time alone, so a statement that is put together at run time, with a value in its
// text, does not compile. Values come in as parameters (statement.h).

#ifndef HELIOGRAPH_SERVER_STORE_SQLITE_SQL_H_
#define HELIOGRAPH_SERVER_STORE_SQLITE_SQL_H_

namespace heliograph::store {

class Sql {
 public:
  // A literal: its address stays the same as long as the program runs, and stands for the statement.
  consteval explicit Sql(const char* text) : text_(text) {}

  [[nodiscard]] constexpr const char* text() const { return text_; }

 private:
  const char* text_;
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_SQLITE_SQL_H_
