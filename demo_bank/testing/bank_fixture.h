// A real server with the demo bank inside, customers' browsers, and phones on the SDK.

#ifndef HELIOGRAPH_DEMO_BANK_TESTING_BANK_FIXTURE_H_
#define HELIOGRAPH_DEMO_BANK_TESTING_BANK_FIXTURE_H_

#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "demo_bank/bank.h"
#include "http/testing/server_fixture.h"
#include "sdk/controller.h"
#include "sdk/linux/http_transport.h"
#include "sdk/testing/test_key_store.h"

namespace heliograph::bank::testing {

using http::testing::jsonOf;
using http::testing::outcomeOf;
using http::testing::ReceivedResponse;

inline constexpr const char* kPin = "258013";
inline constexpr const char* kWrongPin = "973164";
inline constexpr const char* kIban = "DE89370400440532013000";
inline constexpr const char* kSameOrigin = "Sec-Fetch-Site: same-origin\r\n";
inline constexpr const char* kJsonType = "Content-Type: application/json\r\n";

// A phone with DEVICE_PIN, OFFLINE_PIN and OFFLINE_DEVICE, once it is enrolled.
class Phone {
 public:
  Phone(Random& random, const Clock& clock) : key_store_(random), controller_(key_store_, &transport_, random, clock) {}

  // With what the bank told when it began the enrolment.
  void enrol(const nlohmann::json& enrolment);
  // The one-time password for what is shown as a QR code, and what the phone showed its owner before.
  [[nodiscard]] std::string oneTimePassword(const std::string& verification_data, std::string_view pin = kPin);
  [[nodiscard]] const std::string& shown() const { return shown_; }
  // Agrees to what waits, online.
  void agree();

 private:
  sdk::TestKeyStore key_store_;
  sdk::HttpTransport transport_;
  sdk::Controller controller_;
  std::string shown_;
};

class BankFixture : public http::testing::ServerFixture {
 protected:
  BankFixture();
  ~BankFixture() override;

  // A customer's browser: with the cookie that the last sign-in set, where there was one.
  struct Browser {
    std::string cookie;
  };
  // Every answer that a browser gets goes through here: it must be what demo_bank/openapi.json says, and none may have
  // something of the API key. A body is JSON.
  ReceivedResponse call(const Browser& browser, std::string_view method, const std::string& path,
                        const nlohmann::json& body = nullptr, std::string_view headers = kSameOrigin);
  // The same with exactly these header lines and this body.
  ReceivedResponse callExactly(std::string_view method, const std::string& path, const std::string& headers,
                               const std::string& body = "");
  ReceivedResponse get(const Browser& browser, const std::string& path) { return call(browser, "GET", path); }
  ReceivedResponse post(const Browser& browser, const std::string& path, const nlohmann::json& body = nullptr) {
    return call(browser, "POST", path, body);
  }

  [[nodiscard]] ReceivedResponse trySignIn(const std::string& customer, const std::string& password);
  [[nodiscard]] Browser signIn(const std::string& customer = "1001");
  // Sets up a phone as the customer does.
  [[nodiscard]] std::unique_ptr<Phone> enrol(const Browser& browser);

  [[nodiscard]] static nlohmann::json order(const std::string& amount = "12.34",
                                            const std::string& channel = "OFFLINE");
  // A transfer that must begin.
  [[nodiscard]] nlohmann::json begin(const Browser& browser, const nlohmann::json& order);
  [[nodiscard]] static std::string pathOf(const nlohmann::json& transfer) {
    return "/transfers/" + transfer.at("id").get<std::string>();
  }
  ReceivedResponse verify(const Browser& browser, const nlohmann::json& transfer, const std::string& otp) {
    return post(browser, pathOf(transfer) + "/verify", {{"otp", otp}});
  }
  [[nodiscard]] std::string balance(const Browser& browser) {
    return jsonOf(get(browser, "/state")).at("balance").get<std::string>();
  }

  static constexpr std::size_t kCallsAtOnce = 2;

 private:
  [[nodiscard]] Bank& demoBank();

  std::once_flag opened_;
  std::optional<Bank> demo_bank_;
};

}  // namespace heliograph::bank::testing

#endif  // HELIOGRAPH_DEMO_BANK_TESTING_BANK_FIXTURE_H_
