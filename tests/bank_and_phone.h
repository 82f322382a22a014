// What most end-to-end tests start from: a running server, a bank, and one phone with OFFLINE_DEVICE and OFFLINE_PIN.

#ifndef HELIOGRAPH_TESTS_BANK_AND_PHONE_H_
#define HELIOGRAPH_TESTS_BANK_AND_PHONE_H_

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "cli/demo/stage.h"
#include "store/testing/temporary_folder.h"

namespace heliograph {

using store::TemporaryFolder;

class BankAndPhone : public testing::Test {
 protected:
  static constexpr const char* kDevicePin = "2580";
  static constexpr const char* kOfflinePin = "1379";
  static constexpr int kFailuresAllowed = 3;

  void SetUp() override {
    stage_.startServer();
    stage_.createApplication({"ALLOWED_AUTH_METHODS=DEVICE,DEVICE:PIN,OFFLINE,OFFLINE:PIN", "OFFLINE_OTP_LENGTH=6"});
    waitForTheKey();
    phone_ = stage_.enrolPhone("alice", kDevicePin);
    stage_.activate(phone_, "OFFLINE_PIN", kDevicePin, kOfflinePin);
    stage_.activate(phone_, "OFFLINE_DEVICE", kDevicePin);
  }

  // A new API key counts within a second.
  void waitForTheKey() const {
    for (int i = 0; i < 50 && stage_.get("/devices").status == 401; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }

  [[nodiscard]] std::string otpFor(const cli::Json& session, const std::string& pin = "") const {
    return stage_.oneTimePassword(phone_, session.at("verification_data"), pin).at("one_time_password");
  }
  [[nodiscard]] int remainingAttempts(const std::string& method) const {
    return stage_.method(phone_, method).at("remaining_attempts");
  }
  [[nodiscard]] static bool isResult(const cli::BankAnswer& answer, const char* result) {
    return answer.status == 200 && answer.body.at("result") == result;
  }

  TemporaryFolder folder_;
  cli::Stage stage_{HELIOGRAPH_PROGRAM, folder_ / "stage"};
  cli::StagePhone phone_;
};

}  // namespace heliograph

#endif  // HELIOGRAPH_TESTS_BANK_AND_PHONE_H_
