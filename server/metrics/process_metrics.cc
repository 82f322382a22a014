#include "metrics/process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "metrics/labels.h"

namespace heliograph::metrics {
namespace {

std::chrono::microseconds durationOf(const timeval& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

std::optional<double> cpuSeconds() {
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) != 0) return std::nullopt;
  return secondsOf(durationOf(usage.ru_utime) + durationOf(usage.ru_stime));
}

std::optional<double> residentBytes() {
  std::ifstream pages("/proc/self/statm");  // proc(5): size resident ...
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  if (!(pages >> size >> resident)) return std::nullopt;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

std::optional<double> openFiles() {
  std::error_code error;
  const std::filesystem::directory_iterator files("/proc/self/fd", error);
  if (error) return std::nullopt;
  return static_cast<double>(std::distance(begin(files), end(files)) - 1);  // less the one that this look takes
}

void add(std::vector<prometheus::MetricFamily>& families, prometheus::MetricType type, const std::string& name,
         const std::string& help, const std::optional<double>& value) {
  if (!value) return;
  prometheus::ClientMetric metric;
  metric.counter.value = *value;
  metric.gauge.value = *value;
  families.push_back({name, help, type, {std::move(metric)}});
}

}  // namespace

std::vector<prometheus::MetricFamily> ProcessMetrics::Collect() const {
  using prometheus::MetricType;
  std::vector<prometheus::MetricFamily> families;
  add(families, MetricType::Counter, "process_cpu_seconds_total", "CPU time, of the program and the kernel for it",
      cpuSeconds());
  add(families, MetricType::Gauge, "process_resident_memory_bytes", "Memory that is in RAM", residentBytes());
  add(families, MetricType::Gauge, "process_open_fds", "Open file descriptors", openFiles());
  return families;
}

}  // namespace heliograph::metrics
