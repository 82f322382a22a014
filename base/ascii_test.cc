#include "base/ascii.h"

#include <gtest/gtest.h>

#include <string>

namespace heliograph {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

std::string allThat(bool (*is_so)(char)) {
  std::string found;
  for (int value = 0; value < 256; ++value) {
    const char c = static_cast<char>(value);
    if (is_so(c)) found += c;
  }
  return found;
}

TEST(Ascii, OfAllBytesTenAreDigitsAndTwiceTwentySixAreLetters) {
  EXPECT_EQ(allThat(isDigit), kDigits);
  EXPECT_EQ(allThat(isLowerCase), kLower);
  EXPECT_EQ(allThat(isUpperCase), kUpper);
  EXPECT_EQ(allThat(isLetter), std::string(kUpper).append(kLower));
  EXPECT_EQ(allThat(isLetterOrDigit), std::string(kDigits).append(kUpper).append(kLower));
}

TEST(Ascii, TheCaseOfLettersChangesAndNothingElse) {
  for (std::size_t i = 0; i < kLower.size(); ++i) {
    EXPECT_EQ(toLowerCase(kUpper[i]), kLower[i]);
    EXPECT_EQ(toUpperCase(kLower[i]), kUpper[i]);
  }
  for (const char c : std::string_view("09@[`{ _\xC3\xA4")) {
    EXPECT_EQ(toLowerCase(c), c);
    EXPECT_EQ(toUpperCase(c), c);
  }
}

TEST(Ascii, ATextIsDigitsIfEachCharacterIsOne) {
  EXPECT_TRUE(areDigits("0123456789"));
  EXPECT_TRUE(areDigits(""));
  for (const char* text : {"12a", "-1", "1 ", "\xD9\xA1"}) EXPECT_FALSE(areDigits(text)) << text;
}

TEST(Ascii, TextsAreEqualIgnoringCaseIfOnlyTheCaseOfLettersDiffers) {
  EXPECT_TRUE(equalIgnoringCase("Basic", "bASIC"));
  EXPECT_TRUE(equalIgnoringCase("", ""));
  EXPECT_FALSE(equalIgnoringCase("basic", "basi"));
  EXPECT_FALSE(equalIgnoringCase("@", "`"));
  EXPECT_FALSE(equalIgnoringCase("\xC3\x84", "\xC3\xA4"));
}

}  // namespace
}  // namespace heliograph
