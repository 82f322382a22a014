#include "http/testing/captured_log.h"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

namespace heliograph::http::testing {

CapturedLog::CapturedLog() : former_(spdlog::default_logger()) {
  auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(text_);
  auto logger = std::make_shared<spdlog::logger>("captured", std::move(sink));
  logger->set_level(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
}

CapturedLog::~CapturedLog() { spdlog::set_default_logger(former_); }

}  // namespace heliograph::http::testing
