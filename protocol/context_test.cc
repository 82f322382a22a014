#include "protocol/context.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace heliograph::protocol {
namespace {

using Kind = ContextError::Kind;

std::string utf8(char32_t c) {
  const auto byte = [](char32_t value) { return static_cast<char>(static_cast<unsigned char>(value)); };
  if (c < 0x80) return {byte(c)};
  if (c < 0x800) return {byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F))};
  if (c < 0x10000) return {byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F))};
  return {byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F)), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F))};
}

struct Range {
  const char* name;
  char32_t first;
  char32_t last;
  // The nearest code points on both sides that are allowed; 0 where there is none.
  char32_t before;
  char32_t after;
};

// docs/protocol.md section 3.
constexpr std::array kForbiddenRanges{
    Range{"C0BelowLf", 0x0000, 0x0009, 0, 0x000A},
    Range{"C0AboveLf", 0x000B, 0x001F, 0x000A, 0x0020},
    Range{"DelAndC1", 0x007F, 0x009F, 0x007E, 0x00A0},
    Range{"SoftHyphen", 0x00AD, 0x00AD, 0x00AC, 0x00AE},
    Range{"ArabicLetterMark", 0x061C, 0x061C, 0x061B, 0x061D},
    Range{"ZeroWidthSpace", 0x200B, 0x200B, 0x200A, 0x200C},
    Range{"DirectionMarks", 0x200E, 0x200F, 0x200D, 0x2010},
    Range{"SeparatorsAndDirectionOverrides", 0x2028, 0x202E, 0x2027, 0x202F},
    Range{"WordJoinerAndInvisibleOperators", 0x2060, 0x2064, 0x205F, 0x2065},
    Range{"DirectionIsolates", 0x2066, 0x2069, 0x2065, 0x206A},
    Range{"PrivateUse", 0xE000, 0xF8FF, 0xD7FF, 0xF900},
    Range{"NoncharactersOfTheArabicBlock", 0xFDD0, 0xFDEF, 0xFDCF, 0xFDF0},
    Range{"ByteOrderMark", 0xFEFF, 0xFEFF, 0xFEFE, 0xFF00},
    Range{"InterlinearAnnotation", 0xFFF9, 0xFFFB, 0xFFF8, 0xFFFC},
    Range{"LastTwoOfPlane0", 0xFFFE, 0xFFFF, 0xFFFD, 0x10000},
    Range{"LastTwoOfPlane1", 0x1FFFE, 0x1FFFF, 0x1FFFD, 0x20000},
    Range{"LastTwoOfPlane2", 0x2FFFE, 0x2FFFF, 0x2FFFD, 0x30000},
    Range{"LastTwoOfPlane3", 0x3FFFE, 0x3FFFF, 0x3FFFD, 0x40000},
    Range{"LastTwoOfPlane4", 0x4FFFE, 0x4FFFF, 0x4FFFD, 0x50000},
    Range{"LastTwoOfPlane5", 0x5FFFE, 0x5FFFF, 0x5FFFD, 0x60000},
    Range{"LastTwoOfPlane6", 0x6FFFE, 0x6FFFF, 0x6FFFD, 0x70000},
    Range{"LastTwoOfPlane7", 0x7FFFE, 0x7FFFF, 0x7FFFD, 0x80000},
    Range{"LastTwoOfPlane8", 0x8FFFE, 0x8FFFF, 0x8FFFD, 0x90000},
    Range{"LastTwoOfPlane9", 0x9FFFE, 0x9FFFF, 0x9FFFD, 0xA0000},
    Range{"LastTwoOfPlane10", 0xAFFFE, 0xAFFFF, 0xAFFFD, 0xB0000},
    Range{"LastTwoOfPlane11", 0xBFFFE, 0xBFFFF, 0xBFFFD, 0xC0000},
    Range{"LastTwoOfPlane12", 0xCFFFE, 0xCFFFF, 0xCFFFD, 0xD0000},
    Range{"LastTwoOfPlane13", 0xDFFFE, 0xDFFFF, 0xDFFFD, 0xE0080},
    Range{"Tags", 0xE0000, 0xE007F, 0xDFFFD, 0xE0080},
    Range{"LastTwoOfPlane14AndThePrivatePlanes", 0xEFFFE, 0x10FFFF, 0xEFFFD, 0},
};

