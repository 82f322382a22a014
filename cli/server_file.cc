#include "cli/server_file.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <array>
#include <limits>
#include <string_view>

#include "command_line/exit_code.h"

namespace heliograph::cli {
namespace {

// Reads the keys of one file and remembers which it knows, so that what is left over can be refused.
class Reader {
 public:
  Reader(const std::filesystem::path& file, const toml::table& root) : file_(file), root_(root) {}

  void text(std::string_view section, std::string_view key, std::string& value) {
    read<std::string>(section, key, "a text", [&](const std::string& found) { value = found; });
  }
  void flag(std::string_view section, std::string_view key, bool& value) {
    read<bool>(section, key, "true or false", [&](bool found) { value = found; });
  }
  template <class Number>
  void number(std::string_view section, std::string_view key, std::int64_t least, std::int64_t most, Number& value) {
    read<std::int64_t>(section, key, fmt::format("a whole number within {}..{}", least, most), [&](std::int64_t found) {
      if (found < least || found > most)
        refuse(fmt::format("{}.{}: {} is not within {}..{}", section, key, found, least, most));
      value = static_cast<Number>(found);
    });
  }
  void seconds(std::string_view section, std::string_view key, std::chrono::milliseconds& value) {
    std::int64_t found = std::chrono::duration_cast<std::chrono::seconds>(value).count();
    number(section, key, 1, 3600, found);
    value = std::chrono::seconds(found);
  }
  void path(std::string_view section, std::string_view key, std::filesystem::path& value) {
    std::string found = value.string();
    text(section, key, found);
    value = file_.parent_path() / found;
  }

  void refuseUnknownKeys() const {
    for (const auto& [section, content] : root_) {
      const auto* table = content.as_table();
      if (table == nullptr) refuse(fmt::format("{}: unknown key", section.str()));
      for (const auto& [key, value] : *table) {
        const std::string name = fmt::format("{}.{}", section.str(), key.str());
        if (std::find(known_.begin(), known_.end(), name) == known_.end()) refuse(name + ": unknown key");
      }
    }
  }

  [[noreturn]] void refuse(const std::string& reason) const {
    throw CommandFailure(ExitCode::kUnusable, fmt::format("{}: {}", file_.string(), reason));
  }

 private:
  template <class Type, class Use>
  void read(std::string_view section, std::string_view key, std::string_view expected, const Use& use) {
    known_.push_back(fmt::format("{}.{}", section, key));
    const auto node = root_[section][key];
    if (!node) return;
    const auto* typed = node.template as<Type>();
    if (typed == nullptr) refuse(fmt::format("{}.{}: must be {}", section, key, expected));
    use(typed->get());
  }

