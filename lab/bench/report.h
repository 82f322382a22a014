// What a run came to, for people and for programs.

#ifndef HELIOGRAPH_BENCH_REPORT_H_
#define HELIOGRAPH_BENCH_REPORT_H_

#include <nlohmann/json.hpp>
#include <string>

#include "bench/load.h"

namespace heliograph::bench {

// Milliseconds, seconds, MiB and pairs; docs/performance.md describes the members.
[[nodiscard]] nlohmann::ordered_json toJson(const LoadOptions& options, std::uint64_t devices,
                                            const LoadResult& result);
[[nodiscard]] std::string toText(const LoadResult& result);

}  // namespace heliograph::bench

#endif  // HELIOGRAPH_BENCH_REPORT_H_
