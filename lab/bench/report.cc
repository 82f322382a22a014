#include "bench/report.h"

#include <fmt/format.h>

#include <iterator>

namespace heliograph::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kMicrosecondsPerSecond = 1e6;

Json toJson(const LatencySummary& summary) {
  return {{"count", summary.count}, {"p50", summary.p50_ms},    {"p95", summary.p95_ms},
          {"p99", summary.p99_ms},  {"p99_9", summary.p999_ms}, {"max", summary.max_ms}};
}

Json toJson(const std::map<int, std::uint64_t>& errors) {
  Json json = Json::object();
  for (const auto& [status, count] : errors) json[std::to_string(status)] = count;
  return json;
}

double microsecondsPerPair(double seconds, const LoadResult& result) {
  return result.pairs == 0 ? 0 : seconds * kMicrosecondsPerSecond / static_cast<double>(result.pairs);
}

std::string lineOf(std::string_view name, const LatencySummary& summary) {
  return fmt::format("{:<8} {:>9} {:>9.2f} {:>9.2f} {:>9.2f} {:>9.2f} {:>9.2f}\n", name, summary.count, summary.p50_ms,
                     summary.p95_ms, summary.p99_ms, summary.p999_ms, summary.max_ms);
}

void addErrors(std::string& text, std::string_view name, const std::map<int, std::uint64_t>& errors) {
  for (const auto& [status, count] : errors) {
    fmt::format_to(std::back_inserter(text), "{} answered {}: {} times\n", name,
                   status == 0 ? "nothing (the connection broke)" : std::to_string(status), count);
  }
}

}  // namespace

Json toJson(const LoadOptions& options, std::uint64_t devices, const LoadResult& result) {
  Json json{{"loop", options.pairs_per_second ? "open" : "closed"}};
  if (options.pairs_per_second) json["rate"] = *options.pairs_per_second;
  json.update({{"connections", options.connections},
               {"devices", devices},
               {"warm_up_seconds", options.warm_up.count()},
               {"seconds", options.measured.count()},
               {"wrong", options.wrong},
               {"pairs", result.pairs},
               {"pairs_per_second", result.pairs_per_second}});
  json["begin_ms"] = toJson(result.begin);
  json["verify_ms"] = toJson(result.verify);
  json["successes"] = result.successes;
  json["failures"] = result.failures;
  json["begin_errors"] = toJson(result.begin_errors);
  json["verify_errors"] = toJson(result.verify_errors);
  json["unexpected"] = result.unexpected;
  json["unanswered"] = result.unanswered;
  json["cpu_seconds"] = {
      {"server", result.cpu.servers}, {"database", result.cpu.database}, {"generator", result.cpu.generator}};
  json["cpu_microseconds_per_pair"] = {{"server", microsecondsPerPair(result.cpu.servers, result)},
                                       {"database", microsecondsPerPair(result.cpu.database, result)},
                                       {"generator", microsecondsPerPair(result.cpu.generator, result)}};
  json["server_rss_mib"] = result.server_resident_mib;
  return json;
}

std::string toText(const LoadResult& result) {
  std::string text =
      fmt::format("{:.0f} pairs of begin and verify a second ({} pairs)\n\n", result.pairs_per_second, result.pairs);
  fmt::format_to(std::back_inserter(text), "{:<8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}\n", "ms", "count", "p50", "p95",
                 "p99", "p99.9", "max");
  text += lineOf("begin", result.begin) + lineOf("verify", result.verify);
  fmt::format_to(std::back_inserter(text),
                 "\nCPU seconds (microseconds a pair): server {:.2f} ({:.0f}), database {:.2f} ({:.0f}), generator "
                 "{:.2f} ({:.0f})\n",
                 result.cpu.servers, microsecondsPerPair(result.cpu.servers, result), result.cpu.database,
                 microsecondsPerPair(result.cpu.database, result), result.cpu.generator,
                 microsecondsPerPair(result.cpu.generator, result));
  if (result.server_resident_mib > 0) {
    fmt::format_to(std::back_inserter(text), "server's resident memory: {:.1f} MiB\n", result.server_resident_mib);
  }
  fmt::format_to(std::back_inserter(text), "passwords: {} right, {} wrong; unexpected results: {}; unanswered: {}\n",
                 result.successes, result.failures, result.unexpected, result.unanswered);
  addErrors(text, "begin", result.begin_errors);
  addErrors(text, "verify", result.verify_errors);
  return text;
}

}  // namespace heliograph::bench
