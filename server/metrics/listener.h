// Answers scrapes: GET /metrics on an address of its own, plain HTTP, without a key. It is apart from the server's own
// listener, since that one faces the world (docs/decisions/0019-metrics-on-their-own-listener.md).

#ifndef HELIOGRAPH_SERVER_METRICS_LISTENER_H_
#define HELIOGRAPH_SERVER_METRICS_LISTENER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "metrics/listener_address.h"
#include "metrics/metrics.h"

namespace heliograph::metrics {

// One thread accepts and one answers, so one scrape at a time; a client that dawdles is cut off.
class Listener {
 public:
  // Listens from now on. Throws std::runtime_error with a sentence for the operator where it cannot. `metrics` outlives
  // it.
  Listener(const Metrics& metrics, const ListenerAddress& address);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  // Where it really listens: http://127.0.0.1:9464/metrics.
  [[nodiscard]] std::string url() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace heliograph::metrics

#endif  // HELIOGRAPH_SERVER_METRICS_LISTENER_H_
