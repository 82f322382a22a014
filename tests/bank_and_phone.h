// What most end-to-end tests start from: a running server, a bank, and one phone with OFFLINE_DEVICE and OFFLINE_PIN.

#ifndef HELIOGRAPH_TESTS_BANK_AND_PHONE_H_
#define HELIOGRAPH_TESTS_BANK_AND_PHONE_H_

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lab/demo/stage.h"
#include "rest_client.h"
#include "store/testing/temporary_folder.h"

namespace heliograph {

using store::TemporaryFolder;

class BankAndPhone : public testing::Test {
 protected:
  // So long that no id in a log has one by chance.
  static constexpr const char* kDevicePin = "258013792468";
  static constexpr const char* kOfflinePin = "137924680257";
  static constexpr const char* kWrongPin = "973164280520";
  static constexpr int kFailuresAllowed = 3;

  void SetUp() override {
    stage_.startServer();
    stage_.createApplication({"ALLOWED_AUTH_METHODS=DEVICE,DEVICE:PIN,OFFLINE,OFFLINE:PIN", "OFFLINE_OTP_LENGTH=6"});
    bank_key_ = makeKey("SERVICE_PROVIDER");
    admin_key_ = makeKey("ADMIN");
    // A running server knows new keys within a second, one that starts knows them at once.
    stage_.killServer();
    stage_.startServer();
    phone_ = stage_.enrolPhone("alice", kDevicePin);
    stage_.activate(phone_, "OFFLINE_PIN", kDevicePin, kOfflinePin);
    stage_.activate(phone_, "OFFLINE_DEVICE", kDevicePin);
  }

  // --- by the command line

  // A command that needs the server's configuration file, and how it ends.
  [[nodiscard]] lab::FinishedProcess operate(std::vector<std::string> arguments) const {
    arguments.push_back("--config");
    arguments.push_back(stage_.configurationFile().string());
    return stage_.tryToRun(arguments);
  }
  [[nodiscard]] ApiKeyPair makeKey(const std::string& role) const {
    const auto made = cli::Json::parse(operate({"apikey", "create", "--role", role}).standard_output);
    return {made.at("key_id"), made.at("key_secret")};
  }

  // --- by REST, at the stage's server

  [[nodiscard]] RestClient bank() const { return {stage_.serviceUrl() + kServiceProviderApi, bank_key_}; }
  [[nodiscard]] RestClient admin() const { return {stage_.serviceUrl() + kAdminApi, admin_key_}; }
  [[nodiscard]] std::string devicePath() const { return "/devices/" + phone_.device_id; }
  [[nodiscard]] cli::Json device() const { return stage_.get(devicePath()).body; }
  [[nodiscard]] int remainingAttempts(const std::string& method) const {
    return stage_.method(phone_, method).at("remaining_attempts");
  }
  [[nodiscard]] static bool isResult(const lab::BankAnswer& answer, const char* result) {
    return answer.status == 200 && answer.body.at("result") == result;
  }

  // --- offline

  [[nodiscard]] std::string otpFor(const cli::Json& session, const std::string& pin = "") const {
    return stage_.oneTimePassword(phone_, session.at("verification_data"), pin).at("one_time_password");
  }
  [[nodiscard]] bool authenticatesOffline() const {
    const auto begun = stage_.begin(phone_, "OFFLINE_DEVICE", "Pay 1.00 EUR");
    return begun.status == 201 && isResult(stage_.verify(begun.body, otpFor(begun.body)), "SUCCESS");
  }

  // --- online

  // An authentication that any of the phone's online methods may answer.
  [[nodiscard]] lab::BankAnswer beginOnline() const {
    return stage_.post("/authentications", {{"device_id", phone_.device_id}, {"context", "Pay 1.00 EUR"}});
  }
  [[nodiscard]] cli::Json onlineSession(const cli::Json& session) const {
    return stage_.get("/authentications/" + session.at("id").get<std::string>()).body;
  }
  [[nodiscard]] lab::FinishedProcess answer(const lab::StagePhone& phone, const std::string& method,
                                            const std::string& pin = "") const {
    return stage_.tryToRunPhone({"authenticate", "--method", method, "--folder", phone.folder.string()}, pin + "\n");
  }
  // The whole conversation, the bank looking at what came of it.
  [[nodiscard]] bool authenticatesOnline(const lab::StagePhone& phone, const std::string& method,
                                         const std::string& pin = "") const {
    const auto begun = beginOnline();
    return begun.status == 201 && answer(phone, method, pin).exit_code == 0 &&
           onlineSession(begun.body).at("status") == "COMPLETED";
  }
  // The phone's folder as a thief copies it.
  [[nodiscard]] lab::StagePhone copyOfThePhone() const {
    lab::StagePhone copy{stage_.folder() / "copy", phone_.device_id};
    std::filesystem::copy(phone_.folder, copy.folder, std::filesystem::copy_options::recursive);
    std::filesystem::permissions(copy.folder, std::filesystem::perms::owner_all);
    return copy;
  }

  TemporaryFolder folder_;
  lab::Stage stage_{HELIOGRAPH_PROGRAMS, folder_ / "stage"};
  lab::StagePhone phone_;
  ApiKeyPair bank_key_;
  ApiKeyPair admin_key_;
};

}  // namespace heliograph

#endif  // HELIOGRAPH_TESTS_BANK_AND_PHONE_H_
