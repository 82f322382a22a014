// The database goes and comes back while servers run: what was acknowledged stays, what is asked meanwhile gets 503,
// and no server has to be started again.

#include "fault_test.h"

namespace heliograph::faults {
namespace {

class DatabaseRestart : public FaultTest {
 protected:
  void SetUp() override { startInstallation(std::vector(3, onPostgres(cluster_.url()))); }

  Cluster cluster_{folder_ / "postgres"};
};

TEST_F(DatabaseRestart, LosesNothingThatWasAcknowledged) {
  startLoad();
  letTheLoadRun();
  cluster_.restart();
  letTheLoadRun();
  cluster_.kill();
  letTheLoadRun();
  cluster_.start();
  letTheLoadRun();
  cluster_.restart();
  for (std::size_t i = 0; i < servers_->count(); ++i) EXPECT_TRUE(recovers(i)) << i;
  letTheLoadRun();
  stopLoad();
  expectProof(*openPostgres(cluster_.url()));
}

TEST_F(DatabaseRestart, AnswersTryAgainLaterWhileTheDatabaseIsAwayAndRecoversByItself) {
  const auto session = bank(0).post("/offline-authentications", beginBody(0)).body;
  const std::string path = "/offline-authentications/" + session.at("id").get<std::string>();
  const cli::Json right{{"otp", phones_[0]->oneTimePassword(session.at("verification_data"))}};

  cluster_.stop();
  for (std::size_t i = 0; i < servers_->count(); ++i) {
    expectTryAgainLater(bank(i).post("/offline-authentications", beginBody(0)));
    expectTryAgainLater(bank(i).post(path + "/verify", right));
    expectTryAgainLater(bank(i).get(path));
    expectTryAgainLater(bank(i).get("/devices/" + phones_[0]->deviceId()));
  }

  cluster_.start();
  for (std::size_t i = 0; i < servers_->count(); ++i) EXPECT_TRUE(recovers(i)) << i;
  EXPECT_EQ(bank(1).post(path + "/verify", right).body.value("result", ""), "SUCCESS");
}

}  // namespace
}  // namespace heliograph::faults