  const std::filesystem::path& file_;
  const toml::table& root_;
  std::vector<std::string> known_;
};

void readServerSection(Reader& reader, http::ServerConfiguration& http) {
  reader.text("server", "address", http.address);
  reader.number("server", "port", 0, std::numeric_limits<std::uint16_t>::max(), http.port);
  reader.flag("server", "allow_plain_http", http.allow_plain_http);
  http::TlsFiles tls;
  std::string certificate;
  std::string key;
  reader.text("server", "tls_certificate", certificate);
  reader.text("server", "tls_private_key", key);
  if (certificate.empty() != key.empty()) {
    reader.refuse("server.tls_certificate and server.tls_private_key go together");
  }
  if (!certificate.empty()) {
    reader.path("server", "tls_certificate", tls.certificate_chain);
    reader.path("server", "tls_private_key", tls.private_key);
    http.tls = tls;
  }
  reader.number("server", "max_connections", 1, 100'000, http.max_connections);
  reader.number("server", "max_requests_in_progress", 1, 10'000, http.max_requests_in_progress);
  reader.number("server", "worker_threads", 1, 1024, http.worker_threads);
  reader.seconds("server", "idle_timeout_seconds", http.idle_timeout);
  reader.seconds("server", "read_timeout_seconds", http.read_timeout);
  reader.seconds("server", "stop_timeout_seconds", http.stop_timeout);
}

void readLimits(Reader& reader, std::string_view whose, domain::TokenBucketRules& rules) {
  constexpr std::int64_t kMost = 1'000'000;
  reader.number("limits", fmt::format("requests_per_second_per_{}", whose), 1, kMost, rules.tokens_per_second);
  reader.number("limits", fmt::format("burst_per_{}", whose), 1, kMost, rules.capacity);
}

void readStoreSection(Reader& reader, ServerFile& file) {
  reader.path("store", "sqlite_file", file.sqlite_file);
  reader.text("store", "postgresql", file.postgres.connection_string);
  reader.number("store", "postgresql_connections", 1, 100, file.postgres.connections);
  reader.number("store", "postgresql_lanes", 1, 64, file.postgres.lanes);
  reader.seconds("store", "postgresql_timeout_seconds", file.postgres.timeout);
}

void readRetentionSection(Reader& reader, domain::UpkeepRules& upkeep) {
  constexpr std::int64_t kMostDays = 36'500;
  std::int64_t days = std::chrono::duration_cast<std::chrono::days>(upkeep.session_retention).count();
  reader.number("retention", "finished_sessions_days", 0, kMostDays, days);
  upkeep.session_retention = std::chrono::days(days);
}

void readMetricsSection(Reader& reader, std::optional<metrics::ListenerAddress>& address) {
  std::string text;
  reader.text("metrics", "address", text);
  if (text.empty()) return;
  address = metrics::ListenerAddress::parse(text);
  if (!address) {
    reader.refuse(fmt::format("metrics.address: {} is no IPv4 address with a port, such as 127.0.0.1:9464", text));
  }
}

void readLogSection(Reader& reader, std::string& level, http::RequestLogRules& requests) {
  static constexpr std::array<std::string_view, 5> kLevels{"debug", "info", "warning", "error", "off"};
  reader.text("log", "level", level);
  if (std::find(kLevels.begin(), kLevels.end(), level) == kLevels.end()) {
    reader.refuse(fmt::format("log.level: {} is none of debug, info, warning, error, off", level));
  }
  std::string format = "text";
  reader.text("log", "format", format);
  if (format != "text" && format != "json") reader.refuse(fmt::format("log.format: {} is none of text, json", format));
  requests.format = format == "json" ? http::LogFormat::kJsonLines : http::LogFormat::kTextLines;
  reader.flag("log", "requests", requests.every_request);
}

}  // namespace

ServerFile readServerFile(const std::filesystem::path& file) {
  toml::table root;
  try {
    root = toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    throw CommandFailure(ExitCode::kUnusable,
                         fmt::format("{}:{}: {}", file.string(), error.source().begin.line, error.description()));
  }
  ServerFile result{.http = {},
                    .sqlite_file = "heliograph.db",
                    .postgres = {},
                    .master_key_file = "master.key",
                    .rules = {},
                    .log_level = "info",
                    .metrics_address = std::nullopt};
  Reader reader(file, root);
  readServerSection(reader, result.http);
  readStoreSection(reader, result);
  reader.path("master_key", "file", result.master_key_file);
  readLimits(reader, "api_key", result.rules.limits.per_api_key);
  readLimits(reader, "device", result.rules.limits.per_device);
  readRetentionSection(reader, result.rules.upkeep);
  readLogSection(reader, result.log_level, result.http.log);
  readMetricsSection(reader, result.metrics_address);
  reader.refuseUnknownKeys();
  return result;
}

std::string serviceUrl(const http::ServerConfiguration& configuration, std::uint16_t port) {
  const bool is_any = configuration.address == "0.0.0.0" || configuration.address == "::";
  const std::string host = is_any                                                 ? "127.0.0.1"
                           : configuration.address.find(':') != std::string::npos ? "[" + configuration.address + "]"
                                                                                  : configuration.address;
  return fmt::format("{}://{}:{}", configuration.tls ? "https" : "http", host, port);
}

}  // namespace heliograph::cli
