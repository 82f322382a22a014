// The server's configuration file (TOML; docs/configuration.md lists every key). Unknown keys are refused; relative
// paths are relative to the file's folder.

#ifndef HELIOGRAPH_CLI_SERVER_FILE_H_
#define HELIOGRAPH_CLI_SERVER_FILE_H_

#include <filesystem>
#include <optional>
#include <string>

#include "domain/domain_rules.h"
#include "http/server.h"
#include "metrics/listener_address.h"
#include "store/postgres/postgres_store.h"

namespace heliograph::cli {

inline constexpr const char* kDefaultServerFile = "heliograph.toml";

struct ServerFile {
  http::ServerConfiguration http;
  std::filesystem::path sqlite_file;
  store::PostgresOptions postgres;  // no connection string: the store is sqlite_file
  std::filesystem::path master_key_file;
  domain::DomainRules rules;
  std::string log_level;
  std::optional<metrics::ListenerAddress> metrics_address;  // nothing: no metrics
};

// Throws CommandFailure (kUnusable) that names file, key and what is wrong with the value.
[[nodiscard]] ServerFile readServerFile(const std::filesystem::path& file);

// The address under which the server is reached from this machine: http://127.0.0.1:8080.
[[nodiscard]] std::string serviceUrl(const http::ServerConfiguration& configuration, std::uint16_t port);

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_CLI_SERVER_FILE_H_
