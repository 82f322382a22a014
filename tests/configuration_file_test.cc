// The server's configuration file.

#include <gmock/gmock.h>

#include <fstream>

#include "cli/server_file.h"
#include "command_line/exit_code.h"
#include "command_line/text_file.h"
#include "store/testing/temporary_folder.h"

namespace heliograph {
namespace {

using store::TemporaryFolder;

using testing::HasSubstr;

class ConfigurationFile : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& content) const {
    std::ofstream(folder_ / "heliograph.toml") << content;
    return folder_ / "heliograph.toml";
  }
  std::string refusalOf(const std::string& content) const {
    try {
      (void)cli::readServerFile(write(content));
    } catch (const cli::CommandFailure& failure) {
      EXPECT_EQ(failure.code(), cli::ExitCode::kUnusable);
      return failure.what();
    }
    return "not refused";
  }
  TemporaryFolder folder_;
};

TEST_F(ConfigurationFile, TheDocumentedOneSaysTheDefaults) {
  const auto documented = cli::readServerFile(HELIOGRAPH_SOURCE_DIR "/deploy/heliograph.toml");
  const auto defaults = cli::readServerFile(write(""));
  EXPECT_EQ(documented.http.address, defaults.http.address);
  EXPECT_EQ(documented.http.port, defaults.http.port);
  EXPECT_EQ(documented.http.allow_plain_http, defaults.http.allow_plain_http);
  EXPECT_EQ(documented.http.tls.has_value(), defaults.http.tls.has_value());
  EXPECT_EQ(documented.http.max_connections, defaults.http.max_connections);
  EXPECT_EQ(documented.http.max_requests_in_progress, defaults.http.max_requests_in_progress);
  EXPECT_EQ(documented.http.worker_threads, defaults.http.worker_threads);
  EXPECT_EQ(documented.http.idle_timeout, defaults.http.idle_timeout);
  EXPECT_EQ(documented.http.read_timeout, defaults.http.read_timeout);
  EXPECT_EQ(documented.http.stop_timeout, defaults.http.stop_timeout);
  EXPECT_EQ(documented.sqlite_file.filename(), defaults.sqlite_file.filename());
  EXPECT_EQ(documented.postgres.connection_string, defaults.postgres.connection_string);
  EXPECT_EQ(documented.postgres.lanes, defaults.postgres.lanes);
  EXPECT_EQ(documented.postgres.connections, defaults.postgres.connections);
  EXPECT_EQ(documented.postgres.timeout, defaults.postgres.timeout);
  EXPECT_EQ(documented.master_key_file.filename(), defaults.master_key_file.filename());
  EXPECT_EQ(documented.rules.limits.per_api_key.tokens_per_second, defaults.rules.limits.per_api_key.tokens_per_second);
  EXPECT_EQ(documented.rules.limits.per_api_key.capacity, defaults.rules.limits.per_api_key.capacity);
  EXPECT_EQ(documented.rules.limits.per_device.tokens_per_second, defaults.rules.limits.per_device.tokens_per_second);
  EXPECT_EQ(documented.rules.limits.per_device.capacity, defaults.rules.limits.per_device.capacity);
  EXPECT_EQ(documented.rules.upkeep.session_retention, defaults.rules.upkeep.session_retention);
  EXPECT_EQ(documented.log_level, defaults.log_level);
  EXPECT_EQ(documented.http.log.format, defaults.http.log.format);
  EXPECT_EQ(documented.http.log.every_request, defaults.http.log.every_request);
  EXPECT_EQ(documented.metrics_address.has_value(), defaults.metrics_address.has_value());
}

TEST_F(ConfigurationFile, TheDocumentedOneHasEveryKey) {
  const std::string documented = cli::readTextFile(HELIOGRAPH_SOURCE_DIR "/deploy/heliograph.toml");
  for (const char* key : {"requests_per_second_per_api_key", "burst_per_api_key", "requests_per_second_per_device",
                          "burst_per_device", "finished_sessions_days", "level", "format", "requests"}) {
    EXPECT_THAT(documented, HasSubstr(std::string("\n") + key + " = ")) << key;
  }
}

