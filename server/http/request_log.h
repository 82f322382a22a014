// The log's lines about requests: which request, which route, which status and which code, and nothing that came with
// the request.
//
//   text   request 0c1f...: 409 SESSION_NOT_OPEN /api/smart-device/v1/...
//   json   the same as members of the line's object: request_id, method, route, status, code, duration_ms

#ifndef HELIOGRAPH_SERVER_HTTP_REQUEST_LOG_H_
#define HELIOGRAPH_SERVER_HTTP_REQUEST_LOG_H_

#include <chrono>
#include <memory>
#include <string_view>

#include "http/log_format.h"
#include "http/request.h"

namespace spdlog {
class logger;
}

namespace heliograph::http {

struct RequestLogRules {
  LogFormat format = LogFormat::kTextLines;
  // A line at level info for every answered request. Otherwise those that went well are of level debug.
  bool every_request = false;
};

struct AnsweredRequest {
  std::string_view id;
  Method method;
  std::string_view route;  // the pattern; empty where no route takes it
  int status;
  std::string_view code;  // "OK", or the problem's
  std::chrono::nanoseconds took;
};

// Thread-safe. Writes to what is spdlog's default logger when it is made.
class RequestLog {
 public:
  explicit RequestLog(const RequestLogRules& rules);

  void answered(const AnsweredRequest& request) const;
  // An exception of this type came out of the request's handler.
  void failed(std::string_view id, std::string_view exception_type, std::string_view route) const;

 private:
  RequestLogRules rules_;
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_REQUEST_LOG_H_
