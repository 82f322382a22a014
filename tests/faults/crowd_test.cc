// A thousand wrong passwords at one moment, over three servers: exactly the allowed number is evaluated, whichever
// servers have them.

#include "crowd.h"

#include <algorithm>
#include <cstdlib>

#include "fault_test.h"
#include "lab/demo/stage.h"

namespace heliograph::faults {
namespace {

constexpr std::size_t kCrowd = 1000;

// Each needs a device that nobody has guessed at. docs/testing-faults.md
std::size_t rounds() {
  const char* wanted = std::getenv("HELIOGRAPH_CROWD_ROUNDS");
  return wanted == nullptr ? HELIOGRAPH_DEFAULT_CROWD_ROUNDS : std::stoul(wanted);
}

class ManyAtOnce : public FaultTest {
 protected:
  void play() {
    const Crowd crowd(servers_->urls(), application_.key, kCrowd);
    for (std::size_t round = 0; round < phones_.size(); ++round) {
      const auto session = bank(round % servers_->count()).post("/offline-authentications", beginBody(round)).body;
      const std::string wrong = lab::wrongOtp(phones_[round]->oneTimePassword(session.at("verification_data")));
      const auto answers = crowd.post(pathOf(session), {{"otp", wrong}});
      for (const RestAnswer& answer : answers) note(session, answer);
      ASSERT_EQ(toldAs(Told::kFailure, answers), kFailuresAllowed) << "in round " << round;
      ASSERT_EQ(toldAs(Told::kRefused, answers), kCrowd - kFailuresAllowed) << "in round " << round;
    }
  }

 private:
  static std::string pathOf(const cli::Json& session) {
    return "/offline-authentications/" + session.at("id").get<std::string>() + "/verify";
  }
  static long toldAs(Told told, const std::vector<RestAnswer>& answers) {
    return std::ranges::count(answers, told, toldBy);
  }
  void note(const cli::Json& session, const RestAnswer& answer) {
    record_.add({.act = Act::kVerify,
                 .told = toldBy(answer),
                 .device = session.at("device_id"),
                 .session = session.at("id"),
                 .is_locked_by_this = toldBy(answer) == Told::kFailure && answer.body.at("status") == "FAILED"});
  }
};

TEST_F(ManyAtOnce, AreEvaluatedExactlyAsOftenAsIsAllowedOverThreeServersOnPostgres) {
  const Cluster cluster(folder_ / "postgres");
  startInstallation(std::vector(3, onPostgres(cluster.url())), rounds());
  play();
  expectProof(*openPostgres(cluster.url()));
}

TEST_F(ManyAtOnce, AreEvaluatedExactlyAsOftenAsIsAllowedOverThreeServersOnSqlite) {
  const std::filesystem::path file = folder_ / "heliograph.db";
  startInstallation(std::vector(3, onSqlite(file)), std::min<std::size_t>(rounds(), 10));
  play();
  expectProof(*openSqlite(file));
}

}  // namespace
}  // namespace heliograph::faults
