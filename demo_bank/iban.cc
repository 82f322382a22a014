#include "demo_bank/iban.h"

#include <algorithm>

#include "base/ascii.h"

namespace heliograph::bank {
namespace {

constexpr std::size_t kShortest = 15;
constexpr std::size_t kLongest = 34;
constexpr std::size_t kGroup = 4;

// The remainder by 97 of the number that the characters are, a letter being two digits: A is 10 (ISO 7064).
int remainderOf(std::string_view characters) {
  int remainder = 0;
  for (const char character : characters) {
    remainder =
        isDigit(character) ? (remainder * 10 + character - '0') % 97 : (remainder * 100 + character - 'A' + 10) % 97;
  }
  return remainder;
}

}  // namespace

std::optional<Iban> Iban::parse(std::string_view text) {
  std::string characters;
  for (const char character : text) {
    if (character != ' ') characters += toUpperCase(character);
  }
  if (characters.size() < kShortest || characters.size() > kLongest) return std::nullopt;
  if (!std::ranges::all_of(characters, isLetterOrDigit)) {
    return std::nullopt;
  }
  const bool has_form =
      isUpperCase(characters[0]) && isUpperCase(characters[1]) && isDigit(characters[2]) && isDigit(characters[3]);
  // The country and the check digits count last.
  if (!has_form || remainderOf(characters.substr(kGroup) + characters.substr(0, kGroup)) != 1) return std::nullopt;
  return Iban(std::move(characters));
}

std::string Iban::text() const {
  std::string text;
  for (std::size_t start = 0; start < characters_.size(); start += kGroup) {
    if (start != 0) text += ' ';
    text += characters_.substr(start, kGroup);
  }
  return text;
}

}  // namespace heliograph::bank
