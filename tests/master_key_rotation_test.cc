// A new master key while the bank works: no request fails, and wherever a rotation stops it can go on.

#include <gmock/gmock.h>
#include <signal.h>

#include <atomic>
#include <fstream>
#include <random>
#include <thread>

#include "bank_and_phone.h"
#include "base/hex.h"
#include "cli/master_key_file.h"
#include "command_line/text_file.h"
#include "crypto/system_random.h"
#include "database.h"
#include "domain/ids.h"
#include "server_process.h"

namespace heliograph {
namespace {

using cli::Json;
using testing::HasSubstr;

class Rotation : public BankAndPhone {
 protected:
  static constexpr int kMoreDevices = 1200;
  static constexpr int kMethodsOfThePhone = 3;

  void SetUp() override {
    BankAndPhone::SetUp();
    addDevices();
  }
  // A rotation of three keys would be over at once. The keys of these devices are no phone's, but as good as one's.
  void addDevices() const {
    const domain::KeyRing key_ring(cli::loadMasterKeys(stage_.folder() / "master.key", random_));
    Database database(stage_.folder() / "heliograph.db");
    database.execute(
        "BEGIN IMMEDIATE;"
        "CREATE TEMP TABLE new_device AS SELECT * FROM devices; UPDATE new_device SET user_reference = NULL;"
        "CREATE TEMP TABLE new_method AS SELECT * FROM methods WHERE auth_method = 18");  // DEVICE_PIN
    for (int i = 0; i < kMoreDevices; ++i) addDevice(database, key_ring);
    database.execute("COMMIT");
  }
  void addDevice(Database& database, const domain::KeyRing& key_ring) const {
    const DeviceId id(randomUuid(random_));
    const protocol::MethodKeys keys{.data_key = protocol::DataKey::filledBy([&](auto out) { random_.fill(out); }),
                                    .otp_key = protocol::OtpKey::filledBy([&](auto out) { random_.fill(out); })};
    const auto wrapped = key_ring.wrap(keys, id, protocol::AuthMethod::kDevicePin, random_);
    const std::string id_columns =
        " SET shard = " + std::to_string(domain::shardOf(id)) + ", device_id = x'" + toHex(id.bytes()) + "'";
    database.execute("UPDATE new_device" + id_columns + "; INSERT INTO devices SELECT * FROM new_device;");
    database.execute("UPDATE new_method" + id_columns + ", keys_version = " + std::to_string(wrapped.key_version) +
                     ", keys_sealed = x'" + toHex(wrapped.sealed) + "'; INSERT INTO methods SELECT * FROM new_method");
  }
  void addMasterKey(int version) const {
    const auto added = operate({"masterkey", "add"});
    ASSERT_EQ(added.exit_code, 0) << added.standard_error;
    EXPECT_EQ(Json::parse(added.standard_output).at("version"), version);
  }
  // What docs/operations.md has an operator wait for.
  static void waitForTheLogToSay(const std::filesystem::path& log, const std::string& sentence) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (cli::readTextFile(log).find(sentence) == std::string::npos) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << sentence;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  void giveTheServerMasterKey(int version) const {
    addMasterKey(version);
    stage_.reloadServer();
    waitForTheLogToSay(stage_.folder() / "server.log",
                       "the master keys were read again; the newest is " + std::to_string(version));
  }
  [[nodiscard]] Json status() const { return Json::parse(operate({"masterkey", "status"}).standard_output); }
  [[nodiscard]] static std::uint64_t keysUnder(const Json& status, int version) {
    for (const Json& entry : status.at("method_keys")) {
      if (entry.at("master_key_version") == version) return entry.at("count");
    }
    return 0;
  }
  void expectRotatedTo(int version) const {
    const Json now = status();
    EXPECT_TRUE(now.at("done")) << now;
    EXPECT_EQ(now.at("current_version"), version);
    EXPECT_EQ(keysUnder(now, version), kMoreDevices + kMethodsOfThePhone);
  }
  // Takes every master key but `version` out of the file.
  void keepOnlyMasterKey(int version) const {
    const auto file = stage_.folder() / "master.key";
    const std::string text = cli::readTextFile(file);
    const std::size_t start = text.find(std::to_string(version) + ":");
    std::ofstream(file) << text.substr(start, text.find('\n', start) + 1 - start);
  }
  void expectEverythingWorks() {
    EXPECT_TRUE(authenticatesOffline());
    EXPECT_TRUE(authenticatesOnline(phone_, "DEVICE_PIN", kDevicePin));
    stage_.activate(phone_, "OFFLINE_PIN", kDevicePin, kOfflinePin);
    const Json session = stage_.session(phone_, "OFFLINE_PIN", "Pay 1.00 EUR");
    EXPECT_TRUE(isResult(stage_.verify(session, otpFor(session, kOfflinePin)), "SUCCESS"));
  }

