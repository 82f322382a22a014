#include "domain/label.h"

#include <gtest/gtest.h>

#include <string>

namespace heliograph::domain {
namespace {

TEST(Label, Is1To128BytesOfUtf8WithoutControlCharacters) {
  const struct {
    const char* name;
    std::string text;
    bool is_label;
  } rows[] = {
      {"one byte", "a", true},
      {"128 bytes", std::string(128, 'a'), true},
      {"not ASCII", "Zo\xC3\xAB", true},
      {"empty", "", false},
      {"129 bytes", std::string(129, 'a'), false},
      {"invalid UTF-8", "a\xFF", false},
      {"overlong", "\xC0\xAF", false},
      {"NUL", std::string("a\0b", 3), false},
      {"line feed", "a\n", false},
      {"DEL", "a\x7F", false},
      {"C1", "a\xC2\x85", false},
      {"just past C1", "a\xC2\xA0", true},
  };
  for (const auto& row : rows) EXPECT_EQ(isLabel(row.text), row.is_label) << row.name;
}

}  // namespace
}  // namespace heliograph::domain
