// Whether the server lives and is ready, and how it keeps its directory young: the two go by the same look at the
// database.

#include <gmock/gmock.h>

#include <functional>
#include <string>
#include <thread>

#include "http/directory_refresh.h"
#include "http/testing/server_fixture.h"

namespace heliograph::http::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class HealthTest : public ServerFixture {
 protected:
  // Asks until `outcome` is the answer, for kPatience at most: the server looks once a second.
  bool comesTo(const std::string& outcome, const std::function<ReceivedResponse()>& ask) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (std::chrono::steady_clock::now() < end) {
      if (outcomeOf(ask()) == outcome) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  }
  ReceivedResponse ready() { return send(requestText("GET", "/health/ready")); }
};

TEST_F(HealthTest, SaysWithoutAKeyThatTheServerLivesAndIsReady) {
  for (const char* path : {"/health/live", "/health/ready"}) {
    const auto response = send(requestText("GET", path));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.headers.at("content-type"), "application/json");
    EXPECT_EQ(response.body, R"({"status":"UP"})");
  }
}

TEST_F(HealthTest, IsNotReadyWhileTheDatabaseDoesNotAnswerAndLivesAllTheSame) {
  start();
  store_.onRefresh([] { throw domain::StoreUnavailable("the disk is full"); });
  EXPECT_TRUE(comesTo("503 UNAVAILABLE", [this] { return ready(); }));
  EXPECT_EQ(ready().headers.at("retry-after"), "1");
  EXPECT_EQ(send(requestText("GET", "/health/live")).status, 200);

  store_.onRefresh(nullptr);
  EXPECT_TRUE(comesTo("200", [this] { return ready(); }));
  stop();
  EXPECT_THAT(log_.text(), HasSubstr("the database does not answer: the disk is full"));
  EXPECT_THAT(log_.text(), HasSubstr("the database answers again"));
}

TEST_F(HealthTest, SaysOnceInTheLogThatTheDatabaseDoesNotAnswer) {
  DirectoryRefresh refresh(domain_.directory);
  store_.onRefresh([] { throw domain::StoreUnavailable("the disk is full"); });
  for (int i = 0; i < 3; ++i) refresh.run();
  EXPECT_FALSE(refresh.succeeded());
  const std::string log = log_.text();
  EXPECT_THAT(log.substr(log.find("the disk is full") + 1), Not(HasSubstr("the disk is full")));
}

TEST_F(HealthTest, IsNotReadyWhileTheDatabaseKeepsItWaiting) {
  DirectoryRefresh refresh(domain_.directory);
  bool is_ready_soon = false;
  bool is_ready_late = true;
  store_.onRefresh([&] {
    const auto now = DirectoryRefresh::Steady::now();
    is_ready_soon = refresh.succeeded(now);
    is_ready_late = refresh.succeeded(now + DirectoryRefresh::kPatience + std::chrono::seconds(1));
  });
  refresh.run();
  EXPECT_TRUE(is_ready_soon);
  EXPECT_FALSE(is_ready_late);
  EXPECT_TRUE(refresh.succeeded());
}

TEST_F(HealthTest, ANewKeyWorksWithoutARestart) {
  start();
  const Bank newcomer = makeKey(bank_);
  EXPECT_TRUE(comesTo("200", [&] { return get(std::string(kApi) + "/devices", newcomer); }));
}

TEST_F(HealthTest, ARevokedKeyStopsWorkingWithoutARestart) {
  EXPECT_EQ(get(std::string(kApi) + "/devices").status, 200);
  EXPECT_TRUE(domain_.administration.revokeApiKey(bank_.key, {}, clock_.now()));
  EXPECT_TRUE(comesTo("401 UNAUTHENTICATED", [this] { return get(std::string(kApi) + "/devices"); }));
}

}  // namespace
}  // namespace heliograph::http::testing
