#include "http/router.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace heliograph::http {
namespace {

Handler answering(std::string body) {
  return [body](const Request&, const PathParameters&) -> Outcome { return Response{200, {}, {}, body}; };
}

class RouterTest : public ::testing::Test {
 protected:
  RouterTest() {
    router_.add(Method::kGet, "/devices", answering("search"));
    router_.add(Method::kGet, "/devices/{device_id}", answering("find"));
    router_.add(Method::kPost, "/devices/{device_id}", answering("change"));
    router_.add(Method::kPut, "/names/{name}", answering("replace"));
    router_.add(Method::kPatch, "/names/{name}", answering("amend"));
    router_.add(Method::kDelete, "/names/{name}", answering("remove"));
    router_.add(Method::kPost, "/devices/{device_id}/methods/{method}/lock", answering("lock"));
  }
  std::string answerTo(Method method, std::string_view path) {
    const auto match = router_.find(method, path);
    if (!match) return std::string(nameOf(match.error().code));
    return match->route->handler(Request(), match->parameters)->body;
  }
  Router router_;
};

TEST_F(RouterTest, FindsTheHandlerOfMethodAndPath) {
  EXPECT_EQ(answerTo(Method::kGet, "/devices"), "search");
  EXPECT_EQ(answerTo(Method::kGet, "/devices/1"), "find");
  EXPECT_EQ(answerTo(Method::kPost, "/devices/1"), "change");
  EXPECT_EQ(answerTo(Method::kPost, "/devices/1/methods/PIN/lock"), "lock");
  EXPECT_EQ(answerTo(Method::kPut, "/names/1"), "replace");
  EXPECT_EQ(answerTo(Method::kPatch, "/names/1"), "amend");
  EXPECT_EQ(answerTo(Method::kDelete, "/names/1"), "remove");
}

TEST_F(RouterTest, TellsItsRoutesInTheirOrder) {
  std::vector<std::string> told;
  for (const Router::Route& route : router_.routes()) {
    told.push_back(std::string(nameOf(route.method)) + " " + route.pattern);
  }
  EXPECT_EQ(told, (std::vector<std::string>{"GET /devices", "GET /devices/{device_id}", "POST /devices/{device_id}",
                                            "PUT /names/{name}", "PATCH /names/{name}", "DELETE /names/{name}",
                                            "POST /devices/{device_id}/methods/{method}/lock"}));
}

TEST_F(RouterTest, GivesParametersInTheOrderOfThePattern) {
  const auto match = router_.find(Method::kPost, "/devices/1/methods/PIN/lock");
  ASSERT_TRUE(match);
  EXPECT_EQ(match->parameters, (PathParameters{"1", "PIN"}));
  EXPECT_EQ(match->route->pattern, "/devices/{device_id}/methods/{method}/lock");
}

TEST_F(RouterTest, FindsNothingAtOtherPaths) {
  for (const char* path : {"/", "/device", "/devicesx", "/devices/", "//devices", "/devices//", "/devices/1/",
                           "/Devices", "/devices/1/methods", "/devices/1/methods//lock",
                           "/devices/1/methods/PIN/lock/x", "/devices/../devices", "/%64evices", "/devices%2f1"}) {
    EXPECT_EQ(answerTo(Method::kGet, path), "NOT_FOUND") << path;
  }
}

TEST_F(RouterTest, LeavesEscapesInParameters) {
  EXPECT_EQ(router_.find(Method::kGet, "/devices/..%2f1")->parameters.front(), "..%2f1");
}

TEST_F(RouterTest, TellsTheMethodsThatAPathTakes) {
  const auto match = router_.find(Method::kOther, "/devices/1");
  ASSERT_FALSE(match);
  EXPECT_EQ(match.error().code, ProblemCode::kMethodNotAllowed);
  EXPECT_EQ(match.error().allow, "GET, POST");
  EXPECT_EQ(router_.find(Method::kPost, "/devices").error().allow, "GET");
  EXPECT_EQ(router_.find(Method::kGet, "/names/1").error().allow, "PUT, PATCH, DELETE");
}

TEST_F(RouterTest, ReadsAnIdOfItsKindOrSaysThatThereIsNoSuchThing) {
  EXPECT_TRUE(pathId<DeviceId>("01234567-89ab-cdef-0123-456789abcdef", ProblemCode::kUnknownDevice));
  for (const char* text : {"1", "", "01234567-89ab-cdef-0123-456789abcdeg", "..%2f1", "<script>"}) {
    EXPECT_EQ(pathId<DeviceId>(text, ProblemCode::kUnknownDevice).error().code, ProblemCode::kUnknownDevice) << text;
  }
}

}  // namespace
}  // namespace heliograph::http
