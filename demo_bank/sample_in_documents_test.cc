// docs/integration.md quotes this room, and keeps quoting what is there.

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace heliograph::bank {
namespace {

const std::filesystem::path kSources = HELIOGRAPH_SOURCE_DIR;

std::string textOf(const std::filesystem::path& file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

// Between "```cpp" and "```".
std::vector<std::string> quotationsIn(const std::string& document) {
  const std::string begin = "```cpp\n";
  std::vector<std::string> quotations;
  for (std::size_t start = document.find(begin); start != std::string::npos; start = document.find(begin, start)) {
    start += begin.size();
    quotations.push_back(document.substr(start, document.find("```", start) - start));
  }
  return quotations;
}

TEST(SampleInDocuments, IsWhatTheSourcesSay) {
  std::string sources;
  for (const auto& file : std::filesystem::directory_iterator(kSources / "demo_bank")) sources += textOf(file.path());
  const auto quotations = quotationsIn(textOf(kSources / "docs/integration.md"));
  EXPECT_EQ(quotations.size(), 2U);
  for (const std::string& quotation : quotations) EXPECT_THAT(sources, testing::HasSubstr(quotation));
}

}  // namespace
}  // namespace heliograph::bank
