#include "store/postgres/dialect.h"

#include <algorithm>
#include <charconv>

#include "base/ascii.h"

namespace heliograph::store {
namespace {

constexpr std::string_view kIndexHint = "INDEXED BY ";
constexpr std::string_view kOrderHint = "CROSS JOIN";

bool isNameCharacter(char character) { return isLowerCase(character) || isDigit(character) || character == '_'; }

std::string withoutHints(std::string_view sql) {
  std::string text(sql);
  for (std::size_t start = text.find(kIndexHint); start != std::string::npos; start = text.find(kIndexHint)) {
    const auto name = text.begin() + static_cast<std::ptrdiff_t>(start + kIndexHint.size());
    const auto end = std::find_if_not(name, text.end(), isNameCharacter);
    text.erase(text.begin() + static_cast<std::ptrdiff_t>(start), end);
  }
  for (std::size_t start = text.find(kOrderHint); start != std::string::npos; start = text.find(kOrderHint)) {
    text.replace(start, kOrderHint.size(), "JOIN");
  }
  return text;
}

}  // namespace

PostgresText postgresText(std::string_view sql) {
  PostgresText postgres{.text = {}, .parameters = 0};
  const std::string text = withoutHints(sql);
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at != end;) {
    if (*at != '?') {
      postgres.text += *at++;
      continue;
    }
    int number = postgres.parameters + 1;
    at = std::from_chars(at + 1, end, number).ptr;
    postgres.parameters = std::max(postgres.parameters, number);
    postgres.text += "$" + std::to_string(number);
  }
  return postgres;
}

}  // namespace heliograph::store
