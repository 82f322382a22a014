// The load: pairs of begin and verify over kept-alive HTTP connections, by real phones (bench_phone.h), from one
// thread.
//
// Closed loop: every connection begins the next pair when it has finished one, which finds the most that the server
// does. Open loop: pairs begin by a schedule (schedule.h) whatever the server does; they wait where no connection is
// free, and that counts.
//
//   start .. warm-up .. measured .. no pair begins any more, the last ones finish
//
// A latency counts where its pair was meant to begin within the measured time, a finished pair where it finished in it,
// an error whenever it happened.

#ifndef HELIOGRAPH_BENCH_LOAD_H_
#define HELIOGRAPH_BENCH_LOAD_H_

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bench/devices_file.h"
#include "bench/latencies.h"

namespace heliograph::bench {

struct LoadOptions {
  std::string host;  // name or IP address
  std::string port;
  std::size_t connections = 64;
  std::optional<double> pairs_per_second;  // open loop; nothing: closed
  std::chrono::duration<double> warm_up{2};
  std::chrono::duration<double> measured{10};
  double wrong = 0.01;  // the part of passwords that are wrong
  std::vector<pid_t> servers;
  std::optional<pid_t> database;  // the root of its processes
};

// In the measured time.
struct CpuSeconds {
  double servers = 0;
  double database = 0;
  double generator = 0;
};

struct LoadResult {
  std::uint64_t pairs = 0;
  double pairs_per_second = 0;
  LatencySummary begin;                       // counted from the intended start of the pair
  LatencySummary verify;                      // counted from the answer to begin
  std::map<int, std::uint64_t> begin_errors;  // by status; 0: the connection failed
  std::map<int, std::uint64_t> verify_errors;
  std::uint64_t successes = 0;
  std::uint64_t failures = 0;
  std::uint64_t unexpected = 0;  // a wrong result, or an answer that could not be understood
  std::uint64_t unanswered = 0;  // pairs that were due and had not finished some seconds after the end
  CpuSeconds cpu;
  double server_resident_mib = 0;  // of the largest server, at the end of the measured time
};

// Throws CommandFailure (kUnavailable) where the server cannot be reached.
[[nodiscard]] LoadResult runLoad(const LoadOptions& options, const PreparedDevices& devices);

}  // namespace heliograph::bench

#endif  // HELIOGRAPH_BENCH_LOAD_H_
