// Runs a server. `heliograph serve` runs it as it is; another program may run it with a guest.

#ifndef HELIOGRAPH_CLI_SERVE_H_
#define HELIOGRAPH_CLI_SERVE_H_

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "cli/server_file.h"
#include "command_line/global_options.h"
#include "crypto/p256.h"
#include "domain/domain.h"
#include "http/pages/pages.h"
#include "http/router.h"

namespace CLI {
class App;
}

namespace heliograph::cli {

struct ServeOptions {
  std::filesystem::path file;
  std::optional<std::uint16_t> port;
  bool with_example = false;
};

// `options` must outlive the parse.
void addServeOptions(CLI::App& command, ServeOptions& options);

// What a guest finds.
struct Host {
  const ServerFile& file;
  std::string service_url;
  const crypto::P256PublicKey& channel_key;
  domain::Domain& domain;
  const Clock& clock;
  Random& random;
};

// What answers on a server besides the product: the demo bank of heliograph-lab. Outlives the server.
class Guest {
 public:
  Guest() = default;
  Guest(const Guest&) = delete;
  Guest& operator=(const Guest&) = delete;
  virtual ~Guest() = default;

  // The pages to show instead of the server's own; the guest's are among them.
  [[nodiscard]] virtual const http::Pages& pages() const = 0;
  // Called once, before the server listens.
  virtual void addRoutes(http::Router& router) = 0;
  // Called once, when the server listens and does not answer yet. The address of its page, for people. Throws
  // CommandFailure if it cannot stay.
  [[nodiscard]] virtual std::string open(const Host& host) = 0;
};

// Until SIGINT or SIGTERM; SIGHUP makes it read the master keys again. Throws CommandFailure if it cannot start.
void serve(const ServeOptions& options, const GlobalOptions& global, Guest* guest = nullptr);

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_CLI_SERVE_H_
