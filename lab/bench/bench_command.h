// heliograph-lab bench: prepares devices in the database of a configuration file, and loads a server with them.

#ifndef HELIOGRAPH_BENCH_BENCH_COMMAND_H_
#define HELIOGRAPH_BENCH_BENCH_COMMAND_H_

#include <optional>
#include <string>
#include <string_view>

#include "command_line/global_options.h"

namespace CLI {
class App;
}

namespace heliograph::bench {

void addBenchCommand(CLI::App& root, const cli::GlobalOptions& options);

struct ServerAddress {
  std::string host;
  std::string port;
};
// Of http://HOST or http://HOST:PORT, with a slash at the end or without; an IPv6 address stands in brackets. Nothing
// where it is anything else: the load speaks plain HTTP.
[[nodiscard]] std::optional<ServerAddress> serverAddressOf(std::string_view url);

}  // namespace heliograph::bench

#endif  // HELIOGRAPH_BENCH_BENCH_COMMAND_H_
