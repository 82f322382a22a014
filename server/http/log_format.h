// How the log's lines look.
//
//   text   2026-01-03T08:01:00.123Z info the database answers again
//   json   {"time":"2026-01-03T08:01:00.123Z","level":"info","message":"the database answers again"}

#ifndef HELIOGRAPH_SERVER_HTTP_LOG_FORMAT_H_
#define HELIOGRAPH_SERVER_HTTP_LOG_FORMAT_H_

#include <memory>
#include <string_view>

namespace spdlog {
class formatter;
}

namespace heliograph::http {

enum class LogFormat { kTextLines, kJsonLines };

// For spdlog's sinks. In JSON a line is one object whatever its text holds: controls are escaped, and what is no UTF-8
// is replaced.
[[nodiscard]] std::unique_ptr<spdlog::formatter> formatterOf(LogFormat format);

// The name of a logger whose texts are JSON objects: formatted as JSON, their members become members of the line.
inline constexpr std::string_view kStructuredLogger = "structured";

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_LOG_FORMAT_H_
