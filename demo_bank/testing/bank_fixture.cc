#include "demo_bank/testing/bank_fixture.h"

#include <gmock/gmock.h>

#include "base/hex.h"
#include "demo_bank/routes.h"
#include "demo_bank/testing/interface_document.h"

namespace heliograph::bank::testing {
namespace {

using protocol::AuthMethod;

template <class Value>
void expectGood(const sdk::Outcome<Value>& outcome) {
  if (!outcome) ADD_FAILURE() << outcome.error().name() << ": " << outcome.error().detail;
}

}  // namespace

void Phone::enrol(const nlohmann::json& enrolment) {
  expectGood(controller_.loadConfig(enrolment.at("application").dump()));
  expectGood(controller_.startActivation(enrolment.at("activation_code").get<std::string>()));
  const auto with_pin = [](AuthMethod method) { return sdk::AuthParameter::withPin(method, kPin); };
  expectGood(controller_.finishActivation(with_pin(AuthMethod::kDevicePin)));
  expectGood(controller_.startAddOrUpdate());
  expectGood(controller_.finishAddOrUpdate(with_pin(AuthMethod::kDevicePin), with_pin(AuthMethod::kOfflinePin)));
  expectGood(controller_.startAddOrUpdate());
  expectGood(controller_.finishAddOrUpdate(with_pin(AuthMethod::kDevicePin),
                                           sdk::AuthParameter::withoutPin(AuthMethod::kOfflineDevice)));
}

std::string Phone::oneTimePassword(const std::string& verification_data, std::string_view pin) {
  const auto started = controller_.startOfflineAuthentication(verification_data);
  expectGood(started);
  if (!started) return {};
  shown_ = started->context;
  const auto finished = controller_.finishOfflineAuthentication(
      protocol::usesPin(started->auth_method) ? sdk::AuthParameter::withPin(started->auth_method, pin)
                                              : sdk::AuthParameter::withoutPin(started->auth_method));
  expectGood(finished);
  return finished ? finished->one_time_password : std::string();
}

void Phone::agree() {
  const auto started = controller_.startAuthentication();
  expectGood(started);
  if (started) shown_ = started->context.value_or("");
  expectGood(controller_.finishAuthentication(sdk::AuthParameter::withPin(AuthMethod::kDevicePin, kPin)));
}

BankFixture::BankFixture() {
  add_demo_routes_ = [this](http::Router& router) { addRoutes(router, [this]() -> Bank& { return demoBank(); }); };
}

BankFixture::~BankFixture() { stop(); }

Bank& BankFixture::demoBank() {
  std::call_once(opened_, [this] {
    const std::string url = "http://127.0.0.1:" + std::to_string(port());
    demo_bank_.emplace(
        ServiceProviderClient(url, bank_.key.text(), SecretBytes::copyOf(bytesOf(bank_.key_secret))), kCallsAtOnce,
        PhoneConfiguration{url, bank_.application.text(), toHex(channel_key_.publicKey().point())}, clock_, random_);
  });
  return *demo_bank_;
}

ReceivedResponse BankFixture::callExactly(std::string_view method, const std::string& path, const std::string& headers,
                                          const std::string& body) {
  const std::string length = body.empty() && method == "POST" ? "Content-Length: 0\r\n" : "";
  ReceivedResponse response = send(http::testing::requestText(method, "/demo/api" + path, headers + length, body));
  std::string everything = response.body;
  for (const auto& [name, value] : response.headers) everything.append(name).append(value);
  EXPECT_THAT(everything, ::testing::Not(::testing::HasSubstr(bank_.key_secret)));
  EXPECT_THAT(everything, ::testing::Not(::testing::HasSubstr(bank_.key.text())));
  EXPECT_THAT(faultsOf(method, "/demo/api" + path, response), ::testing::IsEmpty()) << method << path << response.body;
  return response;
}

ReceivedResponse BankFixture::call(const Browser& browser, std::string_view method, const std::string& path,
                                   const nlohmann::json& body, std::string_view headers) {
  std::string lines(headers);
  if (!browser.cookie.empty()) lines += "Cookie: " + browser.cookie + "\r\n";
  if (!body.is_null()) lines += kJsonType;
  return callExactly(method, path, lines, body.is_null() ? "" : body.dump());
}

ReceivedResponse BankFixture::trySignIn(const std::string& customer, const std::string& password) {
  return post({}, "/sign-in", {{"customer", customer}, {"password", password}});
}

BankFixture::Browser BankFixture::signIn(const std::string& customer) {
  const auto response = trySignIn(customer, "demo");
  EXPECT_EQ(outcomeOf(response), "200") << response.body;
  const std::string& header = response.headers.at("set-cookie");
  return {header.substr(0, header.find(';'))};
}

std::unique_ptr<Phone> BankFixture::enrol(const Browser& browser) {
  const auto begun = post(browser, "/enrolment", nlohmann::json::object());
  EXPECT_EQ(begun.status, 201) << begun.body;
  auto phone = std::make_unique<Phone>(random_, clock_);
  phone->enrol(jsonOf(begun));
  EXPECT_EQ(jsonOf(get(browser, "/enrolment")).at("status"), "COMPLETED");
  return phone;
}

nlohmann::json BankFixture::order(const std::string& amount, const std::string& channel) {
  return {{"payee", "Green Energy Co-op"},
          {"iban", kIban},
          {"amount", amount},
          {"reference", "Invoice 2026-17"},
          {"channel", channel}};
}

nlohmann::json BankFixture::begin(const Browser& browser, const nlohmann::json& order) {
  const auto begun = post(browser, "/transfers", order);
  EXPECT_EQ(begun.status, 201) << begun.body;
  return jsonOf(begun);
}

}  // namespace heliograph::bank::testing