TEST(Context, RefusesEveryCodePointOfTheForbiddenRanges) {
  for (const Range& range : kForbiddenRanges) {
    for (char32_t c = range.first; c <= range.last; ++c) {
      const auto context = Context::parse("ab" + utf8(c) + "c");
      ASSERT_FALSE(context) << range.name << " U+" << std::hex << static_cast<std::uint32_t>(c);
      EXPECT_EQ(context.error().kind, Kind::kForbiddenCodePoint);
      EXPECT_EQ(context.error().offset, 2U);
      EXPECT_EQ(context.error().code_point, c);
    }
  }
}

TEST(Context, AllowsTheNeighboursOfTheForbiddenRanges) {
  for (const Range& range : kForbiddenRanges) {
    for (const char32_t c : {range.before, range.after}) {
      if (c == 0) continue;
      EXPECT_TRUE(Context::parse(utf8(c))) << range.name << " U+" << std::hex << static_cast<std::uint32_t>(c);
    }
  }
}

TEST(Context, AllowsEveryCodePointOutsideTheForbiddenRanges) {
  std::size_t allowed = 0;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    const bool is_surrogate = c >= 0xD800 && c <= 0xDFFF;
    if (!is_surrogate && !isForbiddenInContext(c)) ++allowed;
  }
  std::size_t forbidden = 0;
  for (const Range& range : kForbiddenRanges) forbidden += range.last - range.first + 1;
  EXPECT_EQ(allowed, 0x110000 - 0x800 - forbidden);
}

TEST(Context, AllowsWhatScriptsAndEmojiNeed) {
  for (const char* text : {"line\nfeed", "\u200C", "\u200D", "👩\u200D💻", "\uFE0F", "\u00A0", "é", "e\u0301", "שלום",
                           "مرحبا", "支払い", "नमस्ते"}) {
    EXPECT_TRUE(Context::parse(text)) << text;
  }
}

TEST(Context, RefusesWhatIsNotUtf8AndTellsWhere) {
  struct Case {
    const char* name;
    std::string text;
    std::size_t offset;
  };
  const std::vector<Case> cases{
      {"overlong slash", "a\xC0\xAF", 1},
      {"overlong of three bytes", "ab\xE0\x80\xAF", 2},
      {"overlong of four bytes", "\xF0\x80\x80\xAF", 0},
      {"high surrogate", "\xED\xA0\x80", 0},
      {"low surrogate", "\xED\xBF\xBF", 0},
      {"surrogate pair (CESU-8)", "\xED\xA0\xBD\xED\xB8\x80", 0},
      {"above U+10FFFF", "\xF4\x90\x80\x80", 0},
      {"cut short at the end", "Pay 1 \xE2\x82", 6},
      {"cut short before a letter", "\xE2\x82x", 0},
      {"lone continuation byte", "abc\x80", 3},
      {"Latin-1", "Logg inn p\xE5", 10},
      {"byte FF", "\xFF", 0},
  };
  for (const Case& test : cases) {
    const auto context = Context::parse(test.text);
    ASSERT_FALSE(context) << test.name;
    EXPECT_EQ(context.error().kind, Kind::kInvalidUtf8) << test.name;
    EXPECT_EQ(context.error().offset, test.offset) << test.name;
  }
}

TEST(Context, HasOneTo200Bytes) {
  EXPECT_EQ(Context::parse("").error().kind, Kind::kEmpty);
  EXPECT_TRUE(Context::parse("x"));
  EXPECT_TRUE(Context::parse(std::string(200, 'x')));
  EXPECT_EQ(Context::parse(std::string(201, 'x')).error().kind, Kind::kTooLong);
}

TEST(Context, CountsBytesAndNotCharacters) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "😀";
  EXPECT_TRUE(Context::parse(text));
  EXPECT_EQ(Context::parse(text + "!").error().kind, Kind::kTooLong);
}

TEST(Context, TooLongIsSaidBeforeAnythingElse) {
  EXPECT_EQ(Context::parse(std::string(201, '\xFF')).error().kind, Kind::kTooLong);
}

TEST(Context, IsKeptByteByByteAndNeverNormalised) {
  // The same letter composed, decomposed and in compatibility form; blanks and line feeds at both ends.
  for (const std::string text : {"\u00C5", "A\u030A", "\u212B", "  a \n\n", "ﬁ", "\u1100\u1161"}) {
    const auto context = Context::parse(text);
    ASSERT_TRUE(context) << text;
    EXPECT_EQ(context->text(), text);
    EXPECT_EQ(textOf(context->bytes()), text);
  }
  EXPECT_FALSE(*Context::parse("\u00C5") == *Context::parse("A\u030A"));
}

}  // namespace
}  // namespace heliograph::protocol
