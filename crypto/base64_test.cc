#include "crypto/base64.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include "base/hex.h"

namespace heliograph::crypto {
namespace {

struct Pair {
  std::string_view bytes;
  std::string_view text;
};

// RFC 4648 section 10.
constexpr std::array kPublished{Pair{"", ""},
                                Pair{"f", "Zg=="},
                                Pair{"fo", "Zm8="},
                                Pair{"foo", "Zm9v"},
                                Pair{"foob", "Zm9vYg=="},
                                Pair{"fooba", "Zm9vYmE="},
                                Pair{"foobar", "Zm9vYmFy"}};

TEST(Base64, IsWrittenAndReadAsPublished) {
  for (const auto& [bytes, text] : kPublished) {
    EXPECT_EQ(toBase64(bytesOf(bytes)), text);
    const auto read = fromBase64(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(textOf(read->expose()), bytes);
  }
}

TEST(Base64, UsesTheWholeAlphabetInOrder) {
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto bytes = fromBase64(alphabet);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(toHex(bytes->expose()),
            "00108310518720928b30d38f41149351559761969b71d79f8218a39259a7a29aabb2dbafc31cb3d35db7e39ebbf3dfbf");
  EXPECT_EQ(toBase64(bytes->expose()), alphabet);
}

TEST(Base64, RefusesWrongPadding) {
  for (const std::string_view text :
       {"Z", "Zg", "Zg=", "Zm8", "Zg===", "=", "==", "===", "====", "Z===", "Zg==Zm9v", "Z=9v"}) {
    EXPECT_FALSE(fromBase64(text)) << text;
  }
}

TEST(Base64, RefusesUnusedBitsThatAreSet) {
  EXPECT_FALSE(fromBase64("Zh=="));
  EXPECT_FALSE(fromBase64("Zm9="));
}

TEST(Base64, RefusesEveryCharacterOutsideTheAlphabet) {
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
  for (int c = 0; c < 256; ++c) {
    const char character = static_cast<char>(c);
    if (alphabet.find(character) != std::string::npos) continue;
    for (std::size_t position = 0; position < 4; ++position) {
      std::string text = "Zm9v";
      text[position] = character;
      EXPECT_FALSE(fromBase64(text)) << "character " << c << " at " << position;
    }
  }
}

}  // namespace
}  // namespace heliograph::crypto
