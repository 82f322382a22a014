#include "store/testing/source_statements.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

#include "store/commands/audit_sql.h"

namespace heliograph::store {
namespace {

std::string contentOf(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Moves past `mark`, and returns what was before it.
std::string_view takeUntil(std::string_view& text, std::string_view mark) {
  const std::size_t end = text.find(mark);
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + mark.size());
  return taken;
}

// The statement that `source` starts with, raw or not; empty if it starts with something else.
std::string statementAt(std::string_view source) {
  constexpr std::string_view kTemplate = "kAuditSql<";
  if (source.starts_with(kTemplate)) return expandedAuditSql(statementAt(source.substr(kTemplate.size())));
  if (source.starts_with("R\"sql(")) {
    takeUntil(source, "(");
    return std::string(takeUntil(source, ")sql\""));
  }
  if (!source.starts_with('"')) return {};
  source.remove_prefix(1);
  return std::string(takeUntil(source, "\""));
}

void addStatementsOf(const std::filesystem::path& file, std::map<std::string, SourceStatement>& statements) {
  const std::string source = contentOf(file);
  std::string_view rest = source;
  takeUntil(rest, "constexpr Sql");
  while (!rest.empty()) {
    const bool is_over_all_shards = takeUntil(rest, " ") == "OverAllShards";
    const std::string name = file.filename().string() + " " + std::string(takeUntil(rest, "("));
    if (auto text = statementAt(rest); !text.empty()) {
      statements.emplace(name, SourceStatement{std::move(text), is_over_all_shards});
    }
    takeUntil(rest, "constexpr Sql");
  }
}

}  // namespace

std::map<std::string, SourceStatement> statementsOfTheSource(const std::string& folder) {
  std::map<std::string, SourceStatement> statements;
  for (const auto& entry : std::filesystem::directory_iterator(HELIOGRAPH_SOURCE_DIR "/server/store/" + folder)) {
    const std::string file = entry.path().filename().string();
    if (file.ends_with(".cc") && !file.ends_with("_test.cc")) addStatementsOf(entry.path(), statements);
  }
  return statements;
}

}  // namespace heliograph::store
