// What processes have used, as Linux counts it in /proc.

#ifndef HELIOGRAPH_BENCH_PROCESS_USAGE_H_
#define HELIOGRAPH_BENCH_PROCESS_USAGE_H_

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace heliograph::bench {

// A line of /proc/PID/stat (proc(5)): the parent, and the clock ticks of the process and of its children that have
// ended and been waited for.
struct ProcessStat {
  pid_t parent;
  std::uint64_t own_ticks;
  std::uint64_t reaped_ticks;
};
// Nothing where the line is not of that form. The program's name may hold spaces and parentheses.
[[nodiscard]] std::optional<ProcessStat> parseProcessStat(std::string_view line);

// CPU seconds of the process, all its threads included; 0 where there is no such process.
[[nodiscard]] double cpuSecondsOf(pid_t process);
// The same of the process and everything that descends from it, also of what has ended since it started.
[[nodiscard]] double cpuSecondsOfTree(pid_t root);
// CPU seconds of this process.
[[nodiscard]] double ownCpuSeconds();
// Resident memory in MiB; 0 where there is no such process.
[[nodiscard]] double residentMebibytesOf(pid_t process);

}  // namespace heliograph::bench

#endif  // HELIOGRAPH_BENCH_PROCESS_USAGE_H_
