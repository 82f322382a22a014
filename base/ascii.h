// The letters and digits of ASCII, whatever the locale says: characters of formats, not of languages.

#ifndef HELIOGRAPH_BASE_ASCII_H_
#define HELIOGRAPH_BASE_ASCII_H_

#include <cstddef>
#include <string_view>

namespace heliograph {

[[nodiscard]] constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool isLowerCase(char c) { return c >= 'a' && c <= 'z'; }
[[nodiscard]] constexpr bool isUpperCase(char c) { return c >= 'A' && c <= 'Z'; }
[[nodiscard]] constexpr bool isLetter(char c) { return isLowerCase(c) || isUpperCase(c); }
[[nodiscard]] constexpr bool isLetterOrDigit(char c) { return isLetter(c) || isDigit(c); }

// What is no letter stays as it is.
[[nodiscard]] constexpr char toLowerCase(char c) { return isUpperCase(c) ? static_cast<char>(c - 'A' + 'a') : c; }
[[nodiscard]] constexpr char toUpperCase(char c) { return isLowerCase(c) ? static_cast<char>(c - 'a' + 'A') : c; }

// True of the empty text.
[[nodiscard]] constexpr bool areDigits(std::string_view text) {
  for (const char c : text) {
    if (!isDigit(c)) return false;
  }
  return true;
}

[[nodiscard]] constexpr bool equalIgnoringCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (toLowerCase(a[i]) != toLowerCase(b[i])) return false;
  }
  return true;
}

}  // namespace heliograph

#endif  // HELIOGRAPH_BASE_ASCII_H_
