#include "bench/bench_command.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bench/devices_file.h"
#include "command_line/exit_code.h"
#include "crypto/system_random.h"
#include "lab/demo/stage.h"
#include "lab/process.h"

namespace heliograph::bench {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLab = HELIOGRAPH_PROGRAMS "/heliograph-lab";

TEST(ServerAddress, IsReadFromAnHttpUrl) {
  const auto address = serverAddressOf("http://127.0.0.1:8080/");

  ASSERT_TRUE(address);
  EXPECT_EQ(address->host, "127.0.0.1");
  EXPECT_EQ(address->port, "8080");
  EXPECT_EQ(serverAddressOf("http://bank.example")->port, "80");
  EXPECT_EQ(serverAddressOf("http://[::1]:81")->host, "::1");
  EXPECT_EQ(serverAddressOf("http://[::1]:81")->port, "81");
}

TEST(ServerAddress, AnythingElseIsNone) {
  for (const char* url : {"https://127.0.0.1:8443", "127.0.0.1:8080", "http://", "http://:80",
                          "http://a:", "http://a:b", "http://a/path", "http://user@a:80"}) {
    EXPECT_FALSE(serverAddressOf(url)) << url;
  }
}

// A folder of its own, and heliograph-lab.
class BenchCommand : public testing::Test {
 protected:
  BenchCommand() : folder_(fs::temp_directory_path() / ("heliograph-bench-" + std::to_string(getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~BenchCommand() override { fs::remove_all(folder_); }

  static lab::FinishedProcess run(const std::vector<std::string>& arguments) {
    return lab::runProcess({.program = kLab, .arguments = arguments});
  }
  [[nodiscard]] std::string file(const char* name) const { return (folder_ / name).string(); }

  fs::path folder_;
};

TEST_F(BenchCommand, ADevicesFileIsReadAsItWasWrittenAndIsItsOwnersAlone) {
  crypto::SystemRandom random;
  const PreparedDevices written{.key_id = "key",
                                .key_secret = SecretBytes::copyOf(bytesOf("secret")),
                                .family = DeviceFamily::draw(random),
                                .count = 3};

  writeDevicesFile(file("devices.json"), written);
  const PreparedDevices read = readDevicesFile(file("devices.json"));

  EXPECT_EQ(read.key_id, "key");
  EXPECT_EQ(textOf(read.key_secret.expose()), "secret");
  EXPECT_EQ(read.count, 3U);
  EXPECT_EQ(read.family.device(2).id, written.family.device(2).id);
  EXPECT_EQ(fs::status(file("devices.json")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_THROW(writeDevicesFile(file("devices.json"), written), cli::CommandFailure);
}

TEST_F(BenchCommand, AnotherFileIsNoDevicesFile) {
  EXPECT_THROW(static_cast<void>(readDevicesFile(file("absent.json"))), cli::CommandFailure);
  EXPECT_EQ(run({"bench", "run", "--devices-file", kLab}).exit_code, 3);
}

TEST_F(BenchCommand, ArgumentsOutOfBoundsAreRefused) {
  const std::vector<std::vector<std::string>> wrong{
      {"bench"},
      {"bench", "prepare"},
      {"bench", "prepare", "--devices", "0", "--out", "x"},
      {"bench", "run"},
      {"bench", "run", "--devices-file", "x", "--connections", "0"},
      {"bench", "run", "--devices-file", "x", "--rate", "0"},
      {"bench", "run", "--devices-file", "x", "--wrong", "2"},
      {"bench", "run", "--devices-file", "x", "--url", "https://127.0.0.1"},
  };
  for (const auto& arguments : wrong) EXPECT_EQ(run(arguments).exit_code, 2) << arguments.back();
}

TEST_F(BenchCommand, AServerThatIsNotThereCannotBeLoaded) {
  crypto::SystemRandom random;
  writeDevicesFile(file("devices.json"), {.key_id = "key",
                                          .key_secret = SecretBytes::copyOf(bytesOf("secret")),
                                          .family = DeviceFamily::draw(random),
                                          .count = 3});

  const auto ended = run({"bench", "run", "--devices-file", file("devices.json"), "--url", "http://127.0.0.1:1"});

  EXPECT_EQ(ended.exit_code, 4);
}

// A server on the embedded database, and devices in it.
class BenchRun : public BenchCommand {
 protected:
  BenchRun() : stage_(HELIOGRAPH_PROGRAMS, folder_ / "stage") {
    std::ofstream(stage_.configurationFile()) << "[server]\nport = 0\n[limits]\n"
                                                 "requests_per_second_per_api_key = 1000000\n"
                                                 "requests_per_second_per_device = 1000000\n";
    devices_file_ = file("devices.json");
    const auto prepared = run({"bench", "prepare", "--devices", "40", "--out", devices_file_, "--config",
                               stage_.configurationFile().string()});
    EXPECT_EQ(prepared.exit_code, 0) << prepared.standard_error;
    // Later: a server that runs hears of the new key within a second only.
    stage_.startServer();
  }

  nlohmann::json load(std::vector<std::string> options) {
    std::vector<std::string> arguments{
        "--json", "bench",     "run", "--devices-file", devices_file_, "--url", stage_.serviceUrl(), "--warm-up",
        "0.2",    "--seconds", "1"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return nlohmann::json::parse(run(arguments).standard_output);
  }

  static void expectAllAsExpected(const nlohmann::json& result) {
    EXPECT_EQ(result.at("unexpected"), 0);
    EXPECT_EQ(result.at("unanswered"), 0);
    EXPECT_EQ(result.at("begin_errors"), nlohmann::json::object());
    EXPECT_EQ(result.at("verify_errors"), nlohmann::json::object());
  }

  lab::Stage stage_;
  std::string devices_file_;
};

TEST_F(BenchRun, AClosedLoopGetsRightAndWrongPasswordsJudgedAsTheyShouldBe) {
  const auto result = load({"--connections", "4", "--wrong", "0.2", "--server-pid", std::to_string(getpid())});

  expectAllAsExpected(result);
  EXPECT_EQ(result.at("loop"), "closed");
  EXPECT_GT(result.at("pairs"), 0);
  EXPECT_GT(result.at("successes"), 0);
  EXPECT_GT(result.at("failures"), 0);
  EXPECT_GT(result.at("pairs_per_second"), 0);
  EXPECT_GT(result.at("server_rss_mib"), 0);
  for (const char* kind : {"begin_ms", "verify_ms"}) {
    EXPECT_GT(result.at(kind).at("count"), 0);
    EXPECT_LE(result.at(kind).at("p50"), result.at(kind).at("p99"));
    EXPECT_LE(result.at(kind).at("p99_9"), result.at(kind).at("max"));
  }
  for (const char* part : {"server", "database", "generator"}) EXPECT_TRUE(result.at("cpu_seconds").contains(part));
}

TEST_F(BenchRun, AnOpenLoopBeginsAsManyPairsAsItsScheduleHas) {
  const auto result = load({"--connections", "4", "--rate", "50", "--wrong", "0"});

  expectAllAsExpected(result);
  EXPECT_EQ(result.at("loop"), "open");
  EXPECT_EQ(result.at("rate"), 50);
  EXPECT_EQ(result.at("successes"), 60);  // 1.2 seconds
  EXPECT_EQ(result.at("failures"), 0);
  EXPECT_EQ(result.at("begin_ms").at("count"), 50);
}

TEST_F(BenchRun, ADevicesFileIsNotOverwritten) {
  const auto ended = run({"bench", "prepare", "--out", devices_file_, "--config", stage_.configurationFile().string()});

  EXPECT_EQ(ended.exit_code, 3);
}

}  // namespace
}  // namespace heliograph::bench
