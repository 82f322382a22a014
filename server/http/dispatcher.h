// From a request to its answer: the one place where requests are routed, exceptions end and outcomes are logged.
//
// Every answer gets an X-Request-Id of ours, which is in the log, too. The log says which route, which status and which
// code, and nothing that came with a request.

#ifndef HELIOGRAPH_SERVER_HTTP_DISPATCHER_H_
#define HELIOGRAPH_SERVER_HTTP_DISPATCHER_H_

#include <string_view>
#include <vector>

#include "http/api_key_gate.h"
#include "http/directory_refresh.h"
#include "http/problem.h"
#include "http/request.h"
#include "http/response.h"
#include "http/router.h"
#include "http/server.h"

namespace heliograph::http {

// Thread-safe.
class Dispatcher {
 public:
  Dispatcher(const Services& services, const DirectoryRefresh& refresh);

  // False for what is answered from memory alone.
  [[nodiscard]] bool mayBlock(const Request& request) const;

  // Blocks while the domain does. Whatever goes wrong becomes an answer. The request gets its id here.
  [[nodiscard]] Response answer(Request request) noexcept;

  // The answer to a request that never became one, or is not let in.
  [[nodiscard]] Response refuse(const Problem& problem) noexcept;
  [[nodiscard]] Response refuseOverload() noexcept;

  // What this server answers to.
  [[nodiscard]] const std::vector<Router::Route>& routes() const { return router_.routes(); }

 private:
  [[nodiscard]] Outcome outcomeOf(const Request& request, std::string_view& pattern);
  [[nodiscard]] Response finish(Outcome outcome, std::string_view request_id, std::string_view pattern);

  const Clock& clock_;
  Random& random_;
  ApiKeyGate gate_;
  Router router_;
};

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_DISPATCHER_H_
