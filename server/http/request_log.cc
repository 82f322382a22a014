#include "http/request_log.h"

#include <spdlog/spdlog.h>

#include <string>

#include "http/json.h"

namespace heliograph::http {
namespace {

std::shared_ptr<spdlog::logger> loggerFor(LogFormat format) {
  auto logger = spdlog::default_logger();
  return format == LogFormat::kJsonLines ? logger->clone(std::string(kStructuredLogger)) : logger;
}

// Success is quiet unless asked for; an error is something to look at.
spdlog::level::level_enum levelOf(int status, bool every_request) {
  if (status == 500) return spdlog::level::err;
  if (status == 503) return spdlog::level::warn;
  return status >= 400 || every_request ? spdlog::level::info : spdlog::level::debug;
}

// To the microsecond: what is less is noise.
double millisecondsOf(std::chrono::nanoseconds time) {
  constexpr double kMicrosecondsPerMillisecond = 1000;
  return static_cast<double>(std::chrono::round<std::chrono::microseconds>(time).count()) / kMicrosecondsPerMillisecond;
}

std::string membersOf(const AnsweredRequest& request) {
  return Json{{"message", "request answered"},
              {"request_id", request.id},
              {"method", nameOf(request.method)},
              {"route", request.route},
              {"status", request.status},
              {"code", request.code},
              {"duration_ms", millisecondsOf(request.took)}}
      .text();
}

}  // namespace

RequestLog::RequestLog(const RequestLogRules& rules) : rules_(rules), logger_(loggerFor(rules.format)) {}

void RequestLog::answered(const AnsweredRequest& request) const {
  const auto level = levelOf(request.status, rules_.every_request);
  if (!logger_->should_log(level)) return;
  if (rules_.format == LogFormat::kJsonLines) {
    logger_->log(level, "{}", membersOf(request));
  } else {
    logger_->log(level, "request {}: {} {} {}", request.id, request.status, request.code, request.route);
  }
}

void RequestLog::failed(std::string_view id, std::string_view exception_type, std::string_view route) const {
  if (rules_.format == LogFormat::kJsonLines) {
    const Json members{{"message", exception_type}, {"request_id", id}, {"route", route}};
    logger_->error("{}", members.text());
  } else {
    logger_->error("request {}: {} at {}", id, exception_type, route);
  }
}

}  // namespace heliograph::http
