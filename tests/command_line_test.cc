// The program's manners: help everywhere, exit codes, one line on stderr, JSON for machines.

#include <gmock/gmock.h>

#include <algorithm>

#include "bank_and_phone.h"
#include "cli/text_file.h"

namespace heliograph {
namespace {

using testing::HasSubstr;

using Words = std::vector<std::string>;

cli::FinishedProcess run(const Words& arguments) { return cli::runProcess({HELIOGRAPH_PROGRAM, arguments}); }

long linesIn(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

class EveryCommand : public testing::TestWithParam<Words> {};

TEST_P(EveryCommand, HasHelp) {
  Words arguments = GetParam();
  arguments.push_back("--help");
  const auto finished = run(arguments);
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_THAT(finished.standard_output, HasSubstr("--help"));
}

TEST_P(EveryCommand, RefusesAnUnknownOptionInOneLine) {
  Words arguments = GetParam();
  arguments.push_back("--no-such-option");
  const auto finished = run(arguments);
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_EQ(linesIn(finished.standard_error), 1) << finished.standard_error;
  EXPECT_THAT(finished.standard_error, testing::StartsWith("heliograph: "));
}

INSTANTIATE_TEST_SUITE_P(
    CommandLine, EveryCommand,
    testing::Values(Words{}, Words{"serve"}, Words{"demo"}, Words{"app"}, Words{"app", "create"}, Words{"app", "set"},
                    Words{"app", "show"}, Words{"apikey"}, Words{"apikey", "create"}, Words{"apikey", "list"},
                    Words{"apikey", "revoke"}, Words{"device"}, Words{"device", "show"}, Words{"vectors"},
                    Words{"vectors", "check"}, Words{"organisation"}, Words{"organisation", "create"},
                    Words{"organisation", "list"}, Words{"app", "history"}, Words{"app", "statistics"}, Words{"audit"},
                    Words{"audit", "search"}, Words{"audit", "export"}, Words{"audit", "heads"},
                    Words{"audit", "verify"}, Words{"masterkey"}, Words{"masterkey", "add"},
                    Words{"masterkey", "rotate"}, Words{"masterkey", "status"}, Words{"maintenance"},
                    Words{"maintenance", "clean-up"}, Words{"phone"}, Words{"phone", "enrol"},
                    Words{"phone", "authenticate"}, Words{"phone", "deactivate-method"}, Words{"phone", "activate"},
                    Words{"phone", "offline"}, Words{"phone", "status"}, Words{"phone", "deactivate"},
                    Words{"version"}));

TEST(CommandLine, SaysItsVersion) {
  EXPECT_THAT(run({"version"}).standard_output, testing::MatchesRegex("heliograph [0-9.]+ \\(protocol 1\\)\n"));
  EXPECT_EQ(cli::Json::parse(run({"--json", "version"}).standard_output).at("protocol_version"), 1);
}

TEST(CommandLine, AMissingConfigurationFileIsNamed) {
  const auto finished = run({"app", "show", "--config", "/nowhere/heliograph.toml"});
  EXPECT_EQ(finished.exit_code, 3);
  EXPECT_THAT(finished.standard_error, HasSubstr("/nowhere/heliograph.toml"));
}

class RunningServer : public BankAndPhone {};

TEST_F(RunningServer, TheOperatorSeesTheDeviceAsTheBankDoes) {
  const auto shown = stage_.run({"device", "show", phone_.device_id, "--config", stage_.folder() / "heliograph.toml"});
  EXPECT_EQ(shown, stage_.get("/devices/" + phone_.device_id).body);
}

TEST_F(RunningServer, ARevokedKeyIsRefusedAtOnce) {
  const cli::Json begin{{"device_id", phone_.device_id}, {"auth_method", "OFFLINE_DEVICE"}, {"context", "Pay"}};
  ASSERT_EQ(bank().post("/offline-authentications", begin).status, 201);
  ASSERT_EQ(operate({"apikey", "revoke", bank_key_.id}).exit_code, 0);
  EXPECT_EQ(bank().post("/offline-authentications", begin).status, 401);
}

TEST_F(RunningServer, AMethodThatIsNoLongerAllowedIsRefusedAtOnce) {
  stage_.setProperty("ALLOWED_AUTH_METHODS=DEVICE,DEVICE:PIN,OFFLINE");
  EXPECT_EQ(stage_.begin(phone_, "OFFLINE_PIN", "After").status, 422);
  EXPECT_EQ(stage_.begin(phone_, "OFFLINE_DEVICE", "After").status, 201);
}

TEST_F(RunningServer, APhoneShowsAndForgetsWhatIsActivated) {
  const Words folder{"--folder", phone_.folder};
  EXPECT_THAT(stage_.run({"phone", "status", folder[0], folder[1]}).at("auth_methods"),
              testing::UnorderedElementsAre("DEVICE_PIN", "OFFLINE_DEVICE", "OFFLINE_PIN"));
  stage_.run({"phone", "deactivate", folder[0], folder[1]});
  EXPECT_FALSE(stage_.run({"phone", "status", folder[0], folder[1]}).at("is_activated"));
  EXPECT_EQ(stage_.get("/devices/" + phone_.device_id).body.at("device_status"), "DEACTIVATED");
}

TEST_F(RunningServer, TheLogHoldsNoSecret) {
  const auto session = stage_.session(phone_, "OFFLINE_PIN", "Planted context 4711");
  const std::string otp = otpFor(session, kOfflinePin);
  ASSERT_TRUE(isResult(stage_.verify(session, otp), "SUCCESS"));
  stage_.stopServer();
  const std::string log = cli::readTextFile(stage_.folder() / "server.log");
  EXPECT_FALSE(log.empty());
  for (const std::string& secret : {otp, std::string("Planted context"), std::string(kDevicePin),
                                    session.at("verification_data").get<std::string>()}) {
    EXPECT_THAT(log, testing::Not(HasSubstr(secret)));
  }
}

}  // namespace
}  // namespace heliograph
