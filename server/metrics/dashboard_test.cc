// What an operator is given beside the program speaks of the metrics that there are: the dashboard, the alerts and the
// table of docs/operations.md.

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "metrics/metrics.h"
#include "metrics/testing/exposition.h"

namespace heliograph::metrics {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::Exposition;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using Names = std::set<std::string>;

std::string fileOf(const std::string& path) {
  std::ifstream file(std::string(HELIOGRAPH_SOURCE_DIR "/") + path);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

// What a server shows once everything has happened that it counts.
Exposition everything() {
  Metrics metrics("1.2.3");
  metrics.ofRequests().ofRoute(http::Method::kGet, "/devices").answered(200, 1ms);
  metrics.ofStore().batchCommitted(1, 1ms);
  metrics.ofStore().commandDone(1ms);
  return Exposition(metrics.text());
}

// All that `pattern` finds: its first group.
Names found(const std::string& text, const std::regex& pattern) {
  Names names;
  for (auto match = std::sregex_iterator(text.begin(), text.end(), pattern); match != std::sregex_iterator(); ++match) {
    names.insert((*match)[1]);
  }
  return names;
}

// An expression of PromQL without its strings and ranges.
std::string withoutTexts(const std::string& expression) {
  static const std::regex kTexts(R"re("[^"]*"|\[[^\]]*\])re");
  return std::regex_replace(expression, kTexts, "");
}

// The metrics that an expression names: every word that is no function, no label and no keyword.
Names metricsIn(const std::string& expression) {
  static const std::regex kLabels(R"(\{[^}]*\}|\b(by|without|on|ignoring)\s*\([^)]*\))");
  static const std::regex kWords(R"(\b([a-zA-Z_:][a-zA-Z0-9_:]*)\b(?!\s*\())");
  Names words = found(std::regex_replace(withoutTexts(expression), kLabels, " "), kWords);
  for (const char* keyword : {"and", "or", "unless", "bool", "offset", "by", "without", "on", "ignoring"}) {
    words.erase(keyword);
  }
  return words;
}

// The labels in its braces and behind `by` and `on`.
Names labelsIn(const std::string& expression) {
  static const std::regex kMatchers(R"(([a-zA-Z_]+)\s*(?:=|!=|=~|!~)(?=\s*[,}]))");
  static const std::regex kGroups(R"(\b(?:by|without|on|ignoring)\s*\(([^)]*)\))");
  static const std::regex kWord("([a-zA-Z_]+)");
  const std::string text = withoutTexts(expression);
  Names labels = found(text, kMatchers);
  for (const std::string& group : found(text, kGroups)) labels.merge(found(group, kWord));
  return labels;
}

nlohmann::json dashboard() { return nlohmann::json::parse(fileOf("deploy/grafana/heliograph.json")); }

std::vector<std::string> dashboardExpressions() {
  std::vector<std::string> expressions;
  const auto panels = dashboard().at("panels");
  for (const auto& panel : panels) {
    if (panel.at("type") == "row") continue;
    for (const auto& target : panel.at("targets")) expressions.push_back(target.at("expr"));
  }
  return expressions;
}

std::vector<std::string> alertExpressions() {
  static const std::regex kExpression(R"(\n\s+expr: ([^\n]+))");
  const Names expressions = found(fileOf("deploy/prometheus/heliograph-alerts.yml"), kExpression);
  return {expressions.begin(), expressions.end()};
}

void expectToNameWhatExists(const std::vector<std::string>& expressions) {
  const Exposition shown = everything();
  Names labels = shown.labelNames();
  labels.insert({"instance", "job"});  // which Prometheus adds
  for (const std::string& expression : expressions) {
    const Names named = metricsIn(expression);
    EXPECT_THAT(named, Not(IsEmpty())) << expression;
    EXPECT_THAT(shown.seriesNames(), IsSupersetOf(named)) << expression;
    EXPECT_THAT(labels, IsSupersetOf(labelsIn(expression))) << expression;
  }
}

TEST(DashboardTest, NamesOnlyMetricsAndLabelsThatExist) {
  ASSERT_THAT(dashboardExpressions(), Not(IsEmpty()));
  expectToNameWhatExists(dashboardExpressions());
}

TEST(DashboardTest, ShowsEveryMetric) {
  Names shown;
  for (const std::string& expression : dashboardExpressions()) shown.merge(metricsIn(expression));
  const Exposition all = everything();
  for (const std::string& metric : all.metrics()) {
    EXPECT_TRUE(shown.contains(metric) || shown.contains(metric + "_bucket")) << metric;
  }
}

TEST(DashboardTest, HasPanelsThatDoNotOverlapAndHaveIdsOfTheirOwn) {
  std::set<int> ids;
  std::set<std::pair<int, int>> taken;
  const auto panels = dashboard().at("panels");
  for (const auto& panel : panels) {
    EXPECT_TRUE(ids.insert(panel.at("id").get<int>()).second) << panel.at("title");
    const auto& place = panel.at("gridPos");
    for (int x = place.at("x"); x < place.at("x").get<int>() + place.at("w").get<int>(); ++x) {
      for (int y = place.at("y"); y < place.at("y").get<int>() + place.at("h").get<int>(); ++y) {
        EXPECT_LT(x, 24) << panel.at("title");
        EXPECT_TRUE(taken.emplace(x, y).second) << panel.at("title");
      }
    }
  }
}

TEST(AlertsTest, NameOnlyMetricsAndLabelsThatExist) {
  ASSERT_THAT(alertExpressions(), Not(IsEmpty()));
  expectToNameWhatExists(alertExpressions());
}

TEST(ExpressionTest, TellsMetricsFromFunctionsLabelsAndKeywords) {
  const std::string expression =
      R"(histogram_quantile(0.99, sum by (le, route) (rate(a_bucket{status=~"5..", x!="y"}[5m]))) > 1 and on (z) b)";
  EXPECT_THAT(metricsIn(expression), ElementsAre("a_bucket", "b"));
  EXPECT_THAT(labelsIn(expression), ElementsAre("le", "route", "status", "x", "z"));
}

// | `heliograph_locks_total` | ...
TEST(OperationsDocumentTest, ListsEveryMetricAndNoOther) {
  static const std::regex kRow(R"(\n\| `((?:heliograph|process)_[a-z_]+)` \|)");
  EXPECT_EQ(found(fileOf("docs/operations.md"), kRow), everything().metrics());
}

TEST(OperationsDocumentTest, NamesTheLabelsOfEachMetricThatHasSome) {
  static const std::regex kLabels(R"(\n\| `(?:heliograph|process)_[a-z_]+` \| [a-z]+ \| ([^|]+) \|)");
  static const std::regex kWord("([a-z_]+)");
  Names listed;
  for (const std::string& labels : found(fileOf("docs/operations.md"), kLabels)) listed.merge(found(labels, kWord));
  Names shown = everything().labelNames();
  shown.erase("le");  // of every histogram
  EXPECT_EQ(listed, shown);
}

}  // namespace
}  // namespace heliograph::metrics
