#include "http/log_format.h"

#include <gmock/gmock.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

namespace heliograph::http {
namespace {

using nlohmann::json;
using ::testing::MatchesRegex;

// What a logger of this name writes.
std::string lineOf(LogFormat format, const std::string& text, std::string_view logger_name = "heliograph") {
  std::ostringstream lines;
  const auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(lines);
  sink->set_formatter(formatterOf(format));
  spdlog::logger logger(std::string(logger_name), sink);
  logger.warn("{}", text);
  return lines.str();
}

TEST(LogFormatTest, TextIsTimeLevelAndText) {
  EXPECT_THAT(lineOf(LogFormat::kTextLines, "the disk is full"),
              MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z warning the disk is full\n"));
}

TEST(LogFormatTest, JsonIsOneObjectALineWithTimeLevelAndMessage) {
  const std::string line = lineOf(LogFormat::kJsonLines, "the disk is full");
  EXPECT_THAT(line, MatchesRegex("\\{\"time\":\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z\",\"level\":"
                                 "\"warning\",\"message\":\"the disk is full\"\\}\n"));
}

TEST(LogFormatTest, JsonStaysOneLineWhateverTheTextHolds) {
  const std::string line = lineOf(LogFormat::kJsonLines, "a \"quote\"\nand a line\t\\\x01");
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_EQ(json::parse(line)["message"], "a \"quote\"\nand a line\t\\\x01");
}

TEST(LogFormatTest, JsonReplacesWhatIsNoUtf8) {
  EXPECT_EQ(json::parse(lineOf(LogFormat::kJsonLines, "a\xFF b"))["message"], "a\xEF\xBF\xBD b");
}

TEST(LogFormatTest, JsonTakesTheMembersOfAStructuredText) {
  const json line = json::parse(lineOf(LogFormat::kJsonLines, R"({"message":"m","status":409})", kStructuredLogger));
  EXPECT_EQ(line["message"], "m");
  EXPECT_EQ(line["status"], 409);
  EXPECT_EQ(line["level"], "warning");
}

TEST(LogFormatTest, JsonOfAnotherLoggerIsAText) {
  EXPECT_EQ(json::parse(lineOf(LogFormat::kJsonLines, R"({"status":409})"))["message"], R"({"status":409})");
}

}  // namespace
}  // namespace heliograph::http