  mutable crypto::SystemRandom random_;
};

// Offline and online authentications without a pause, as long as it lives.
class Customers {
 public:
  explicit Customers(const std::function<bool()>& authenticate) {
    thread_ = std::jthread([this, authenticate](const std::stop_token& stop) {
      while (!stop.stop_requested()) ++(succeeds(authenticate) ? served_ : failed_);
    });
  }
  void waitForMore(int count) const {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    const int before = served_;
    while (served_ < before + count && failed_ == 0 && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
  [[nodiscard]] int failed() const { return failed_; }

 private:
  static bool succeeds(const std::function<bool()>& authenticate) {
    try {
      return authenticate();
    } catch (const std::exception&) {
      return false;  // no answer, or not the one that was expected
    }
  }

  std::atomic<int> served_ = 0;
  std::atomic<int> failed_ = 0;
  std::jthread thread_;
};

TEST_F(Rotation, ByTheCommandLineFailsNoRequestOfAServerThatServesAllTheTime) {
  const Json begun_before = stage_.session(phone_, "OFFLINE_PIN", "Begun before the rotation");
  const std::string otp = otpFor(begun_before, kOfflinePin);
  {
    const Customers offline([this] { return authenticatesOffline(); });
    const Customers online([this] { return authenticatesOnline(phone_, "DEVICE_PIN", kDevicePin); });
    offline.waitForMore(1);
    giveTheServerMasterKey(2);
    online.waitForMore(1);
    EXPECT_EQ(keysUnder(status(), 1), kMoreDevices + kMethodsOfThePhone) << "nothing uses it before the rotation";
    const auto rotated = operate({"masterkey", "rotate"});
    EXPECT_EQ(rotated.exit_code, 0) << rotated.standard_error;
    online.waitForMore(2);
    offline.waitForMore(2);
    EXPECT_EQ(offline.failed(), 0);
    EXPECT_EQ(online.failed(), 0);
  }
  expectRotatedTo(2);
  EXPECT_TRUE(isResult(stage_.verify(begun_before, otp), "SUCCESS"));

  keepOnlyMasterKey(2);
  stage_.killServer();
  stage_.startServer();
  expectEverythingWorks();
  expectRotatedTo(2);
  const auto events = operate({"audit", "search", "--action", "MASTER_KEY_ROTATED"});
  EXPECT_EQ(Json::parse(events.standard_output).at("actor"), "COMMAND_LINE");
  EXPECT_EQ(operate({"audit", "verify"}).exit_code, 0) << "old heads stay valid";
}

TEST_F(Rotation, ByTheAdminApiTellsItsProgress) {
  EXPECT_TRUE(admin().get("/master-key-rotation").body.at("done"));
  giveTheServerMasterKey(2);
  const Json before = admin().get("/master-key-rotation").body;
  EXPECT_FALSE(before.at("rotating"));
  EXPECT_EQ(before.at("remaining"), kMoreDevices + kMethodsOfThePhone + 1) << "the channel key is the one more";

  const auto asked = admin().post("/master-key-rotation");
  EXPECT_EQ(asked.status, 202);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  std::uint64_t remaining = before.at("remaining");
  for (Json now = before; !now.at("done") && std::chrono::steady_clock::now() < deadline;) {
    EXPECT_TRUE(authenticatesOffline());
    now = admin().get("/master-key-rotation").body;
    EXPECT_LE(now.at("remaining"), remaining);
    remaining = now.at("remaining");
  }
  expectRotatedTo(2);
  const auto events = operate({"audit", "search", "--action", "MASTER_KEY_ROTATED"});
  EXPECT_EQ(Json::parse(events.standard_output).at("request_id"), asked.headers.at("x-request-id"));
  expectEverythingWorks();
}

TEST_F(Rotation, ThatIsKilledAtAnyMomentGoesOnWhenItIsRunAgain) {
  std::mt19937 moment(20);  // the rounds differ, the runs do not
  stage_.killServer();
  for (int version = 2; version <= 7; ++version) {
    addMasterKey(version);
    {
      lab::RunningProcess rotation(
          {HELIOGRAPH_PROGRAM, {"--json", "masterkey", "rotate", "--config", stage_.configurationFile().string()}},
          folder_ / "rotation.log");
      std::this_thread::sleep_for(std::chrono::microseconds(moment() % 90'000));
      rotation.signal(SIGKILL);
      rotation.wait();
    }
    const Json halfway = status();
    EXPECT_EQ(keysUnder(halfway, version - 1) + keysUnder(halfway, version), kMoreDevices + kMethodsOfThePhone);
    ASSERT_EQ(operate({"masterkey", "rotate"}).exit_code, 0);
    expectRotatedTo(version);
  }
  keepOnlyMasterKey(7);
  stage_.startServer();
  expectEverythingWorks();
}

TEST_F(Rotation, ThatStoppedHalfwayLeavesAServerThatWorksAndGoesOnByTheAdminApi) {
  giveTheServerMasterKey(2);
  Database database(stage_.folder() / "heliograph.db");
  database.execute(
      "CREATE TRIGGER full_disk BEFORE UPDATE OF keys_version ON methods"
      " WHEN (SELECT count(*) FROM methods WHERE keys_version = 2) >= 500"
      " BEGIN SELECT RAISE(ABORT, 'no space left'); END");
  EXPECT_EQ(operate({"masterkey", "rotate"}).exit_code, 4);
  database.execute("DROP TRIGGER full_disk");
  const Json halfway = status();
  EXPECT_FALSE(halfway.at("done"));
  EXPECT_GT(keysUnder(halfway, 1), 0U);
  EXPECT_GT(keysUnder(halfway, 2), 0U);
  expectEverythingWorks();

  ASSERT_EQ(admin().post("/master-key-rotation").status, 202);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!status().at("done") && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  expectRotatedTo(2);
}

TEST_F(Rotation, ASecondServerThatHasReadTheNewKeyKeepsWorking) {
  const ServerProcess other(stage_.configurationFile(), folder_ / "other.log");
  const RestClient other_bank(other.url() + kServiceProviderApi, bank_key_);
  const Json begin{{"device_id", phone_.device_id}, {"auth_method", "OFFLINE_DEVICE"}, {"context", "Pay 1.00 EUR"}};
  giveTheServerMasterKey(2);
  other.signal(SIGHUP);
  waitForTheLogToSay(other.log(), "the master keys were read again; the newest is 2");
  const Customers customers([&] {
    const Json session = other_bank.post("/offline-authentications", begin).body;
    const std::string path = "/offline-authentications/" + session.at("id").get<std::string>() + "/verify";
    return other_bank.post(path, {{"otp", otpFor(session)}}).body.at("result") == "SUCCESS";
  });
  customers.waitForMore(1);
  ASSERT_EQ(operate({"masterkey", "rotate"}).exit_code, 0);
  customers.waitForMore(5);
  EXPECT_EQ(customers.failed(), 0);
  expectRotatedTo(2);
}

TEST_F(Rotation, AMasterKeyFileThatCannotBeReadLeavesTheKeysInUse) {
  const auto file = stage_.folder() / "master.key";
  const std::string keys = cli::readTextFile(file);
  std::ofstream(file) << "no key\n";
  stage_.reloadServer();
  waitForTheLogToSay(stage_.folder() / "server.log", "the master keys in use stay: master key file");
  EXPECT_TRUE(authenticatesOffline());
  std::filesystem::remove(file);
  stage_.reloadServer();
  waitForTheLogToSay(stage_.folder() / "server.log", "master.key: No such file");
  EXPECT_FALSE(std::filesystem::exists(file)) << "a fresh key would open nothing";
  EXPECT_TRUE(authenticatesOffline());
}

TEST_F(Rotation, AnInstallationWhoseMasterKeyFileIsGoneGetsNoFreshOne) {
  const auto file = stage_.folder() / "master.key";
  std::filesystem::rename(file, folder_ / "elsewhere");
  const auto refused = operate({"app", "show"});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.standard_error, HasSubstr("master.key: No such file"));
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(Rotation, WithoutAKeyThatIsStillInUseItSaysWhich) {
  stage_.killServer();
  addMasterKey(2);
  Database(stage_.folder() / "heliograph.db")
      .execute(
          "CREATE TRIGGER full_disk BEFORE UPDATE OF keys_version ON methods BEGIN SELECT RAISE(ABORT, 'full'); END");
  EXPECT_EQ(operate({"masterkey", "rotate"}).exit_code, 4) << "the channel key alone is under the new one";
  keepOnlyMasterKey(2);
  const auto refused = operate({"masterkey", "rotate"});
  EXPECT_EQ(refused.exit_code, 3) << refused.standard_error;
  EXPECT_THAT(refused.standard_error, HasSubstr("do not open with master key version 1"));
}

TEST_F(Rotation, AServerWithoutTheNewKeyDoesNotStart) {
  const std::string old_keys = cli::readTextFile(stage_.folder() / "master.key");
  stage_.killServer();
  addMasterKey(2);
  ASSERT_EQ(operate({"masterkey", "rotate"}).exit_code, 0);
  std::ofstream(stage_.folder() / "master.key") << old_keys;
  const auto refused = operate({"serve"});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.standard_error, HasSubstr("the master key does not open the keys of"));
}

TEST_F(Rotation, APhoneThatEnrolsRightAfterItIsUnderTheNewKey) {
  giveTheServerMasterKey(2);
  ASSERT_EQ(operate({"masterkey", "rotate"}).exit_code, 0);
  phone_ = stage_.enrolPhone("bob", kDevicePin);
  EXPECT_EQ(keysUnder(status(), 1), 0U);
  keepOnlyMasterKey(2);
  stage_.killServer();
  stage_.startServer();
  EXPECT_TRUE(authenticatesOnline(phone_, "DEVICE_PIN", kDevicePin));
}

}  // namespace
}  // namespace heliograph
