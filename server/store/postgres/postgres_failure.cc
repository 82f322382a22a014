#include "store/postgres/postgres_failure.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

namespace heliograph::store {
namespace {

// PostgreSQL's documentation, appendix A.
constexpr std::array<std::string_view, 3> kConflicts{
    "40001",  // serialization_failure
    "40P01",  // deadlock_detected
    "23505",  // unique_violation
};
// Classes, by their first two characters: of these the statement is to blame.
constexpr std::array<std::string_view, 6> kFaultsOfTheProgram{
    "21",  // cardinality violation
    "22",  // data exception
    "23",  // integrity constraint violation
    "26",  // invalid SQL statement name
    "34",  // invalid cursor name
    "42",  // syntax error or access rule violation
};
constexpr std::array<std::string_view, 3> kFaultsOfTheOperator{
    "42501",  // insufficient_privilege
    "42P01",  // undefined_table: the schema is not there
    "42703",  // undefined_column: the schema is older
};

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& states, std::string_view state) {
  return std::ranges::find(states, state) != states.end();
}

std::string_view orEmpty(const char* text) { return text == nullptr ? std::string_view() : text; }

// The sentences of data exceptions quote the data.
std::string sentenceOf(const PGresult* result, std::string_view state) {
  if (state.starts_with("22")) return {};
  return ": " + std::string(orEmpty(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)));
}

}  // namespace

void throwFailure(const PGresult* result) {
  const std::string_view state = orEmpty(PQresultErrorField(result, PG_DIAG_SQLSTATE));
  const std::string message = "PostgreSQL says " + std::string(state) + sentenceOf(result, state);
  if (contains(kConflicts, state)) throw Conflict(message);
  if (contains(kFaultsOfTheProgram, state.substr(0, 2)) && !contains(kFaultsOfTheOperator, state)) {
    throw std::logic_error(message);
  }
  throw domain::StoreUnavailable(message);
}

}  // namespace heliograph::store
