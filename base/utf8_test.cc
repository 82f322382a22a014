#include "base/utf8.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string_view>

namespace heliograph {
namespace {

using namespace std::string_view_literals;

struct Sequence {
  const char* name;
  std::string_view bytes;
  char32_t code_point;
};

void PrintTo(const Sequence& sequence, std::ostream* out) { *out << sequence.name; }

class ValidSequence : public testing::TestWithParam<Sequence> {};

TEST_P(ValidSequence, DecodesToItsCodePoint) {
  const auto decoded = decodeUtf8(GetParam().bytes);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->code_point, GetParam().code_point);
  EXPECT_EQ(decoded->length, GetParam().bytes.size());
}

TEST_P(ValidSequence, CutShortIsRefused) {
  for (std::size_t size = 0; size < GetParam().bytes.size(); ++size) {
    EXPECT_FALSE(decodeUtf8(GetParam().bytes.substr(0, size))) << "after " << size << " bytes";
  }
}

INSTANTIATE_TEST_SUITE_P(Utf8, ValidSequence,
                         testing::Values(Sequence{"FirstOfOneByte", "\0"sv, 0x0000},
                                         Sequence{"LastOfOneByte", "\x7F", 0x007F},
                                         Sequence{"FirstOfTwoBytes", "\xC2\x80", 0x0080},
                                         Sequence{"LastOfTwoBytes", "\xDF\xBF", 0x07FF},
                                         Sequence{"FirstOfThreeBytes", "\xE0\xA0\x80", 0x0800},
                                         Sequence{"LastBeforeSurrogates", "\xED\x9F\xBF", 0xD7FF},
                                         Sequence{"FirstAfterSurrogates", "\xEE\x80\x80", 0xE000},
                                         Sequence{"LastOfThreeBytes", "\xEF\xBF\xBF", 0xFFFF},
                                         Sequence{"FirstOfFourBytes", "\xF0\x90\x80\x80", 0x10000},
                                         Sequence{"LastOfPlane15", "\xF3\xBF\xBF\xBF", 0xFFFFF},
                                         Sequence{"LastOfAll", "\xF4\x8F\xBF\xBF", 0x10FFFF}),
                         [](const auto& test) { return test.param.name; });

struct Malformed {
  const char* name;
  std::string_view bytes;
};

void PrintTo(const Malformed& malformed, std::ostream* out) { *out << malformed.name; }

class InvalidSequence : public testing::TestWithParam<Malformed> {};

TEST_P(InvalidSequence, IsRefused) {
  EXPECT_FALSE(decodeUtf8(GetParam().bytes));
  EXPECT_FALSE(isValidUtf8(GetParam().bytes));
}

INSTANTIATE_TEST_SUITE_P(
    Utf8, InvalidSequence,
    testing::Values(Malformed{"LoneContinuation", "\x80"}, Malformed{"LastContinuation", "\xBF"},
                    Malformed{"OverlongOfTwoBytes", "\xC0\x80"}, Malformed{"OverlongSlash", "\xC1\xBF"},
                    Malformed{"OverlongOfThreeBytes", "\xE0\x9F\xBF"},
                    Malformed{"OverlongOfFourBytes", "\xF0\x8F\xBF\xBF"}, Malformed{"FirstSurrogate", "\xED\xA0\x80"},
                    Malformed{"LastSurrogate", "\xED\xBF\xBF"}, Malformed{"FirstAboveUnicode", "\xF4\x90\x80\x80"},
                    Malformed{"F5", "\xF5\x80\x80\x80"}, Malformed{"FF", "\xFF\xBF\xBF\xBF"},
                    Malformed{"SecondByteIsAscii", "\xC2\x41"}, Malformed{"ThirdByteIsAscii", "\xE2\x82\x41"},
                    Malformed{"FourthByteIsAscii", "\xF0\x9F\x98\x41"}, Malformed{"SecondByteIsALeadByte", "\xC2\xC2"}),
    [](const auto& test) { return test.param.name; });

TEST(Utf8, IsValidWhereEverySequenceIs) {
  EXPECT_TRUE(isValidUtf8(""));
  EXPECT_TRUE(isValidUtf8("a\xC2\xA2\xE2\x82\xAC\xF0\x9F\x98\x80z"));
  EXPECT_FALSE(isValidUtf8("a\xC2\xA2\xE2\x82"));
}

}  // namespace
}  // namespace heliograph
