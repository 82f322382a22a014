// A real server tells Prometheus what it does, and its log as JSON which request it did it for.

#include <gmock/gmock.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "bank_and_phone.h"
#include "command_line/text_file.h"
#include "server_process.h"

namespace heliograph {
namespace {

using cli::Json;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kVerifyRoute = "/api/smart-device/v1/offline-authentications/{session_id}/verify";

// A server of its own beside the stage's, on the same database, with its log as JSON and with metrics.
class MeasuredServer : public BankAndPhone {
 protected:
  void SetUp() override {
    BankAndPhone::SetUp();
    const auto file = stage_.folder() / "measured.toml";
    std::ofstream(file) << "[server]\nport = 0\n[log]\nformat = \"json\"\nrequests = true\n"
                           "[metrics]\naddress = \"127.0.0.1:0\"\n";
    measured_ = std::make_unique<ServerProcess>(file, folder_ / "measured.log");
  }
  [[nodiscard]] RestClient bank() const { return {measured_->url() + kServiceProviderApi, bank_key_}; }
  [[nodiscard]] RestAnswer begin() const {
    return bank().post(
        "/offline-authentications",
        {{"device_id", phone_.device_id}, {"auth_method", "OFFLINE_PIN"}, {"context", "Planted context 4711"}});
  }
  [[nodiscard]] RestAnswer verify(const Json& session, const std::string& otp) const {
    return bank().post("/offline-authentications/" + session.at("id").get<std::string>() + "/verify", {{"otp", otp}});
  }
  // The value of a series as the server is scraped for it now; -1 where there is none.
  [[nodiscard]] double scraped(const std::string& series) const {
    const std::string text = "\n" + scrape();
    const std::size_t found = text.find("\n" + series + " ");
    return found == std::string::npos ? -1 : std::stod(text.substr(found + series.size() + 2));
  }
  [[nodiscard]] std::string scrape() const {
    const std::string url = measured_->started().at("metrics_url");
    const RestAnswer answer = RestClient(url, {}).get("");
    EXPECT_EQ(answer.status, 200);
    return answer.text;
  }
  [[nodiscard]] std::vector<Json> logged() const {
    std::istringstream lines(cli::readTextFile(measured_->log()));
    std::vector<Json> log;
    for (std::string line; std::getline(lines, line);) log.push_back(Json::parse(line));
    return log;
  }
  // The log's line about the request that got this answer.
  [[nodiscard]] Json loggedFor(const RestAnswer& answer) const {
    for (const Json& line : logged()) {
      if (line.contains("request_id") && line.at("request_id") == answer.headers.at("x-request-id")) return line;
    }
    return {};
  }

  std::unique_ptr<ServerProcess> measured_;
};

TEST_F(MeasuredServer, CountsAttemptsLocksRequestsAndCommits) {
  const Json session = begin().body;
  ASSERT_EQ(verify(session, otpFor(session, kOfflinePin)).body.at("result"), "SUCCESS");
  const Json guessed = begin().body;
  const std::string wrong = lab::wrongOtp(otpFor(guessed, kOfflinePin));
  for (int i = 0; i < kFailuresAllowed; ++i) ASSERT_EQ(verify(guessed, wrong).body.at("result"), "FAILURE");
  ASSERT_EQ(verify(guessed, wrong).status, 409);

  EXPECT_EQ(scraped(R"(heliograph_attempts_total{kind="offline",outcome="right"})"), 1);
  EXPECT_EQ(scraped(R"(heliograph_attempts_total{kind="offline",outcome="wrong"})"), kFailuresAllowed);
  EXPECT_EQ(scraped(R"(heliograph_attempts_total{kind="offline",outcome="not_open"})"), 1);
  EXPECT_EQ(scraped(R"(heliograph_locks_total{reason="attempts_exhausted",what="method"})"), 1);
  const std::string verified = std::string("{method=\"POST\",route=\"") + kVerifyRoute + "\",status=";
  EXPECT_EQ(scraped("heliograph_http_requests_total" + verified + "\"200\"}"), 1 + kFailuresAllowed);
  EXPECT_EQ(scraped("heliograph_http_requests_total" + verified + "\"409\"}"), 1);
  EXPECT_EQ(scraped(std::string("heliograph_http_request_duration_seconds_count{method=\"POST\",route=\"") +
                    kVerifyRoute + "\"}"),
            2 + kFailuresAllowed);
  // Two begins, four verifies, an event of the one that was refused; the upkeep's come on top.
  EXPECT_GE(scraped("heliograph_store_batch_commands_sum"), 7);
  EXPECT_GE(scraped("heliograph_store_command_duration_seconds_count"), 7);
  EXPECT_EQ(scraped("heliograph_http_requests_in_progress"), 0);
  EXPECT_GT(scraped("process_resident_memory_bytes"), 0);
}

TEST_F(MeasuredServer, ListsEveryMetricThatItShowsInTheOperationsDocument) {
  ASSERT_EQ(begin().status, 201);
  const std::string document = cli::readTextFile(HELIOGRAPH_SOURCE_DIR "/docs/operations.md");
  std::istringstream lines(scrape());
  int metrics = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("# TYPE ")) continue;
    ++metrics;
    EXPECT_THAT(document, HasSubstr("`" + line.substr(7, line.rfind(' ') - 7) + "`"));
  }
  EXPECT_GT(metrics, 15);
}

