// What the server tells of its requests and connections.

#include "http/request_observer.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "http/testing/server_fixture.h"

namespace heliograph::http::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Keeps everything that it is told.
class Recorder final : public RequestObserver {
 public:
  RouteObserver& ofRoute(Method method, std::string_view pattern) override {
    const std::string name = std::string(nameOf(method)).append(" ").append(pattern);
    return routes_.try_emplace(name, *this, name).first->second;
  }
  void requestBegun() noexcept override { ++begun; }
  void requestEnded() noexcept override { ++ended; }
  void connectionsOpen(std::size_t count) noexcept override {
    connections = count;
    most_connections = std::max<std::size_t>(most_connections, count);
  }

  // "GET /devices 200" and so on.
  [[nodiscard]] std::vector<std::string> answers() {
    const std::lock_guard lock(mutex_);
    return answers_;
  }
  [[nodiscard]] bool asksForRoute(const std::string& name) const { return routes_.contains(name); }

  std::atomic<int> begun = 0;
  std::atomic<int> ended = 0;
  std::atomic<std::size_t> connections = 0;
  std::atomic<std::size_t> most_connections = 0;
  std::atomic<bool> has_negative_time = false;

 private:
  class Route final : public RouteObserver {
   public:
    Route(Recorder& recorder, std::string name) : recorder_(recorder), name_(std::move(name)) {}
    void answered(int status, std::chrono::nanoseconds took) noexcept override {
      const std::lock_guard lock(recorder_.mutex_);
      recorder_.answers_.push_back(name_ + " " + std::to_string(status));
      if (took.count() < 0) recorder_.has_negative_time = true;
    }

   private:
    Recorder& recorder_;
    const std::string name_;
  };

  std::map<std::string, Route> routes_;
  std::mutex mutex_;
  std::vector<std::string> answers_;
};

class RequestObserverTest : public ServerFixture {
 protected:
  RequestObserverTest() { observer_ = &recorder_; }
  // The server tells of connections until it has stopped.
  ~RequestObserverTest() override { stop(); }
  Recorder recorder_;
};

TEST_F(RequestObserverTest, HearsOfEveryAnswerByItsRouteAndNotByItsPath) {
  const Phone phone = enrolPhone(bank_);
  const std::string path = std::string(kApi) + "/devices/" + phone.device.text();
  const std::size_t before = recorder_.answers().size();
  get(path);
  get(path, other_bank_);
  const auto answers = recorder_.answers();
  const std::string route = "GET " + std::string(kApi) + "/devices/{device_id} ";
  EXPECT_THAT(std::vector(answers.begin() + static_cast<std::ptrdiff_t>(before), answers.end()),
              ElementsAre(route + "200", route + "404"));
}

TEST_F(RequestObserverTest, HearsOfWhatNoRouteTakesAsOther) {
  send(requestText("GET", "/nowhere"));
  send("no request at all\r\n\r\n");
  EXPECT_THAT(recorder_.answers(), ElementsAre("GET other 404", " other 400"));
}

TEST_F(RequestObserverTest, HearsOfWhatIsAnsweredFromMemory) {
  send(requestText("GET", "/health/live"));
  EXPECT_THAT(recorder_.answers(), ElementsAre("GET /health/live 200"));
  EXPECT_EQ(recorder_.begun, 0);
}

TEST_F(RequestObserverTest, HearsOfRequestsInProgressAndOfTheirEnd) {
  std::atomic<int> in_progress = -1;
  store_.onRequest([&] { in_progress = recorder_.begun - recorder_.ended; });
  get(std::string(kApi) + "/devices/" + DeviceId::random(random_).text());
  stop();
  EXPECT_EQ(in_progress, 1);
  EXPECT_EQ(recorder_.begun, recorder_.ended);
  EXPECT_FALSE(recorder_.has_negative_time);
}

TEST_F(RequestObserverTest, HearsOfRequestsThatAreTooMany) {
  configuration_.max_requests_in_progress = 0;
  get(std::string(kApi) + "/devices");
  EXPECT_THAT(recorder_.answers(), ElementsAre(" other 503"));
  EXPECT_EQ(recorder_.begun, 0);
}

TEST_F(RequestObserverTest, HearsOfConnectionsUntilTheyAreClosed) {
  {
    HttpClient client(port());
    client.send(requestText("GET", "/health/live"));
    ASSERT_TRUE(client.receive());
  }
  stop();
  EXPECT_EQ(recorder_.most_connections, 1U);
  EXPECT_EQ(recorder_.connections, 0U);
}

TEST_F(RequestObserverTest, IsAskedForEachRouteOnceWhenTheServerIsMade) {
  start();
  EXPECT_TRUE(recorder_.asksForRoute("GET /health/ready"));
  EXPECT_TRUE(recorder_.asksForRoute("POST " + std::string(kApi) + "/offline-authentications"));
  EXPECT_TRUE(recorder_.asksForRoute("GET other"));
  EXPECT_THAT(recorder_.answers(), IsEmpty());
}

}  // namespace
}  // namespace heliograph::http::testing
