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

std::string contentOf(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string sourceOfTheServersCommands() {
  std::string all;
  const std::filesystem::path folder = std::filesystem::path(HELIOGRAPH_SOURCE_DIR) / "server/store/commands";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    all += contentOf(entry.path());
  }
  for (const std::string list : {"{columns}", "{values}"}) {
    const std::string columns = store::expandedAuditSql(list);
    for (std::size_t at = all.find(list); at != std::string::npos; at = all.find(list)) {
      all.replace(at, list.size(), columns);
    }
  }
  return squeezed(all);
}

TEST(LoopStatements, AreThoseOfTheServer) {
  const std::string source = sourceOfTheServersCommands();

  for (const char* statement : kLoopStatements) {
    EXPECT_NE(source.find(squeezed(statement)), std::string::npos) << statement;
  }
}

TEST(LoopStatements, OfPgbenchWriteTheColumnsOfTheServersAuditEvents) {
  std::string script = squeezed(contentOf(std::filesystem::path(HELIOGRAPH_SOURCE_DIR) / "lab/bench/pgbench/pair.sql"));
  const std::string insert = store::expandedAuditSql("INSERT INTO audit_events ({columns})");
  for (const char* call : {"begin", "verify"}) {
    const std::size_t at = script.find(insert);
    ASSERT_NE(at, std::string::npos) << call;
    script.erase(0, at + insert.size());
  }
  EXPECT_EQ(script.find("INTO audit_events"), std::string::npos);
}

}  // namespace
}  // namespace heliograph::bench
