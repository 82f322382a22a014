#include "protocol/ocra.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "crypto/test_vectors.h"

namespace heliograph::protocol {
namespace {

// A vector's inputs, and the memory that OcraInput only looks at.
struct Vector {
  explicit Vector(const nlohmann::json& entry)
      : suite(textAt(entry, "suite")),
        key(bytesAt(entry, "key")),
        question(textAt(entry, "question")),
        second_question(entry.value("second_question", "")),
        pin_hash(fromHex(entry.value("pin_hash", "")).value()),
        session(fromHex(entry.value("session", "")).value()),
        response(textAt(entry, "response")) {
    if (entry.contains("counter")) counter = entry.at("counter");
    if (entry.contains("timestamp")) timestamp = entry.at("timestamp");
  }

  std::string suite;
  Bytes key;
  std::string question, second_question;
  std::optional<std::uint64_t> counter, timestamp;
  Bytes pin_hash, session;
  std::string response;

  [[nodiscard]] OcraInput input() const {
    OcraInput input{
        .counter = counter, .question = question, .second_question = second_question, .timestamp = timestamp};
    if (!pin_hash.empty()) input.pin_hash = pin_hash;
    if (!session.empty()) input.session = session;
    return input;
  }
};

void expectPublishedResponses(const std::string& path) {
  for (const auto& entry : readVectors(path)) {
    const Vector vector(entry);
    const auto suite = OcraSuite::parse(vector.suite);
    ASSERT_TRUE(suite) << entry;
    const auto response = suite->respond(vector.key, vector.input());
    ASSERT_TRUE(response) << entry;
    EXPECT_EQ(textOf(response->view()), vector.response) << entry;
  }
}

TEST(Ocra, GivesEveryResponseOfRfc6287AppendixC) { expectPublishedResponses("protocol/testdata/ocra_rfc6287.json"); }

TEST(Ocra, GivesTheResponsesForWhatTheRfcHasNoVectorsFor) {
  expectPublishedResponses("protocol/testdata/ocra_more.json");
}

TEST(OcraSuite, IsReadWithAllOfItsParts) {
  for (const std::string_view text :
       {"OCRA-1:HOTP-SHA1-4:QH8-S512", "OCRA-1:HOTP-SHA1-6:QN08", "OCRA-1:HOTP-SHA1-0:QA04",
        "OCRA-1:HOTP-SHA512-10:QH64", "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1-S064-T1M", "OCRA-1:HOTP-SHA256-8:QA10-T59S",
        "OCRA-1:HOTP-SHA256-8:QA10-T48H", "OCRA-1:HOTP-SHA256-8:QA10-T0H", "OCRA-1:HOTP-SHA256-8:QN08-PSHA512-T20S",
        "OCRA-1:HOTP-SHA256-8:QN08-S999"}) {
    const bool has_one_digit_length = text.find("QH8") != std::string_view::npos;  // the RFC writes two digits
    EXPECT_EQ(OcraSuite::parse(text).has_value(), !has_one_digit_length) << text;
  }
}

TEST(OcraSuite, IsRefusedWhereAnyPartIsMalformed) {
  for (const std::string_view text :
       {"", ":", "::", ":::", "OCRA-1", "OCRA-1:HOTP-SHA1-6", "OCRA-1:HOTP-SHA1-6:", "OCRA-1:HOTP-SHA1-6:QN08:",
        "OCRA-2:HOTP-SHA1-6:QN08", "ocra-1:HOTP-SHA1-6:QN08", " OCRA-1:HOTP-SHA1-6:QN08", "OCRA-1:HOTP-SHA1-6:QN08 ",
        // function
        "OCRA-1:TOTP-SHA1-6:QN08", "OCRA-1:HOTP-MD5-6:QN08", "OCRA-1:HOTP-SHA384-6:QN08", "OCRA-1:HOTP-SHA1:QN08",
        "OCRA-1:HOTP-SHA1-:QN08", "OCRA-1:HOTP-SHA1-1:QN08", "OCRA-1:HOTP-SHA1-3:QN08", "OCRA-1:HOTP-SHA1-11:QN08",
        "OCRA-1:HOTP-SHA1-06:QN08", "OCRA-1:HOTP-SHA1-+6:QN08", "OCRA-1:HOTP-SHA1-6-6:QN08", "OCRA-1:HOTP-SHA1-6x:QN08",
        // question
        "OCRA-1:HOTP-SHA1-6:C", "OCRA-1:HOTP-SHA1-6:C-", "OCRA-1:HOTP-SHA1-6:Q", "OCRA-1:HOTP-SHA1-6:QN",
        "OCRA-1:HOTP-SHA1-6:QX08", "OCRA-1:HOTP-SHA1-6:QN8", "OCRA-1:HOTP-SHA1-6:QN03", "OCRA-1:HOTP-SHA1-6:QN65",
        "OCRA-1:HOTP-SHA1-6:QN008", "OCRA-1:HOTP-SHA1-6:QN08-", "OCRA-1:HOTP-SHA1-6:QN08-QN08",
        // order and repetition
        "OCRA-1:HOTP-SHA1-6:QN08-C", "OCRA-1:HOTP-SHA1-6:C-C-QN08", "OCRA-1:HOTP-SHA1-6:QN08-T1M-S064",
        "OCRA-1:HOTP-SHA1-6:QN08-S064-PSHA1", "OCRA-1:HOTP-SHA1-6:QN08-PSHA1-PSHA1", "OCRA-1:HOTP-SHA1-6:QN08-X",
        // PIN, session, time
        "OCRA-1:HOTP-SHA1-6:QN08-P", "OCRA-1:HOTP-SHA1-6:QN08-PMD5", "OCRA-1:HOTP-SHA1-6:QN08-S",
        "OCRA-1:HOTP-SHA1-6:QN08-S64", "OCRA-1:HOTP-SHA1-6:QN08-S000", "OCRA-1:HOTP-SHA1-6:QN08-S0064",
        "OCRA-1:HOTP-SHA1-6:QN08-SXXX", "OCRA-1:HOTP-SHA1-6:QN08-T", "OCRA-1:HOTP-SHA1-6:QN08-TM",
        "OCRA-1:HOTP-SHA1-6:QN08-T1", "OCRA-1:HOTP-SHA1-6:QN08-T0M", "OCRA-1:HOTP-SHA1-6:QN08-T60M",
        "OCRA-1:HOTP-SHA1-6:QN08-T60S", "OCRA-1:HOTP-SHA1-6:QN08-T49H", "OCRA-1:HOTP-SHA1-6:QN08-T1D",
        "OCRA-1:HOTP-SHA1-6:QN08-T01M", "OCRA-1:HOTP-SHA256-8:QN08-PSHA512-S064-T1M-and-so-on-and-on-and-on-and-on"}) {
    const auto suite = OcraSuite::parse(text);
    ASSERT_FALSE(suite) << text;
    EXPECT_EQ(suite.error(), OcraError::kMalformedSuite);
  }
}

class OcraResponding : public testing::Test {
 protected:
  static std::optional<OcraError> errorOf(std::string_view suite, const OcraInput& input) {
    const auto response = OcraSuite::parse(suite).value().respond(bytesOf("12345678901234567890"), input);
    return response ? std::nullopt : std::optional(response.error());
  }
};

constexpr std::string_view kPlain = "OCRA-1:HOTP-SHA1-6:QN08";
constexpr std::string_view kFull = "OCRA-1:HOTP-SHA1-6:C-QN08-PSHA1-S004-T1M";
const Bytes kPinHash(20, 0x01);
const Bytes kSession(4, 0x02);

OcraInput fullInput() {
  return {.counter = 1, .question = "12345678", .pin_hash = kPinHash, .session = kSession, .timestamp = 2};
}

TEST_F(OcraResponding, NeedsEveryInputThatTheSuiteAsksFor) {
  EXPECT_EQ(errorOf(kFull, fullInput()), std::nullopt);
  for (int missing = 0; missing < 4; ++missing) {
    OcraInput input = fullInput();
    if (missing == 0) input.counter.reset();
    if (missing == 1) input.pin_hash.reset();
    if (missing == 2) input.session.reset();
    if (missing == 3) input.timestamp.reset();
    EXPECT_EQ(errorOf(kFull, input), OcraError::kMissingInput) << missing;
  }
}

TEST_F(OcraResponding, RefusesAnInputThatTheSuiteDoesNotAskFor) {
  EXPECT_EQ(errorOf(kPlain, {.question = "1"}), std::nullopt);
  EXPECT_EQ(errorOf(kPlain, {.counter = 0, .question = "1"}), OcraError::kUnexpectedInput);
  EXPECT_EQ(errorOf(kPlain, {.question = "1", .pin_hash = kPinHash}), OcraError::kUnexpectedInput);
  EXPECT_EQ(errorOf(kPlain, {.question = "1", .session = kSession}), OcraError::kUnexpectedInput);
  EXPECT_EQ(errorOf(kPlain, {.question = "1", .timestamp = 0}), OcraError::kUnexpectedInput);
}

TEST_F(OcraResponding, RefusesAQuestionThatIsEmptyOrTooLong) {
  EXPECT_EQ(errorOf(kPlain, {.question = ""}), OcraError::kQuestionLength);
  EXPECT_EQ(errorOf(kPlain, {.question = "123456789"}), OcraError::kQuestionLength);
  EXPECT_EQ(errorOf(kPlain, {.question = "1", .second_question = "123456789"}), OcraError::kQuestionLength);
  EXPECT_EQ(errorOf(kPlain, {.question = "", .second_question = "1"}), OcraError::kQuestionLength);
}

TEST_F(OcraResponding, RefusesACharacterOutsideTheAlphabetOfTheSuite) {
  EXPECT_EQ(errorOf(kPlain, {.question = "1234567a"}), OcraError::kQuestionFormat);
  EXPECT_EQ(errorOf(kPlain, {.question = "1", .second_question = "-1"}), OcraError::kQuestionFormat);
  EXPECT_EQ(errorOf("OCRA-1:HOTP-SHA1-6:QH08", {.question = "0123456g"}), OcraError::kQuestionFormat);
  EXPECT_EQ(errorOf("OCRA-1:HOTP-SHA1-6:QA08", {.question = "SIG-1000"}), OcraError::kQuestionFormat);
}

TEST_F(OcraResponding, RefusesAPinHashOfAnotherSize) {
  OcraInput input = fullInput();
  const Bytes too_long(32);
  input.pin_hash = too_long;
  EXPECT_EQ(errorOf(kFull, input), OcraError::kPinHashSize);
}

TEST_F(OcraResponding, PadsAShortSessionAndRefusesALongOne) {
  OcraInput input = fullInput();
  const Bytes too_long(5);
  input.session = too_long;
  EXPECT_EQ(errorOf(kFull, input), OcraError::kSessionSize);
  const Bytes shorter(1);
  input.session = shorter;
  EXPECT_EQ(errorOf(kFull, input), std::nullopt);
}

TEST_F(OcraResponding, ReadsHexadecimalQuestionsInEitherCase) {
  const auto suite = OcraSuite::parse("OCRA-1:HOTP-SHA1-6:QH08").value();
  EXPECT_EQ(suite.respond({}, {.question = "abcdef01"}).value(), suite.respond({}, {.question = "ABCDEF01"}).value());
}

}  // namespace
}  // namespace heliograph::protocol
