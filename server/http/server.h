// The HTTP server: listens, reads bounded requests, routes them to thin handlers, and stops gracefully.
//
// Handlers parse, call the domain and render; they run on a pool of threads, since a store command blocks. Everything
// is bounded: header and body size, time to read and to idle, connections, and requests in progress (503 with
// Retry-After past it).

#ifndef HELIOGRAPH_SERVER_HTTP_SERVER_H_
#define HELIOGRAPH_SERVER_HTTP_SERVER_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "http/pages/pages.h"
#include "http/request_log.h"
#include "http/request_observer.h"
#include "http/tls.h"

namespace heliograph::domain {
struct Domain;
}

namespace heliograph::http {

class Router;

struct ServerConfiguration {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free one
  std::optional<TlsFiles> tls;
  bool allow_plain_http = false;  // on addresses other than loopback
  std::size_t max_connections = 1024;
  std::size_t max_requests_in_progress = 256;
  std::size_t worker_threads = 64;
  std::chrono::milliseconds idle_timeout{60'000};
  std::chrono::milliseconds read_timeout{10'000};
  std::chrono::milliseconds stop_timeout{10'000};
  RequestLogRules log;
};

// What the handlers call. All outlive the server.
struct Services {
  domain::Domain& domain;
  const Clock& clock;
  Random& random;
  RequestObserver& observer = nobody();
  const Pages& pages = embeddedPages();
  // Adds what a demonstration answers to, below /demo/api/; nothing on a server that has none, which shows neither its
  // page nor the phone's. Called once, when the server is made. The handlers run on the pool, as others do, and may
  // block.
  std::function<void(Router&)> add_demo_routes = {};
};

class Server {
 public:
  // Binds and listens. Throws std::runtime_error with a sentence for the operator: the address is taken, the
  // certificate cannot be read, or plain http was asked for on an address that is not loopback.
  Server(const ServerConfiguration& configuration, const Services& services);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t port() const;

  // Serves until stop(). Blocks.
  void run();
  // Accepts nothing new, finishes what it accepted (stop_timeout at most), then lets run() return. From any thread.
  void stop();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_SERVER_H_
