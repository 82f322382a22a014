// The server's configuration file.

#include <gmock/gmock.h>

#include <fstream>

#include "cli/exit_code.h"
#include "cli/server_file.h"
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
  EXPECT_EQ(documented.master_key_file.filename(), defaults.master_key_file.filename());
  EXPECT_EQ(documented.log_level, defaults.log_level);
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
  EXPECT_THAT(refusalOf("[log]\nlevel = \"loud\"\n"), HasSubstr("log.level: loud is none of"));
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
