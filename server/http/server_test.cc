#include "http/server.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "http/request_parser.h"
#include "http/router.h"
#include "http/testing/gate.h"
#include "http/testing/server_fixture.h"

namespace heliograph::http::testing {
namespace {

using std::chrono::milliseconds;

constexpr const char* kLive = "/health/live";
constexpr const char* kSomeEnrolment = "/api/smart-device/v1/enrolments/01234567-89ab-cdef-0123-456789abcdef";

class ServerTest : public ServerFixture {
 protected:
  // A request that waits at `gate` and then meets a 404.
  std::string waitingRequest() { return requestText("GET", kSomeEnrolment, bank_.authorization()); }
  void letRequestsWaitAt(Gate& gate) {
    store_.onRequest([&gate] { gate.pass(); });
  }
};

// --- answers ---------------------------------------------------------------------------------------------------------

TEST_F(ServerTest, EveryAnswerHasARequestIdOfItsOwnAndTheSecurityHeaders) {
  std::set<std::string> ids;
  for (const char* path : {kLive, "/health/ready", "/", kSomeEnrolment}) {
    const auto response = get(path, bank_, "X-Request-Id: mine\r\n");
    EXPECT_TRUE(parseUuid(response.headers.at("x-request-id"))) << path;
    ids.insert(response.headers.at("x-request-id"));
    EXPECT_EQ(response.headers.at("cache-control"), "no-store");
    EXPECT_EQ(response.headers.at("x-content-type-options"), "nosniff");
    EXPECT_EQ(response.headers.at("date"), "Fri, 02 Jan 2026 03:04:05 GMT");
    EXPECT_FALSE(response.headers.contains("server"));
  }
  EXPECT_EQ(ids.size(), 4);
}

TEST_F(ServerTest, SaysThatThereIsNothingAtAnUnknownPathWithoutRepeatingIt) {
  for (const char* path : {"/nothing", "/<script>alert(1)</script>", "/api/smart-device/v1/<script>", "/health/live/",
                           "/api/smart-device/v1/../../../health/live", "/%2e%2e/health/live", "/health/live%00"}) {
    const auto response = get(path);
    EXPECT_EQ(outcomeOf(response), "404 NOT_FOUND") << path;
    EXPECT_EQ(response.body.find("script"), std::string::npos);
  }
  const auto response = get(std::string(kApi) + "/devices/<script>alert(1)");
  EXPECT_EQ(outcomeOf(response), "404 UNKNOWN_DEVICE");
  EXPECT_EQ(response.body.find("script"), std::string::npos);
}

TEST_F(ServerTest, SaysWhichMethodsAPathTakes) {
  for (const char* method : {"OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW", "get"}) {
    const auto response = send(requestText(method, kSomeEnrolment));
    EXPECT_EQ(outcomeOf(response), "405 METHOD_NOT_ALLOWED") << method;
    EXPECT_EQ(response.headers.at("allow"), "GET");
  }
}

TEST_F(ServerTest, AnswersHeadAsGetButWithoutTheBody) {
  HttpClient client(port());
  client.send(requestText("HEAD", kLive) + requestText("GET", kLive));
  const auto head = client.receive(/*has_body=*/false).value();
  EXPECT_EQ(head.status, 200);
  const auto whole = client.receive().value();
  EXPECT_EQ(whole.body, R"({"status":"UP"})");
  EXPECT_EQ(head.headers.at("content-length"), whole.headers.at("content-length"));
  EXPECT_EQ(head.headers.at("content-type"), whole.headers.at("content-type"));
}

// --- routes of a demonstration ---------------------------------------------------------------------------------------

constexpr const char* kDemoRoute = "/demo/api/request";

// A route that keeps the request that it got.
std::function<void(Router&)> routeThatKeeps(Request& kept) {
  return [&kept](Router& router) {
    router.add(Method::kGet, kDemoRoute, [&kept](const Request& request, const PathParameters&) -> Outcome {
      kept = request;
      return noContent();
    });
  };
}

TEST_F(ServerTest, HasNoDemonstrationUnlessOneIsAdded) {
  EXPECT_EQ(outcomeOf(send(requestText("GET", kDemoRoute))), "404 NOT_FOUND");
}

TEST_F(ServerTest, AnswersToTheRoutesOfADemonstrationAsToItsOwn) {
  Request kept;
  add_demo_routes_ = routeThatKeeps(kept);
  const auto response = send(requestText("GET", kDemoRoute));
  EXPECT_EQ(outcomeOf(send(requestText("POST", kDemoRoute))), "405 METHOD_NOT_ALLOWED");
  stop();
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.headers.at("x-request-id"), kept.request_id);
}

TEST_F(ServerTest, LetsTheRoutesOfADemonstrationBlock) {
  configuration_.max_requests_in_progress = 1;
  Gate gate;
  add_demo_routes_ = [&gate](Router& router) {
    router.add(Method::kGet, kDemoRoute, [&gate](const Request&, const PathParameters&) -> Outcome {
      gate.pass();
      return noContent();
    });
  };
  HttpClient waiting(port());
  waiting.send(requestText("GET", kDemoRoute));
  gate.awaitWaiting(1);
  EXPECT_EQ(send(requestText("GET", kLive)).status, 200);
  EXPECT_EQ(outcomeOf(send(requestText("GET", kDemoRoute))), "503 OVERLOADED");
  gate.open();
  EXPECT_EQ(waiting.receive()->status, 204);
}

TEST_F(ServerTest, GivesHandlersWhatABrowserSaysOfItselfAndOfThePageThatAsks) {
  Request kept;
  add_demo_routes_ = routeThatKeeps(kept);
  send(requestText("GET", kDemoRoute,
                   "Accept-Encoding: gzip\r\nAccept-Encoding: br\r\nIf-None-Match: \"1\"\r\n"
                   "Origin: http://localhost\r\nSec-Fetch-Site: same-origin\r\nCookie: a=1; b=2\r\n"
                   "X-Heliograph-Console: 1\r\n"));
  stop();
  EXPECT_EQ(kept.header("Accept-Encoding"), "gzip, br");
  EXPECT_EQ(kept.header("If-None-Match"), "\"1\"");
  EXPECT_EQ(kept.header("Origin"), "http://localhost");
  EXPECT_EQ(kept.header("Sec-Fetch-Site"), "same-origin");
  EXPECT_EQ(kept.header("Cookie"), "a=1; b=2");
  EXPECT_EQ(kept.header("X-Heliograph-Console"), "1");
  EXPECT_TRUE(kept.is_plain_loopback);
}

TEST_F(ServerTest, TellsWhatABrowserDidNotSend) {
  Request kept;
  add_demo_routes_ = routeThatKeeps(kept);
  send(requestText("GET", kDemoRoute));
  stop();
  for (const char* name : {"Accept-Encoding", "If-None-Match", "Origin", "Sec-Fetch-Site", "Cookie"}) {
    EXPECT_FALSE(kept.findHeader(name)) << name;
    EXPECT_EQ(kept.header(name), "") << name;
  }
}

// --- connections -----------------------------------------------------------------------------------------------------

TEST_F(ServerTest, KeepsAConnectionForTheNextRequest) {
  HttpClient client(port());
  for (int i = 0; i < 3; ++i) {
    client.send(requestText("GET", kLive));
    EXPECT_FALSE(client.receive()->headers.contains("connection"));
  }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInTheirOrder) {
  HttpClient client(port());
  client.send(requestText("GET", kLive) + requestText("GET", "/nothing") +
              requestText("POST", std::string(kApi) + "/devices", "", "body") + requestText("GET", kLive));
  for (const int status : {200, 404, 405, 200}) EXPECT_EQ(client.receive()->status, status);
}

TEST_F(ServerTest, EndsAConnectionWhenAsked) {
  HttpClient client(port());
  client.send(requestText("GET", kLive, "Connection: close\r\n"));
  EXPECT_EQ(client.receive()->headers.at("connection"), "close");
  EXPECT_TRUE(client.ends());
}

TEST_F(ServerTest, EndsAConnectionOfHttp10) {
  HttpClient client(port());
  client.send("GET /health/live HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(client.receive()->status, 200);
  EXPECT_TRUE(client.ends());
}

TEST_F(ServerTest, TakesARequestInSingleBytes) {
  HttpClient client(port());
  for (const char byte : requestText("POST", kLive, "", "body")) client.send({&byte, 1});
  EXPECT_EQ(client.receive()->status, 405);
}

TEST_F(ServerTest, AnswersWhoSendsNothingMore) {
  HttpClient client(port());
  client.send(requestText("GET", kLive));
  client.finishSending();
  EXPECT_EQ(client.receive()->status, 200);
  EXPECT_TRUE(client.ends());
}

TEST_F(ServerTest, SaysToGoOnWhereTheClientWaitsForIt) {
  HttpClient client(port());
  client.send("POST /health/live HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(client.receive()->status, 100);
  client.send("body");
  EXPECT_EQ(client.receive()->status, 405);
}

TEST_F(ServerTest, UnderstandsAnAbsoluteTarget) {
  EXPECT_EQ(send(requestText("GET", "http://example.org/health/live")).status, 200);
}

// --- malformed requests ----------------------------------------------------------------------------------------------

TEST_F(ServerTest, RefusesWhatIsNoHttpAndEndsTheConnection) {
  for (const char* request : {
           "\x16\x03\x01\x02\r\n\r\n",  // TLS at the plain port
           "GARBAGE\r\n\r\n",
           "GET /health/live\r\n\r\n",
           "GET /health/live HTTP/2.0\r\nHost: a\r\n\r\n",
           "GET  /health/live HTTP/1.1\r\nHost: a\r\n\r\n",
           "GET /health/live HTTP/1.1\r\nHost : a\r\n\r\n",
           "GET /health/live HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
           "GET /health/live HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n",
           "GET /health\x01live HTTP/1.1\r\nHost: a\r\n\r\n",
           "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
           "GET example.org:443 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
           "POST /health/live HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
           "POST /health/live HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
           "POST /health/live HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
       }) {
    const auto response = send(request);
    EXPECT_EQ(outcomeOf(response), "400 MALFORMED_REQUEST") << request;
  }
}

// Each of these is read differently by some proxy, which is how one request is hidden in another.
TEST_F(ServerTest, RefusesRequestsWhoseEndIsAmbiguousAndEndsTheConnection) {
  for (const char* headers : {
           "Host: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n",
           "Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n",
           "Host: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n",
           "Host: a\r\nContent-Length: 4, 5\r\n",
           "Host: a\r\nTransfer-Encoding: gzip\r\n",
           "Host: a\r\nTransfer-Encoding: identity\r\n",
           "Host: a\r\nTransfer-Encoding: xchunked\r\n",
           "Host: a\r\nTransfer-Encoding: gzip, chunked\r\n",
           "Host: a\r\nTransfer-Encoding: chunked, gzip\r\n",
           "Host: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
           "Host: a\r\nTransfer-Encoding:\r\n",
           "Content-Length: 4\r\n",
           "Host: a\r\nHost: b\r\nContent-Length: 4\r\n",
       }) {
    HttpClient client(port());
    client.send(std::string("POST /health/live HTTP/1.1\r\n") + headers +
                "\r\n0\r\n\r\nGET /health/live HTTP/1.1\r\n\r\n");
    EXPECT_EQ(client.receive()->status, 400) << headers;
    EXPECT_TRUE(client.ends()) << headers;
  }
  HttpClient client(port());
  client.send("POST /health/live HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  EXPECT_EQ(client.receive()->status, 400);
}

// --- limits ----------------------------------------------------------------------------------------------------------

TEST_F(ServerTest, RefusesAHeaderOfMoreThan8KiB) {
  const auto request_with = [](std::size_t size) {
    const std::string fixed = requestText("GET", kLive, "X: \r\n");
    return requestText("GET", kLive, "X: " + std::string(size - fixed.size(), 'a') + "\r\n");
  };
  EXPECT_EQ(send(request_with(kMaxHeaderSize)).status, 200);
  EXPECT_EQ(outcomeOf(send(request_with(kMaxHeaderSize + 100))), "431 HEADER_TOO_LARGE");
  EXPECT_EQ(outcomeOf(send(request_with(100'000))), "431 HEADER_TOO_LARGE");
  EXPECT_EQ(outcomeOf(send(requestText("GET", "/" + std::string(9'000, 'a')))), "431 HEADER_TOO_LARGE");
}

TEST_F(ServerTest, RefusesABodyOfMoreThan16KiB) {
  EXPECT_EQ(send(requestText("POST", kLive, "", std::string(kMaxBodySize, ' '))).status, 405);
  EXPECT_EQ(outcomeOf(send(requestText("POST", kLive, "", std::string(kMaxBodySize + 1, ' ')))), "413 BODY_TOO_LARGE");
  EXPECT_EQ(outcomeOf(send(requestText("POST", kLive, "", std::string(1'000'000, ' ')))), "413 BODY_TOO_LARGE");
}

TEST_F(ServerTest, RefusesABodyBeforeItComesWhereItsLengthIsTold) {
  EXPECT_EQ(outcomeOf(send("POST /health/live HTTP/1.1\r\nHost: a\r\nContent-Length: 16385\r\n\r\n")),
            "413 BODY_TOO_LARGE");
}

TEST_F(ServerTest, RefusesABodyInChunksThatGrowsTooLarge) {
  std::string request = requestText("POST", kLive, "Transfer-Encoding: chunked\r\n");
  for (int i = 0; i < 17; ++i) request += "400\r\n" + std::string(1024, ' ') + "\r\n";
  EXPECT_EQ(outcomeOf(send(request)), "413 BODY_TOO_LARGE");
}

TEST_F(ServerTest, EndsAConnectionWhoseHeaderOrBodyComesTooSlowly) {
  configuration_.read_timeout = milliseconds(300);
  const std::string request = requestText("POST", kLive, "", std::string(1'000, ' '));
  for (const std::size_t sent : {std::size_t{0}, std::size_t{1}, std::size_t{30}, request.size() - 1}) {
    HttpClient client(port());
    client.send(request.substr(0, sent));
    EXPECT_TRUE(client.ends()) << sent;
  }
}

TEST_F(ServerTest, DoesNotGiveMoreTimeForEveryByte) {
  configuration_.read_timeout = milliseconds(300);
  HttpClient client(port());
  client.send("GET /health/live HTTP/1.1\r\nHost: a\r\nX: ");
  int sent = 0;
  for (; sent < 100 && client.isSilentFor(milliseconds(50)); ++sent) client.send("a");
  EXPECT_LT(sent, 20);
  EXPECT_TRUE(client.ends());
}

TEST_F(ServerTest, EndsAConnectionThatIsIdle) {
  configuration_.idle_timeout = milliseconds(200);
  HttpClient client(port());
  client.send(requestText("GET", kLive));
  EXPECT_EQ(client.receive()->status, 200);
  EXPECT_TRUE(client.ends());
}

TEST_F(ServerTest, AllowsMoreTimeBetweenRequestsThanForOne) {
  configuration_.read_timeout = milliseconds(100);
  HttpClient client(port());
  client.send(requestText("GET", kLive));
  EXPECT_EQ(client.receive()->status, 200);
  EXPECT_TRUE(client.isSilentFor(milliseconds(300)));
  client.send(requestText("GET", kLive));
  EXPECT_EQ(client.receive()->status, 200);
}

TEST_F(ServerTest, GivesAHandlerMoreTimeThanARequestHasToCome) {
  configuration_.read_timeout = milliseconds(100);
  Gate gate;
  letRequestsWaitAt(gate);
  HttpClient client(port());
  client.send(waitingRequest());
  gate.awaitWaiting(1);
  EXPECT_TRUE(client.isSilentFor(milliseconds(300)));
  gate.open();
  EXPECT_EQ(outcomeOf(*client.receive()), "404 UNKNOWN_ENROLMENT");
}

TEST_F(ServerTest, RefusesMoreRequestsInProgressThanAllowed) {
  configuration_.max_requests_in_progress = 2;
  Gate gate;
  letRequestsWaitAt(gate);
  HttpClient first(port());
  HttpClient second(port());
  first.send(waitingRequest());
  second.send(waitingRequest());
  gate.awaitWaiting(2);

  const auto refused = send(waitingRequest());
  EXPECT_EQ(outcomeOf(refused), "503 OVERLOADED");
  EXPECT_EQ(refused.headers.at("retry-after"), "1");
  EXPECT_EQ(get(kLive).status, 200);
  EXPECT_EQ(get("/health/ready").status, 200);

  gate.open();
  EXPECT_EQ(outcomeOf(*first.receive()), "404 UNKNOWN_ENROLMENT");
  EXPECT_EQ(outcomeOf(*second.receive()), "404 UNKNOWN_ENROLMENT");
  EXPECT_EQ(outcomeOf(get(kSomeEnrolment)), "404 UNKNOWN_ENROLMENT");
}

TEST_F(ServerTest, LetsAConnectionWaitWhileThereAreAsManyAsAllowed) {
  configuration_.max_connections = 2;
  Gate gate;
  letRequestsWaitAt(gate);
  HttpClient first(port());
  HttpClient second(port());
  first.send(waitingRequest());
  second.send(waitingRequest());
  gate.awaitWaiting(2);

  HttpClient third(port());
  third.send(requestText("GET", kLive));
  EXPECT_TRUE(third.isSilentFor(milliseconds(200)));
  gate.open();
  EXPECT_EQ(first.receive()->status, 404);
  EXPECT_EQ(third.receive()->status, 200);
}

TEST_F(ServerTest, EndsTheLongestIdleConnectionWhereAnotherWantsItsPlace) {
  configuration_.max_connections = 2;
  HttpClient first(port());
  first.send(requestText("GET", kLive));
  EXPECT_EQ(first.receive()->status, 200);
  HttpClient second(port());
  second.send(requestText("GET", kLive));
  EXPECT_EQ(second.receive()->status, 200);

  EXPECT_EQ(get(kLive).status, 200);
  EXPECT_TRUE(first.ends());
}

TEST_F(ServerTest, ServesAmongManyConnectionsThatSayNothing) {
  configuration_.max_connections = 20;
  std::vector<std::unique_ptr<HttpClient>> silent;
  for (int i = 0; i < 100; ++i) silent.push_back(std::make_unique<HttpClient>(port()));
  EXPECT_EQ(get(kLive).status, 200);
}

// No file descriptor is left in this process, until the object goes.
class NoDescriptorsLeft {
 public:
  NoDescriptorsLeft() {
    getrlimit(RLIMIT_NOFILE, &former_);
    rlimit none = former_;
    none.rlim_cur = 1;  // taken by standard input; poll() of one descriptor still works
    setrlimit(RLIMIT_NOFILE, &none);
  }
  NoDescriptorsLeft(const NoDescriptorsLeft&) = delete;
  NoDescriptorsLeft& operator=(const NoDescriptorsLeft&) = delete;
  ~NoDescriptorsLeft() { setrlimit(RLIMIT_NOFILE, &former_); }

 private:
  rlimit former_{};
};

TEST_F(ServerTest, AcceptsAgainAfterThereWereNoFileDescriptors) {
  EXPECT_EQ(get(kLive).status, 200);
  HttpClient client;
  {
    const NoDescriptorsLeft none;
    client.connect(port());
    client.send(requestText("GET", kLive));
    EXPECT_TRUE(client.isSilentFor(milliseconds(200)));
  }
  EXPECT_EQ(client.receive()->status, 200);
  stop();
  const std::size_t warning = log_.text().find("cannot accept connections");
  ASSERT_NE(warning, std::string::npos);
  EXPECT_EQ(log_.text().find("cannot accept connections", warning + 1), std::string::npos);
}

// --- stopping --------------------------------------------------------------------------------------------------------

TEST_F(ServerTest, AnswersWhatItAcceptedBeforeItStops) {
  Gate gate;
  letRequestsWaitAt(gate);
  HttpClient client(port());
  client.send(waitingRequest());
  gate.awaitWaiting(1);
  beginStop();
  while (true) {  // until the port is closed
    try {
      HttpClient(port()).finishSending();
    } catch (const std::system_error&) {
      break;
    }
  }
  gate.open();
  const auto response = client.receive();
  ASSERT_TRUE(response);
  EXPECT_EQ(outcomeOf(*response), "404 UNKNOWN_ENROLMENT");
  EXPECT_EQ(response->headers.at("connection"), "close");
  EXPECT_TRUE(client.ends());
}

TEST_F(ServerTest, AnswersWhatWasPipelinedBehindBeforeItStops) {
  Gate gate;
  letRequestsWaitAt(gate);
  HttpClient client(port());
  client.send(waitingRequest() + requestText("GET", kLive));
  gate.awaitWaiting(1);
  gate.open();
  EXPECT_EQ(client.receive()->status, 404);
  beginStop();
  EXPECT_EQ(client.receive()->status, 200);
  EXPECT_TRUE(client.ends());
}

TEST_F(ServerTest, EndsIdleConnectionsAtOnceWhenItStops) {
  HttpClient used(port());
  used.send(requestText("GET", kLive));
  EXPECT_EQ(used.receive()->status, 200);
  HttpClient unused(port());
  EXPECT_EQ(get(kLive).status, 200);  // so that the one before is accepted

  const auto start = std::chrono::steady_clock::now();
  stop();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  EXPECT_TRUE(used.ends());
  EXPECT_TRUE(unused.ends());
}

TEST_F(ServerTest, StopsAfterTheTimeoutThoughSomebodyIsNotReady) {
  configuration_.stop_timeout = milliseconds(300);
  HttpClient client(port());
  client.send("GET /health/live HTTP/1.1\r\n");
  EXPECT_EQ(get(kLive).status, 200);  // so that the server has read the beginning
  const auto start = std::chrono::steady_clock::now();
  stop();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  EXPECT_TRUE(client.ends());
}

TEST_F(ServerTest, MayBeStoppedTwiceAndBeforeItRuns) {
  Server server(configuration_, services());
  server.stop();
  server.stop();
  server.run();
}

TEST_F(ServerTest, MayGoWithoutHavingRun) {
  start();
  stop();
  EXPECT_NE(Server(configuration_, services()).port(), 0);
}

// --- starting --------------------------------------------------------------------------------------------------------

class ServerStartTest : public ServerFixture {
 protected:
  std::string failure() {
    try {
      start();
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  }
};

TEST_F(ServerStartTest, RefusesPlainHttpOnAnAddressThatOthersReach) {
  for (const char* address : {"0.0.0.0", "::", "192.0.2.1", "::ffff:127.0.0.1"}) {
    configuration_.address = address;
    EXPECT_EQ(failure().find(std::string(address) + ": plain HTTP is for loopback addresses"), 0) << address;
  }
}

TEST_F(ServerStartTest, AllowsPlainHttpWhereTheOperatorSaysSo) {
  configuration_.address = "0.0.0.0";
  configuration_.allow_plain_http = true;
  EXPECT_EQ(get(kLive).status, 200);
}

TEST_F(ServerStartTest, AllowsPlainHttpOnEveryLoopbackAddress) {
  configuration_.address = "127.0.0.2";
  EXPECT_EQ(failure(), "");
}

TEST_F(ServerStartTest, RefusesANameAsAddress) {
  configuration_.address = "localhost";
  EXPECT_EQ(failure(), "localhost: not an IP address to listen on");
}

TEST_F(ServerStartTest, SaysThatThePortIsTaken) {
  start();
  configuration_.port = port();
  try {
    const Server server(configuration_, services());
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_EQ(error.what(), "cannot listen on 127.0.0.1 port " + std::to_string(port()) + ": Address already in use");
  }
}

// --- what goes wrong behind it ---------------------------------------------------------------------------------------

TEST_F(ServerTest, SaysThatTheDatabaseDoesNotAnswer) {
  store_.onRequest([] { throw domain::StoreUnavailable("planted-text"); });
  const auto response = get(kSomeEnrolment);
  EXPECT_EQ(outcomeOf(response), "503 UNAVAILABLE");
  EXPECT_EQ(response.headers.at("retry-after"), "1");
}

TEST_F(ServerTest, SaysThatTheDatabaseHasTooMuchToDo) {
  store_.onRequest([] { throw domain::StoreOverloaded("planted-text"); });
  const auto response = get(kSomeEnrolment);
  EXPECT_EQ(outcomeOf(response), "503 OVERLOADED");
  EXPECT_EQ(response.headers.at("retry-after"), "1");
}

TEST_F(ServerTest, TellsNothingOfAnErrorOfItsOwnButTheRequestId) {
  store_.onRequest([] { throw std::logic_error("planted-text"); });
  const auto response = get(kSomeEnrolment);
  EXPECT_EQ(outcomeOf(response), "500 INTERNAL_ERROR");
  EXPECT_FALSE(jsonOf(response).contains("detail"));
  EXPECT_EQ(response.body.find("planted-text"), std::string::npos);
  stop();
  EXPECT_EQ(log_.text().find("planted-text"), std::string::npos);
  EXPECT_NE(log_.text().find("request " + response.headers.at("x-request-id") + ": St11logic_error"),
            std::string::npos);
}

}  // namespace
}  // namespace heliograph::http::testing
