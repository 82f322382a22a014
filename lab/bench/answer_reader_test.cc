#include "bench/answer_reader.h"

#include <gtest/gtest.h>

namespace heliograph::bench {
namespace {

using Progress = AnswerReader::Progress;

constexpr std::string_view kAnswer =
    "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"id\":\"abc\"}";

TEST(AnswerReader, ReadsAnAnswerThatComesWhole) {
  AnswerReader reader;

  ASSERT_EQ(reader.take(kAnswer), Progress::kComplete);

  EXPECT_EQ(reader.answer().status, 201);
  EXPECT_EQ(reader.answer().body, R"({"id":"abc"})");
  EXPECT_TRUE(reader.answer().keeps_alive);
}

TEST(AnswerReader, ReadsAnAnswerThatComesByteByByte) {
  AnswerReader reader;

  for (std::size_t i = 0; i + 1 < kAnswer.size(); ++i) {
    ASSERT_EQ(reader.take(kAnswer.substr(i, 1)), Progress::kMore) << i;
  }

  ASSERT_EQ(reader.take(kAnswer.substr(kAnswer.size() - 1)), Progress::kComplete);
  EXPECT_EQ(reader.answer().body, R"({"id":"abc"})");
}

TEST(AnswerReader, ReadsOneAnswerAfterTheOther) {
  AnswerReader reader;
  ASSERT_EQ(reader.take(kAnswer), Progress::kComplete);

  reader.start();
  ASSERT_EQ(reader.take("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"), Progress::kComplete);

  EXPECT_EQ(reader.answer().status, 204);
  EXPECT_EQ(reader.answer().body, "");
  EXPECT_FALSE(reader.answer().keeps_alive);
}

TEST(AnswerReader, ReadsAChunkedAnswer) {
  AnswerReader reader;

  ASSERT_EQ(reader.take("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nab12\r\n0\r\n\r\n"),
            Progress::kComplete);

  EXPECT_EQ(reader.answer().body, "ab12");
}

TEST(AnswerReader, WhatIsNoAnswerOrMoreThanOneIsBroken) {
  AnswerReader no_http;
  EXPECT_EQ(no_http.take("SSH-2.0-OpenSSH\r\n\r\n"), Progress::kBroken);

  AnswerReader too_much;
  EXPECT_EQ(too_much.take(std::string(kAnswer) + "HTTP"), Progress::kBroken);
}

TEST(AnswerReader, FindsTheMembersOfABegunAuthentication) {
  const BegunFields fields = begunFieldsOf(R"({"device":{"id":"inner"},"list":[{"id":"x"}],"n":1.5,"ok":true,)"
                                           R"("nothing":null,"id":"outer","verification_data":"123"})");

  EXPECT_EQ(fields.id, "outer");
  EXPECT_EQ(fields.verification_data, "123");
}

TEST(AnswerReader, WhatIsNotThereIsEmpty) {
  EXPECT_EQ(begunFieldsOf("no JSON").id, "");
  EXPECT_EQ(resultOf(R"({"result":7})"), "");
  EXPECT_EQ(resultOf(R"({"id":"a","result":"SUCCESS"})"), "SUCCESS");
}

}  // namespace
}  // namespace heliograph::bench
