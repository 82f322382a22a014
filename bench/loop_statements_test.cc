#include "bench/loop_statements.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace heliograph::bench {
namespace {

// White space of any length as one blank, and none around parentheses.
std::string squeezed(const std::string& text) {
  std::string result;
  for (const char character : text) {
    const bool is_space = character == ' ' || character == '\n';
    const bool is_after_gap = result.empty() || result.back() == ' ' || result.back() == '(';
    if (is_space && is_after_gap) continue;
    if (character == ')' && result.ends_with(' ')) result.pop_back();
    result += is_space ? ' ' : character;
  }
  return result;
}

std::string sourceOfTheServersCommands() {
  std::string all;
  const std::filesystem::path folder = std::filesystem::path(HELIOGRAPH_SOURCE_DIR) / "server/store/commands";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path());
    all.append(std::istreambuf_iterator<char>(in), {});
  }
  return squeezed(all);
}

TEST(LoopStatements, AreThoseOfTheServer) {
  const std::string source = sourceOfTheServersCommands();

  for (const char* statement : kLoopStatements) {
    EXPECT_NE(source.find(squeezed(statement)), std::string::npos) << statement;
  }
}

}  // namespace
}  // namespace heliograph::bench