TEST_F(ConfigurationFile, HasLimitsAndARetention) {
  const auto file = cli::readServerFile(
      write("[limits]\nrequests_per_second_per_api_key = 1\nburst_per_api_key = 2\n"
            "requests_per_second_per_device = 3\nburst_per_device = 4\n[retention]\nfinished_sessions_days = 5\n"));
  EXPECT_EQ(file.rules.limits.per_api_key.tokens_per_second, 1);
  EXPECT_EQ(file.rules.limits.per_api_key.capacity, 2);
  EXPECT_EQ(file.rules.limits.per_device.tokens_per_second, 3);
  EXPECT_EQ(file.rules.limits.per_device.capacity, 4);
  EXPECT_EQ(file.rules.upkeep.session_retention, std::chrono::hours(5 * 24));
}

TEST_F(ConfigurationFile, HasAFormatOfTheLogAndAnAddressForMetrics) {
  const auto file = cli::readServerFile(
      write("[log]\nformat = \"json\"\nrequests = true\n[metrics]\naddress = \"127.0.0.1:9464\"\n"));
  EXPECT_EQ(file.http.log.format, http::LogFormat::kJsonLines);
  EXPECT_TRUE(file.http.log.every_request);
  ASSERT_TRUE(file.metrics_address);
  EXPECT_EQ(file.metrics_address->text(), "127.0.0.1:9464");
}

TEST_F(ConfigurationFile, PathsAreRelativeToItsFolder) {
  const auto file =
      cli::readServerFile(write("[store]\nsqlite_file = \"data/h.db\"\n[master_key]\nfile = \"/etc/k\"\n"));
  EXPECT_EQ(file.sqlite_file, folder_ / "data/h.db");
  EXPECT_EQ(file.master_key_file, "/etc/k");
}

TEST_F(ConfigurationFile, RefusesWhatItDoesNotKnow) {
  EXPECT_THAT(refusalOf("[server]\nprot = 1\n"), HasSubstr("server.prot: unknown key"));
  EXPECT_THAT(refusalOf("[sever]\nport = 1\n"), HasSubstr("sever.port: unknown key"));
  EXPECT_THAT(refusalOf("port = 1\n"), HasSubstr("port: unknown key"));
}

TEST_F(ConfigurationFile, RefusesValuesWithPropertyValueAndBound) {
  EXPECT_THAT(refusalOf("[server]\nport = 65536\n"), HasSubstr("server.port: 65536 is not within 0..65535"));
  EXPECT_THAT(refusalOf("[server]\nport = \"80\"\n"), HasSubstr("server.port: must be a whole number within 0..65535"));
  EXPECT_THAT(refusalOf("[server]\nallow_plain_http = 1\n"),
              HasSubstr("server.allow_plain_http: must be true or false"));
  EXPECT_THAT(refusalOf("[server]\nworker_threads = 0\n"), HasSubstr("server.worker_threads: 0 is not within 1..1024"));
  EXPECT_THAT(refusalOf("[server]\ntls_certificate = \"a.pem\"\n"), HasSubstr("go together"));
  EXPECT_THAT(refusalOf("[limits]\nburst_per_device = 0\n"),
              HasSubstr("limits.burst_per_device: 0 is not within 1..1000000"));
  EXPECT_THAT(refusalOf("[retention]\nfinished_sessions_days = -1\n"),
              HasSubstr("retention.finished_sessions_days: -1 is not within 0..36500"));
  EXPECT_THAT(refusalOf("[log]\nlevel = \"loud\"\n"), HasSubstr("log.level: loud is none of"));
  EXPECT_THAT(refusalOf("[log]\nformat = \"xml\"\n"), HasSubstr("log.format: xml is none of text, json"));
  EXPECT_THAT(refusalOf("[log]\nrequests = \"all\"\n"), HasSubstr("log.requests: must be true or false"));
  EXPECT_THAT(refusalOf("[metrics]\naddress = \"localhost:9464\"\n"),
              HasSubstr("metrics.address: localhost:9464 is no IPv4 address with a port"));
}

TEST_F(ConfigurationFile, SaysTheLineThatIsNoToml) {
  EXPECT_THAT(refusalOf("[server]\nport 80\n"), HasSubstr("heliograph.toml:2: "));
}

TEST(ServiceUrl, NamesTheSchemeAnAddressThatCanBeReachedAndThePort) {
  http::ServerConfiguration configuration;
  EXPECT_EQ(cli::serviceUrl(configuration, 8080), "http://127.0.0.1:8080");
  configuration.address = "::1";
  EXPECT_EQ(cli::serviceUrl(configuration, 1), "http://[::1]:1");
  configuration.address = "0.0.0.0";
  configuration.tls = http::TlsFiles{};
  EXPECT_EQ(cli::serviceUrl(configuration, 443), "https://127.0.0.1:443");
}

}  // namespace
}  // namespace heliograph