TEST_F(MeasuredServer, ShowsNothingOfAnybodyInItsMetrics) {
  const Json session = begin().body;
  ASSERT_EQ(verify(session, otpFor(session, kOfflinePin)).status, 200);
  const std::string metrics = scrape();
  for (const std::string& something :
       {phone_.device_id, session.at("id").get<std::string>(), bank_key_.id, std::string("Planted context")}) {
    EXPECT_THAT(metrics, Not(HasSubstr(something)));
  }
}

TEST_F(MeasuredServer, KeepsItsMetricsOffTheInterfacesThatFaceTheWorld) {
  EXPECT_EQ(RestClient(measured_->url(), bank_key_).get("/metrics").status, 404);
}

TEST_F(MeasuredServer, LogsOneObjectALineWithTheRequestIdOfTheAnswer) {
  const RestAnswer fine = begin();
  const RestAnswer refused = verify(fine.body, "12");
  const Json fine_line = loggedFor(fine);
  EXPECT_EQ(fine_line.at("level"), "info");
  EXPECT_EQ(fine_line.at("status"), 201);
  EXPECT_EQ(fine_line.at("code"), "OK");
  const Json refused_line = loggedFor(refused);
  EXPECT_EQ(refused_line.at("status"), 400);
  EXPECT_EQ(refused_line.at("code"), "INVALID_OTP");
  EXPECT_EQ(refused_line.at("route"), kVerifyRoute);
  EXPECT_GE(refused_line.at("duration_ms"), 0);
}

TEST_F(MeasuredServer, LogsNoSecretAsJsonEither) {
  const Json session = begin().body;
  const std::string otp = otpFor(session, kOfflinePin);
  ASSERT_EQ(verify(session, otp).body.at("result"), "SUCCESS");
  measured_.reset();
  const std::string log = cli::readTextFile(folder_ / "measured.log");
  EXPECT_THAT(log, HasSubstr(kVerifyRoute));
  // Ids and times are full of digits, so the password is looked for as a value.
  for (const std::string& secret : {std::string("Planted context"), std::string(kOfflinePin), bank_key_.secret,
                                    session.at("verification_data").get<std::string>(), "\"" + otp}) {
    EXPECT_THAT(log, Not(HasSubstr(secret)));
  }
}

TEST_F(MeasuredServer, IsLiveAndReadyWithoutAKey) {
  const RestClient stranger(measured_->url(), {});
  EXPECT_EQ(stranger.get("/health/live").body.at("status"), "UP");
  EXPECT_EQ(stranger.get("/health/ready").body.at("status"), "UP");
}

TEST(MetricsAddress, ThatIsTakenIsNamed) {
  TemporaryFolder folder;
  std::ofstream(folder / "first.toml") << "[server]\nport = 0\n[metrics]\naddress = \"127.0.0.1:0\"\n";
  const ServerProcess first(folder / "first.toml", folder / "first.log");
  const std::string url = first.started().at("metrics_url");
  const std::string address = url.substr(7, url.rfind('/') - 7);
  std::ofstream(folder / "second.toml") << "[server]\nport = 0\n[metrics]\naddress = \"" << address << "\"\n";
  const auto second =
      lab::runProcess({HELIOGRAPH_PROGRAM, {"serve", "--config", (folder / "second.toml").string()}, false}, "");
  EXPECT_EQ(second.exit_code, 3);
  EXPECT_THAT(second.standard_error, HasSubstr("metrics.address: cannot listen on " + address));
}

}  // namespace
}  // namespace heliograph
