// The program's manners: help everywhere, exit codes, one line on stderr, JSON for machines.

#include <gmock/gmock.h>

#include <algorithm>
#include <map>

#include "bank_and_phone.h"
#include "command_line/text_file.h"

namespace heliograph {
namespace {

using testing::HasSubstr;

using Words = std::vector<std::string>;

// One of the programs, by its name.
lab::FinishedProcess runOf(const std::string& program, const Words& arguments) {
  return lab::runProcess({std::string(HELIOGRAPH_PROGRAMS "/") + program, arguments});
}
lab::FinishedProcess run(const Words& arguments) { return runOf("heliograph", arguments); }

long linesIn(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

struct Command {
  std::string program;
  Words words;
};

class EveryCommand : public testing::TestWithParam<Command> {
 protected:
  [[nodiscard]] static lab::FinishedProcess runWith(const char* option) {
    Words arguments = GetParam().words;
    arguments.emplace_back(option);
    return runOf(GetParam().program, arguments);
  }
};

TEST_P(EveryCommand, HasHelp) {
  const auto finished = runWith("--help");
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_THAT(finished.standard_output, HasSubstr("--help"));
}

TEST_P(EveryCommand, RefusesAnUnknownOptionInOneLine) {
  const auto finished = runWith("--no-such-option");
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_EQ(linesIn(finished.standard_error), 1) << finished.standard_error;
  EXPECT_THAT(finished.standard_error, testing::StartsWith(GetParam().program + ": "));
}

std::vector<Command> allCommands() {
  const std::map<std::string, std::vector<Words>> words{
      {"heliograph",
       {{},
        {"serve"},
        {"app"},
        {"app", "create"},
        {"app", "set"},
        {"app", "show"},
        {"apikey"},
        {"apikey", "create"},
        {"apikey", "list"},
        {"apikey", "revoke"},
        {"device"},
        {"device", "show"},
        {"vectors"},
        {"vectors", "check"},
        {"organisation"},
        {"organisation", "create"},
        {"organisation", "list"},
        {"app", "history"},
        {"app", "statistics"},
        {"audit"},
        {"audit", "search"},
        {"audit", "export"},
        {"audit", "heads"},
        {"audit", "verify"},
        {"masterkey"},
        {"masterkey", "add"},
        {"masterkey", "rotate"},
        {"masterkey", "status"},
        {"maintenance"},
        {"maintenance", "clean-up"},
        {"version"}}},
      {"heliograph-phone",
       {{},
        {"enrol"},
        {"authenticate"},
        {"deactivate-method"},
        {"activate"},
        {"offline"},
        {"status"},
        {"deactivate"},
        {"version"}}},
      {"heliograph-lab", {{}, {"demo"}, {"serve"}, {"bench"}, {"bench", "prepare"}, {"bench", "run"}, {"version"}}},
  };
  std::vector<Command> commands;
  for (const auto& [program, of_program] : words) {
    for (const Words& command : of_program) commands.push_back({program, command});
  }
  return commands;
}

INSTANTIATE_TEST_SUITE_P(CommandLine, EveryCommand, testing::ValuesIn(allCommands()));

TEST(CommandLine, EachProgramSaysItsVersion) {
  for (const std::string program : {"heliograph", "heliograph-phone", "heliograph-lab"}) {
    EXPECT_THAT(runOf(program, {"version"}).standard_output,
                testing::MatchesRegex(program + " [0-9.]+ \\(protocol 1\\)\n"));
    EXPECT_EQ(cli::Json::parse(runOf(program, {"--json", "version"}).standard_output).at("protocol_version"), 1);
  }
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
  EXPECT_THAT(stage_.runPhone({"status", folder[0], folder[1]}).at("auth_methods"),
              testing::UnorderedElementsAre("DEVICE_PIN", "OFFLINE_DEVICE", "OFFLINE_PIN"));
  stage_.runPhone({"deactivate", folder[0], folder[1]});
  EXPECT_FALSE(stage_.runPhone({"status", folder[0], folder[1]}).at("is_activated"));
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
