// Everything that a running server counts and measures, as Prometheus takes it. docs/operations.md lists the metrics.
//
// The rooms below know nothing of it: each declares what it has to tell as an interface, and is handed one of these.

#ifndef HELIOGRAPH_SERVER_METRICS_METRICS_H_
#define HELIOGRAPH_SERVER_METRICS_METRICS_H_

#include <memory>
#include <string>
#include <string_view>

#include "domain/observer.h"
#include "http/request_observer.h"
#include "store/store_observer.h"

namespace heliograph::metrics {

// Thread-safe. Counting costs an atomic operation or two, and no look-up: each combination of labels is found when it
// first occurs, and kept.
class Metrics {
 public:
  // Of the program's version, which is a label.
  explicit Metrics(std::string_view version);
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // They live as long as this object.
  [[nodiscard]] domain::Observer& ofDomain();
  [[nodiscard]] store::StoreObserver& ofStore();
  [[nodiscard]] http::RequestObserver& ofRequests();

  // What a scrape is answered: the text format of Prometheus, version 0.0.4.
  [[nodiscard]] std::string text() const;

 private:
  friend class Listener;
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace heliograph::metrics

#endif  // HELIOGRAPH_SERVER_METRICS_METRICS_H_
