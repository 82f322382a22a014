// Makes what a benchmark needs, through the server's own rules and store: an organisation, an application that allows
// the offline method of possession, an API key, and enrolled devices whose keys the benchmark knows.
//
// What a phone and its user would do (HPKE, signatures, the online method that comes first) is left out: it is not what
// is measured, and a million devices would take hours. Their rows are as after an enrolment with the offline method
// alone.

#ifndef HELIOGRAPH_BENCH_PREPARATION_H_
#define HELIOGRAPH_BENCH_PREPARATION_H_

#include <cstdint>

#include "bench/devices_file.h"
#include "cli/desk.h"

namespace heliograph::bench {

// Throws CommandFailure, and what the store throws. Many threads write at once, so that they share commits.
[[nodiscard]] PreparedDevices prepareDevices(cli::Desk& desk, std::uint64_t count);

}  // namespace heliograph::bench

#endif  // HELIOGRAPH_BENCH_PREPARATION_H_
