// What the tests under faults start from: servers of one installation, an application, phones, a record of what was
// told and, at the end, the proof.

#ifndef HELIOGRAPH_TESTS_FAULTS_FAULT_TEST_H_
#define HELIOGRAPH_TESTS_FAULTS_FAULT_TEST_H_

#include <gmock/gmock.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "checker.h"
#include "cluster.h"
#include "engine.h"
#include "load.h"
#include "phone.h"
#include "record.h"
#include "servers.h"
#include "store/testing/temporary_folder.h"

namespace heliograph::faults {

class FaultTest : public testing::Test {
 protected:
  static constexpr int kFailuresAllowed = 3;
  static constexpr std::size_t kPhones = 16;
  // Between two faults, and for what comes before the first and after the last one.
  static constexpr std::chrono::milliseconds kQuiet{HELIOGRAPH_FAULT_QUIET_MILLISECONDS};

  void startServers(std::vector<ServerPlace> places) {
    servers_ = std::make_unique<Servers>(folder_ / "servers", std::move(places));
    application_ = servers_->createApplication({"ALLOWED_AUTH_METHODS=DEVICE:PIN,OFFLINE", "OFFLINE_OTP_LENGTH=6",
                                                "AMOUNT_FAILURES_ALLOWED=" + std::to_string(kFailuresAllowed)});
    servers_->startAll();
  }
  void startInstallation(std::vector<ServerPlace> places, std::size_t phones = kPhones) {
    startServers(std::move(places));
    phones_ = enrolPhones(application_, servers_->urls(), phones);
  }
  [[nodiscard]] static ServerPlace onPostgres(const std::string& url) {
    return {.store = "postgresql = \"" + url + "\""};
  }
  [[nodiscard]] static ServerPlace onSqlite(const std::filesystem::path& file) {
    return {.store = "sqlite_file = \"" + file.string() + "\""};
  }

  void startLoad() { load_.emplace(application_, servers_->urls(), phones_, record_); }
  // Long enough for the load to do something.
  static void letTheLoadRun() { std::this_thread::sleep_for(kQuiet); }

  [[nodiscard]] RestClient bank(std::size_t server) const {
    return {servers_->url(server) + kServiceProviderApi, application_.key};
  }
  [[nodiscard]] cli::Json beginBody(std::size_t phone) const {
    return {{"device_id", phones_[phone]->deviceId()}, {"auth_method", kOfflineMethod}, {"context", "Pay 1.00 EUR"}};
  }

  // Begins at a server again and again until it is done; false where that takes more than half a minute.
  [[nodiscard]] bool recovers(std::size_t server) const {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (std::chrono::steady_clock::now() < deadline) {
      if (bank(server).post("/offline-authentications", beginBody(0)).status == 201) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  }
  // What a call gets while the database is away. That it gets it at all is RestClient's patience: half a minute.
  static void expectTryAgainLater(const RestAnswer& answer) {
    EXPECT_EQ(answer.status, 503) << answer.text;
    EXPECT_EQ(answer.headers.count("retry-after"), 1U) << answer.text;
  }

  void stopLoad() {
    load_->stop();
    EXPECT_THAT(load_->complaints(), testing::IsEmpty());
    for (const auto& [act, told] : {std::pair{Act::kBegin, Told::kDone}, std::pair{Act::kVerify, Told::kSuccess},
                                    std::pair{Act::kVerify, Told::kFailure}, std::pair{Act::kCancel, Told::kDone},
                                    std::pair{Act::kLock, Told::kDone}}) {
      EXPECT_GT(record_.count(act, told), 0U) << "what never happened proves nothing";
    }
    RecordProperty("successes", std::to_string(record_.count(Act::kVerify, Told::kSuccess)));
    RecordProperty("failures", std::to_string(record_.count(Act::kVerify, Told::kFailure)));
    RecordProperty("unanswered", std::to_string(record_.count(Act::kVerify, Told::kNothing)));
    RecordProperty("locks", std::to_string(record_.count(Act::kLock, Told::kDone)));
  }
  // Everything that was told is in the database and nothing contradicts it; and the audit log is whole.
  void expectProof(Engine& engine) {
    EXPECT_THAT(contradictions(record_.entries(), readEvidence(engine), kFailuresAllowed), testing::IsEmpty());
    const auto sealed = servers_->operate({"audit", "heads"});
    EXPECT_EQ(sealed.exit_code, 0) << sealed.standard_error;
    const auto verified = servers_->operate({"audit", "verify"});
    EXPECT_EQ(verified.exit_code, 0) << verified.standard_error;
  }

  store::TemporaryFolder folder_;
  std::unique_ptr<Servers> servers_;
  Application application_;
  Phones phones_;
  Record record_;
  std::optional<Load> load_;
};

}  // namespace heliograph::faults

#endif  // HELIOGRAPH_TESTS_FAULTS_FAULT_TEST_H_
