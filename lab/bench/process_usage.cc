#include "bench/process_usage.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "base/number_text.h"

namespace heliograph::bench {
namespace {

constexpr double kBytesPerMebibyte = 1024.0 * 1024.0;

std::vector<std::string_view> wordsOf(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::string firstLineOf(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

std::filesystem::path folderOf(pid_t process) { return std::filesystem::path("/proc") / std::to_string(process); }

std::map<pid_t, ProcessStat> allProcesses() {
  std::map<pid_t, ProcessStat> all;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const auto process = parseNumber<pid_t>(entry.path().filename().string());
    if (!process) continue;
    if (const auto stat = parseProcessStat(firstLineOf(entry.path() / "stat"))) all.emplace(*process, *stat);
  }
  return all;
}

bool descends(pid_t process, pid_t root, const std::map<pid_t, ProcessStat>& all) {
  for (auto found = all.find(process); found != all.end(); found = all.find(found->second.parent)) {
    if (found->first == root) return true;
  }
  return false;
}

double secondsOf(std::uint64_t ticks) {
  static const auto kTicksPerSecond = static_cast<double>(sysconf(_SC_CLK_TCK));
  return static_cast<double>(ticks) / kTicksPerSecond;
}

}  // namespace

std::optional<ProcessStat> parseProcessStat(std::string_view line) {
  // Behind the name, which ends with the last parenthesis: state is word 0, so field N of proc(5) is word N - 3.
  constexpr std::size_t kParent = 1;
  constexpr std::size_t kUserTicks = 11;
  constexpr std::size_t kSystemTicks = 12;
  constexpr std::size_t kReapedUserTicks = 13;
  constexpr std::size_t kReapedSystemTicks = 14;
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string_view::npos) return std::nullopt;
  const auto words = wordsOf(line.substr(name_end + 1));
  if (words.size() <= kReapedSystemTicks) return std::nullopt;
  const auto parent = parseNumber<pid_t>(words[kParent]);
  const auto user = parseNumber<std::uint64_t>(words[kUserTicks]);
  const auto system = parseNumber<std::uint64_t>(words[kSystemTicks]);
  const auto reaped_user = parseNumber<std::uint64_t>(words[kReapedUserTicks]);
  const auto reaped_system = parseNumber<std::uint64_t>(words[kReapedSystemTicks]);
  if (!parent || !user || !system || !reaped_user || !reaped_system) return std::nullopt;
  return ProcessStat{.parent = *parent, .own_ticks = *user + *system, .reaped_ticks = *reaped_user + *reaped_system};
}

double cpuSecondsOf(pid_t process) {
  const auto stat = parseProcessStat(firstLineOf(folderOf(process) / "stat"));
  return stat ? secondsOf(stat->own_ticks) : 0;
}

double cpuSecondsOfTree(pid_t root) {
  const auto all = allProcesses();
  std::uint64_t ticks = 0;
  for (const auto& [process, stat] : all) {
    if (descends(process, root, all)) ticks += stat.own_ticks + stat.reaped_ticks;
  }
  return secondsOf(ticks);
}

double ownCpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  constexpr double kMicrosecondsPerSecond = 1e6;
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / kMicrosecondsPerSecond;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double residentMebibytesOf(pid_t process) {
  // proc(5): /proc/PID/statm counts pages: size, resident, ...
  const std::string line = firstLineOf(folderOf(process) / "statm");
  const auto words = wordsOf(line);
  if (words.size() < 2) return 0;
  const auto pages = parseNumber<std::uint64_t>(words[1]);
  return static_cast<double>(pages.value_or(0)) * static_cast<double>(sysconf(_SC_PAGESIZE)) / kBytesPerMebibyte;
}

}  // namespace heliograph::bench
