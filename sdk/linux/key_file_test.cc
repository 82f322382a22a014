#include "sdk/linux/key_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace heliograph::sdk {
namespace {

crypto::P256Scalar scalarOf(std::uint8_t byte) {
  return crypto::P256Scalar::filledBy([&](auto out) { std::ranges::fill(out, byte); });
}

KeyFile anyKeyFile() {
  KeyFile file;
  file.signing_key = scalarOf(0x11);
  file.records.emplace("a/b-1", SecretBytes::copyOf(bytesOf("\x01\xfe")));
  file.records.emplace("empty", SecretBytes());
  return file;
}

TEST(KeyFile, IsThisText) {
  EXPECT_EQ(textOf(anyKeyFile().encode().expose()),
            "{\"version\": 1,\n \"signing_key\": \"" + std::string(64, '1') +
                "\",\n \"records\": {\n\"a/b-1\":\"01fe\",\n\"empty\":\"\"}}\n");
  EXPECT_EQ(textOf(KeyFile{}.encode().expose()), "{\"version\": 1,\n \"records\": {}}\n");
}

TEST(KeyFile, ReadsBackWhatItWrote) {
  const auto file = KeyFile::decode(anyKeyFile().encode().expose());
  ASSERT_TRUE(file.has_value());
  ASSERT_TRUE(file->signing_key.has_value());
  EXPECT_TRUE(std::ranges::equal(file->signing_key->expose(), scalarOf(0x11).expose()));
  ASSERT_EQ(file->records.size(), 2U);
  EXPECT_EQ(textOf(file->records.at("a/b-1").expose()), "\x01\xfe");
  EXPECT_TRUE(file->records.at("empty").empty());
}

TEST(KeyFile, HoldsManyAndLongRecords) {
  KeyFile file;
  for (int i = 0; i < 100; ++i) {
    file.records.emplace("record-" + std::to_string(i) + "-" + std::string(50, 'x'), SecretBytes(4095));
  }
  const auto read = KeyFile::decode(file.encode().expose());
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->records.size(), 100U);
}

TEST(KeyFile, AnyOtherTextIsRefused) {
  const std::string key(64, '1');
  for (const std::string& text :
       {std::string(), std::string("{}"), std::string("[]"), std::string("\xff"), std::string(R"({"version": 1})"),
        std::string(R"({"version": 2, "records": {}})"), std::string(R"({"version": "1", "records": {}})"),
        std::string(R"({"version": 1, "records": []})"), std::string(R"({"version": 1, "records": {"a": 7}})"),
        std::string(R"({"version": 1, "records": {"a": "0"}})"),
        std::string(R"({"version": 1, "records": {"a": "zz"}})"),
        std::string(R"({"version": 1, "records": {"A": "00"}})"),
        std::string(R"({"version": 1, "records": {"": "00"}})"),
        std::string(R"({"version": 1, "records": {}, "more": 1})"),
        std::string(R"({"version": 1, "records": {}, "signing_key": null})"),
        R"({"version": 1, "records": {}, "signing_key": ")" + key + R"(11"})",
        R"({"version": 1, "records": {}, "signing_key": ")" + key + R"("}x)"}) {
    EXPECT_FALSE(KeyFile::decode(bytesOf(text)).has_value()) << text;
  }
}

TEST(KeyFile, NamesAreLowerCaseLettersDigitsSlashesAndHyphens) {
  EXPECT_TRUE(isRecordName("methods/offline-pin/otp-key"));
  EXPECT_TRUE(isRecordName(std::string(64, 'a')));
  for (const std::string_view name : {"", "A", "a b", "a\"", "a_b", "ü"}) EXPECT_FALSE(isRecordName(name)) << name;
  EXPECT_FALSE(isRecordName(std::string(65, 'a')));
}

}  // namespace
}  // namespace heliograph::sdk
