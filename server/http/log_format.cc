#include "http/log_format.h"

#include <spdlog/formatter.h>
#include <spdlog/pattern_formatter.h>

#include <chrono>
#include <string>

#include "http/json.h"
#include "http/time_text.h"

namespace heliograph::http {
namespace {

constexpr const char* kTextPattern = "%Y-%m-%dT%H:%M:%S.%eZ %l %v";

Json lineOf(const spdlog::details::log_msg& message) {
  const auto level = spdlog::level::to_string_view(message.level);
  const auto time = std::chrono::floor<std::chrono::milliseconds>(message.time);
  return {{"time", formatRfc3339(time)}, {"level", std::string(level.data(), level.size())}};
}

void addText(Json& line, const spdlog::details::log_msg& message) {
  const std::string_view text(message.payload.data(), message.payload.size());
  const std::string_view logger(message.logger_name.data(), message.logger_name.size());
  const bool is_structured = logger == kStructuredLogger && line.addMembersOf(text);
  if (!is_structured) line.add("message", text);
}

class JsonFormatter final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& line) override {
    Json json = lineOf(message);
    addText(json, message);
    const std::string text = json.text(BadUtf8::kReplace) + '\n';
    line.append(text.data(), text.data() + text.size());
  }
  [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<JsonFormatter>(); }
};

}  // namespace

std::unique_ptr<spdlog::formatter> formatterOf(LogFormat format) {
  switch (format) {
    case LogFormat::kTextLines:
      return std::make_unique<spdlog::pattern_formatter>(kTextPattern, spdlog::pattern_time_type::utc);
    case LogFormat::kJsonLines:
      break;
  }
  return std::make_unique<JsonFormatter>();
}

}  // namespace heliograph::http
