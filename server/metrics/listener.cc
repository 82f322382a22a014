#include "metrics/listener.h"

#include <prometheus/exposer.h>

#include <exception>
#include <stdexcept>
#include <vector>

#include "metrics/implementation.h"

namespace heliograph::metrics {
namespace {

// Scrapers sit close by and ask in one packet.
constexpr const char* kRequestTimeoutMilliseconds = "5000";

std::vector<std::string> optionsFor(const ListenerAddress& address) {
  return {"listening_ports", address.text(), "num_threads", "1", "request_timeout_ms", kRequestTimeoutMilliseconds};
}

}  // namespace

struct Listener::Implementation {
  Implementation(const ListenerAddress& address, const std::shared_ptr<AllMetrics>& metrics)
      : host(address.host()), exposer(optionsFor(address)) {
    exposer.RegisterCollectable(metrics);
  }

  std::string host;
  prometheus::Exposer exposer;
};

Listener::Listener(const Metrics& metrics, const ListenerAddress& address) try
    : implementation_(std::make_unique<Implementation>(address, metrics.implementation_->all)) {
} catch (const std::exception&) {
  // What the library says of it is "null context when constructing CivetServer".
  throw std::runtime_error("cannot listen on " + address.text() + ": is the address in use, or not this machine's?");
}

Listener::~Listener() = default;

std::string Listener::url() const {
  const int port = implementation_->exposer.GetListeningPorts().front();
  return "http://" + implementation_->host + ":" + std::to_string(port) + "/metrics";
}

}  // namespace heliograph::metrics
