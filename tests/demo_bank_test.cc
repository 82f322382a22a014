// `heliograph-lab serve`: a server with the demo bank, which `heliograph serve` has not.

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "bank_and_phone.h"
#include "server_process.h"

namespace heliograph {
namespace {

using cli::Json;
using testing::HasSubstr;

std::string textOf(const std::filesystem::path& file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

constexpr const char* kLab = HELIOGRAPH_PROGRAMS "/heliograph-lab";

class DemoBank : public testing::Test {
 protected:
  DemoBank() { std::ofstream(configuration()) << "[server]\nport = 0\n"; }
  [[nodiscard]] std::filesystem::path configuration() const { return folder_ / "heliograph.toml"; }
  [[nodiscard]] ServerProcess serve(const std::vector<std::string>& options = {}, const char* program = kLab) {
    return {configuration(), folder_ / "server.log", options, program};
  }
  [[nodiscard]] static RestClient pageOf(const ServerProcess& server) {
    return {server.url() + "/demo/api", ApiKeyPair{"", ""}};
  }
  [[nodiscard]] static RestAnswer signIn(const ServerProcess& server) {
    return pageOf(server).post("/sign-in", {{"customer", "1001"}, {"password", "demo"}});
  }
  // Of the keys that were made for the demo bank.
  [[nodiscard]] std::vector<Json> keys() {
    const auto listed =
        lab::runProcess({HELIOGRAPH_PROGRAM, {"--json", "apikey", "list", "--config", configuration().string()}}, "");
    std::vector<Json> found;
    for (const Json& key : Json::parse(listed.standard_output)) {
      if (key.at("name") == "demo bank") found.push_back(key);
    }
    return found;
  }

  store::TemporaryFolder folder_;
};

TEST_F(DemoBank, IsThereInTheLabAndSaysWhereAndWarns) {
  const ServerProcess server = serve();
  EXPECT_EQ(server.started().at("guest_url"), server.url() + "/demo/");
  EXPECT_EQ(pageOf(server).get("/application").body.at("service_url"), server.url());
  const auto signed_in = signIn(server);
  EXPECT_EQ(signed_in.status, 200) << signed_in.text;
  EXPECT_EQ(signed_in.body.at("customer"), "1001");
  EXPECT_THAT(textOf(folder_ / "server.log"), HasSubstr("never let it face the internet"));
}

TEST_F(DemoBank, IsNotThereInTheProductNorItsPageNorThePhones) {
  const ServerProcess server = serve({"--with-example"}, HELIOGRAPH_PROGRAM);
  EXPECT_FALSE(server.started().contains("guest_url"));
  EXPECT_EQ(pageOf(server).get("/application").status, 404);
  EXPECT_EQ(signIn(server).status, 404);
  for (const char* page : {"/demo/", "/phone/"}) {
    EXPECT_EQ(RestClient(server.url(), ApiKeyPair{"", ""}).get(page).status, 404) << page;
  }
  EXPECT_TRUE(keys().empty());
}

TEST_F(DemoBank, UsesTheExampleApplication) {
  const ServerProcess server = serve({"--with-example"});
  EXPECT_EQ(pageOf(server).get("/application").body.at("application_id"),
            server.started().at("example").at("application").at("application_id"));
}

TEST_F(DemoBank, HasOneKeyThatIsGoodAndShowsItToNobody) {
  for (int i = 0; i < 2; ++i) {
    const ServerProcess server = serve();
    EXPECT_EQ(signIn(server).status, 200);
    for (const Json& key : keys()) {
      EXPECT_THAT(server.started().dump(), testing::Not(HasSubstr(key.at("key_id").get<std::string>())));
    }
    server.signal(SIGTERM);
  }
  const auto all = keys();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(std::ranges::count_if(all, [](const Json& key) { return key.contains("revoked_at"); }), 1);
  for (const Json& key : all) EXPECT_TRUE(key.contains("expires_at"));
}

TEST_F(DemoBank, NeedsAThreadToAnswerItself) {
  std::ofstream(configuration()) << "[server]\nport = 0\nworker_threads = 1\n";
  const auto finished = lab::runProcess({kLab, {"serve", "--config", configuration().string()}}, "");
  EXPECT_NE(finished.exit_code, 0);
  EXPECT_THAT(finished.standard_error, HasSubstr("worker_threads"));
}

}  // namespace
}  // namespace heliograph
