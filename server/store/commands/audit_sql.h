// The columns of audit_events, listed once, and statements that are made from the list when the program is built:
//
//   constexpr Sql kReadAfter(kAuditSql<"SELECT sequence, {columns} FROM audit_events WHERE sequence > ?">);
//
//   {columns}        at, actor, ...                  all but the sequence, which the database gives
//   {values}         ?, ?, ...
//   {asked}          event_at, event_actor, ...      as a statement calls them that has other columns besides
//   {asked but application_id}   the same, with an application_id that the statement has itself
//   {arrays N}       $N::bigint[], ...               of PostgreSQL, the first of them its Nth parameter
//
// Both schemas have these columns, and bench/ writes them; tests compare.

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_AUDIT_SQL_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_AUDIT_SQL_H_

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/number_text.h"
#include "store/commands/sql.h"

namespace heliograph::store {

struct AuditColumn {
  std::string_view name;
  std::string_view postgres_type;
};

// In the order in which Stored<domain::AuditEvent> (audit_columns.h) writes and reads them.
inline constexpr std::array kAuditColumns{
    AuditColumn{"at", "bigint"},          AuditColumn{"actor", "text"},           AuditColumn{"api_key_id", "uuid"},
    AuditColumn{"request_id", "text"},    AuditColumn{"address", "text"},         AuditColumn{"action", "text"},
    AuditColumn{"outcome", "text"},       AuditColumn{"organisation_id", "uuid"}, AuditColumn{"application_id", "uuid"},
    AuditColumn{"device_id", "uuid"},     AuditColumn{"session_id", "uuid"},      AuditColumn{"auth_method", "integer"},
    AuditColumn{"context_hash", "bytea"}, AuditColumn{"detail", "text"},
};

namespace expansion {

template <class Put>
constexpr void putText(std::string_view text, Put& put) {
  for (const char character : text) put(character);
}

// From 1 to 99.
template <class Put>
constexpr void putNumber(std::size_t number, Put& put) {
  if (number >= 10) put(static_cast<char>('0' + number / 10));
  put(static_cast<char>('0' + number % 10));
}

// What stands for one column in the list that `placeholder` asks for; false if it is none that is known.
template <class Put>
constexpr bool putColumn(std::string_view placeholder, std::size_t index, Put& put) {
  constexpr std::string_view kArrays = "arrays ";
  const AuditColumn& column = kAuditColumns[index];
  if (placeholder == "columns" || (placeholder == "asked but application_id" && column.name == "application_id")) {
    putText(column.name, put);
  } else if (placeholder == "values") {
    put('?');
  } else if (placeholder == "asked" || placeholder == "asked but application_id") {
    putText("event_", put);
    putText(column.name, put);
  } else if (placeholder.starts_with(kArrays)) {
    put('$');
    putNumber(parseNumber<std::size_t>(placeholder.substr(kArrays.size())).value() + index, put);
    putText("::", put);
    putText(column.postgres_type, put);
    putText("[]", put);
  } else {
    return false;
  }
  return true;
}

template <class Put>
constexpr void expand(std::string_view text, Put put) {
  while (!text.empty()) {
    const std::size_t end = text.starts_with('{') ? text.find('}') : std::string_view::npos;
    if (end == std::string_view::npos) {
      put(text.front());
      text.remove_prefix(1);
      continue;
    }
    for (std::size_t i = 0; i < kAuditColumns.size(); ++i) {
      if (i != 0) putText(", ", put);
      if (!putColumn(text.substr(1, end - 1), i, put)) {
        throw std::logic_error("no such placeholder");  // in a statement: it does not compile
      }
    }
    text.remove_prefix(end + 1);
  }
}

// A literal as an argument of a template.
template <std::size_t Size>
struct Literal {
  char text[Size];
  consteval Literal(const char (&literal)[Size]) {
    for (std::size_t i = 0; i < Size; ++i) text[i] = literal[i];
  }
  [[nodiscard]] constexpr std::string_view view() const { return {text, Size - 1}; }
};

template <Literal Template>
constexpr std::size_t sizeOfExpansion() {
  std::size_t size = 0;
  expand(Template.view(), [&size](char) { ++size; });
  return size;
}

template <Literal Template>
constexpr auto expansionOf() {
  std::array<char, sizeOfExpansion<Template>() + 1> text{};  // ends with a zero
  std::size_t size = 0;
  expand(Template.view(), [&](char character) { text[size++] = character; });
  return text;
}

template <Literal Template>
inline constexpr auto kExpansion = expansionOf<Template>();

}  // namespace expansion

template <expansion::Literal Template>
inline constexpr const char* kAuditSql = expansion::kExpansion<Template>.data();

// The same at run time, for tests that read the source.
[[nodiscard]] inline std::string expandedAuditSql(std::string_view text) {
  std::string expanded;
  expansion::expand(text, [&expanded](char character) { expanded += character; });
  return expanded;
}

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_AUDIT_SQL_H_
