// Customers who pay, and customers who cheat.

#include "demo_bank/transfers.h"

#include <gmock/gmock.h>

#include <thread>
#include <vector>

#include "demo_bank/testing/bank_fixture.h"

namespace heliograph::bank::testing {
namespace {

using ::testing::HasSubstr;

class TransfersTest : public BankFixture {
 protected:
  const Browser customer_ = signIn();
  const std::unique_ptr<Phone> phone_ = enrol(customer_);
  [[nodiscard]] std::string otpOf(const nlohmann::json& transfer) {
    return phone_->oneTimePassword(transfer.at("verification_data"));
  }
};

TEST_F(TransfersTest, AreExecutedWhenThePhoneAgreedOffline) {
  const auto transfer = begin(customer_, order("12.34"));
  EXPECT_EQ(transfer.at("status"), "STARTED");
  EXPECT_EQ(transfer.at("auth_method"), "OFFLINE_PIN");
  EXPECT_EQ(transfer.at("otp_length"), 6);
  EXPECT_EQ(balance(customer_), "12345.67");

  const std::string otp = otpOf(transfer);
  EXPECT_EQ(phone_->shown(), "Pay 12.34 EUR\nto Green Energy Co-op\nDE89 3704 0044 0532 0130 00\nInvoice 2026-17");
  EXPECT_EQ(transfer.at("context"), phone_->shown());
  const auto verified = jsonOf(verify(customer_, transfer, otp));
  EXPECT_EQ(verified.at("result"), "SUCCESS");
  EXPECT_EQ(verified.at("status"), "COMPLETED");
  EXPECT_EQ(balance(customer_), "12333.33");
  EXPECT_EQ(jsonOf(get(customer_, "/state")).at("transfers").at(0).at("status"), "COMPLETED");
}

TEST_F(TransfersTest, AreExecutedWhenThePhoneAgreedOnline) {
  const auto transfer = begin(customer_, order("12.34", "ONLINE"));
  EXPECT_FALSE(transfer.contains("verification_data"));
  EXPECT_EQ(jsonOf(get(customer_, pathOf(transfer))).at("status"), "STARTED");
  phone_->agree();
  EXPECT_EQ(phone_->shown(), transfer.at("context"));
  EXPECT_EQ(jsonOf(get(customer_, pathOf(transfer))).at("status"), "COMPLETED");
  EXPECT_EQ(jsonOf(get(customer_, pathOf(transfer))).at("status"), "COMPLETED");
  EXPECT_EQ(balance(customer_), "12333.33");
}

TEST_F(TransfersTest, ThatNobodyPollsAreExecutedAllTheSame) {
  (void)begin(customer_, order("12.34", "ONLINE"));
  phone_->agree();
  const auto state = jsonOf(get(customer_, "/state"));
  EXPECT_EQ(state.at("transfers").at(0).at("status"), "COMPLETED");
  EXPECT_EQ(state.at("balance"), "12333.33");
}

TEST_F(TransfersTest, CanBePaidAfterAWrongPin) {
  const auto transfer = begin(customer_, order());
  const auto wrong =
      jsonOf(verify(customer_, transfer, phone_->oneTimePassword(transfer.at("verification_data"), kWrongPin)));
  EXPECT_EQ(wrong.at("result"), "FAILURE");
  EXPECT_EQ(wrong.at("status"), "STARTED");
  EXPECT_EQ(wrong.at("remaining_attempts"), 2);
  EXPECT_EQ(balance(customer_), "12345.67");
  EXPECT_EQ(jsonOf(verify(customer_, transfer, otpOf(transfer))).at("result"), "SUCCESS");
}

TEST_F(TransfersTest, VerifiedTwiceAreExecutedOnce) {
  const auto transfer = begin(customer_, order("12.34"));
  const std::string otp = otpOf(transfer);
  EXPECT_EQ(outcomeOf(verify(customer_, transfer, otp)), "200");
  const auto again = verify(customer_, transfer, otp);
  EXPECT_EQ(outcomeOf(again), "409 SESSION_NOT_OPEN");
  EXPECT_EQ(jsonOf(again).at("session_status"), "COMPLETED");
  EXPECT_EQ(balance(customer_), "12333.33");
}

TEST_F(TransfersTest, VerifiedAndPolledAtTheSameMomentAreExecutedOnce) {
  const auto transfer = begin(customer_, order("12.34"));
  const std::string otp = otpOf(transfer);
  {
    std::vector<std::jthread> browsers;
    for (int i = 0; i < 4; ++i) {
      browsers.emplace_back([&] { (void)verify(customer_, transfer, otp); });
      browsers.emplace_back([&] { (void)get(customer_, pathOf(transfer)); });
    }
  }
  EXPECT_EQ(jsonOf(get(customer_, pathOf(transfer))).at("status"), "COMPLETED");
  EXPECT_EQ(balance(customer_), "12333.33");
}

TEST_F(TransfersTest, OfAnotherCustomerAreNotThere) {
  const auto transfer = begin(customer_, order());
  const std::string otp = otpOf(transfer);
  const Browser other = signIn("1002");
  EXPECT_EQ(outcomeOf(get(other, pathOf(transfer))), "404 UNKNOWN_TRANSFER");
  EXPECT_EQ(outcomeOf(get(other, pathOf(transfer) + "/qr")), "404 UNKNOWN_TRANSFER");
  EXPECT_EQ(outcomeOf(verify(other, transfer, otp)), "404 UNKNOWN_TRANSFER");
  EXPECT_EQ(outcomeOf(post(other, pathOf(transfer) + "/cancel")), "404 UNKNOWN_TRANSFER");
  EXPECT_EQ(jsonOf(get(other, "/state")).at("transfers"), nlohmann::json::array());
  EXPECT_EQ(jsonOf(get(customer_, pathOf(transfer))).at("status"), "STARTED");
}

TEST_F(TransfersTest, AreKnownToTheBrowserByTheBanksOwnIds) {
  const auto transfer = begin(customer_, order());
  const std::string path = std::string(http::testing::kApi) + "/offline-authentications/";
  EXPECT_EQ(outcomeOf(ServerFixture::get(path + transfer.at("id").get<std::string>())), "404 UNKNOWN_SESSION");
  EXPECT_FALSE(transfer.contains("device_id"));
}

TEST_F(TransfersTest, TakeNoPasswordThatWasMadeForAnother) {
  const auto shown = begin(customer_, order("1.00"));
  const auto forged = begin(customer_, order("9000.00"));
  EXPECT_EQ(jsonOf(verify(customer_, forged, otpOf(shown))).at("result"), "FAILURE");
  EXPECT_EQ(balance(customer_), "12345.67");
}

TEST_F(TransfersTest, ThatWereCancelledStayUnpaid) {
  const auto transfer = begin(customer_, order());
  const std::string otp = otpOf(transfer);
  EXPECT_EQ(jsonOf(post(customer_, pathOf(transfer) + "/cancel")).at("status"), "CANCELLED");
  const auto verified = verify(customer_, transfer, otp);
  EXPECT_EQ(outcomeOf(verified), "409 SESSION_NOT_OPEN");
  EXPECT_EQ(balance(customer_), "12345.67");
}

TEST_F(TransfersTest, NeedMoneyThatNoOtherTransferWaitsFor) {
  EXPECT_EQ(outcomeOf(post(customer_, "/transfers", order("12345.68"))), "422 INSUFFICIENT_FUNDS");
  const auto first = begin(customer_, order("12000.00"));
  EXPECT_EQ(outcomeOf(post(customer_, "/transfers", order("345.68"))), "422 INSUFFICIENT_FUNDS");
  (void)post(customer_, pathOf(first) + "/cancel");
  const auto second = begin(customer_, order("12345.67"));
  clock_.advance(std::chrono::minutes(6));
  EXPECT_EQ(jsonOf(get(customer_, pathOf(second))).at("status"), "EXPIRED");
  EXPECT_EQ(post(customer_, "/transfers", order("12345.67")).status, 201);
}

TEST_F(TransfersTest, OfAnExpiredSessionGiveTheirMoneyBackWithoutBeingLookedAt) {
  (void)begin(customer_, order("12345.67"));
  clock_.advance(std::chrono::minutes(6));
  EXPECT_EQ(post(customer_, "/transfers", order("12345.67")).status, 201);
}

TEST_F(TransfersTest, AboveTheLimitNeedTwoFactors) {
  nlohmann::json weak = order("30.00");
  weak["auth_method"] = "OFFLINE_DEVICE";
  const auto transfer = begin(customer_, weak);
  EXPECT_EQ(jsonOf(verify(customer_, transfer, otpOf(transfer))).at("result"), "SUCCESS");
  weak["amount"] = "30.01";
  const auto refused = post(customer_, "/transfers", weak);
  EXPECT_EQ(outcomeOf(refused), "422 AUTH_METHOD_NOT_ALLOWED");
  EXPECT_THAT(refused.body, HasSubstr("auth_method"));
}

TEST_F(TransfersTest, WaitForThePhoneInALimitedNumber) {
  for (std::size_t i = 0; i < kMaxOpenTransfers; ++i) (void)begin(customer_, order("1.00"));
  const auto refused = post(customer_, "/transfers", order("1.00"));
  EXPECT_EQ(outcomeOf(refused), "429 TOO_MANY_REQUESTS");
  EXPECT_TRUE(refused.headers.contains("retry-after"));
}

TEST_F(TransfersTest, PassOnWhyTheServerRefuses) {
  setProperties(bank_, {{"LOCK_DURATION", "60"}});
  const auto transfer = begin(customer_, order());
  EXPECT_EQ(outcomeOf(verify(customer_, transfer, "12345")), "400 INVALID_OTP");
  for (int i = 0; i < 3; ++i) {
    (void)verify(customer_, transfer, phone_->oneTimePassword(transfer.at("verification_data"), kWrongPin));
  }
  EXPECT_EQ(jsonOf(get(customer_, pathOf(transfer))).at("status"), "FAILED");
  const auto refused = post(customer_, "/transfers", order());
  EXPECT_EQ(outcomeOf(refused), "423 METHOD_LOCKED");
  EXPECT_TRUE(jsonOf(refused).contains("locked_until")) << refused.body;
  EXPECT_TRUE(jsonOf(refused).contains("request_id"));
}

TEST_F(TransfersTest, ShowTheServersQrCodeWhileTheyAreOpen) {
  const auto transfer = begin(customer_, order());
  const auto code = get(customer_, pathOf(transfer) + "/qr");
  EXPECT_EQ(code.status, 200);
  EXPECT_EQ(code.headers.at("content-type"), "image/svg+xml");
  EXPECT_THAT(code.body, HasSubstr("<svg"));
  (void)post(customer_, pathOf(transfer) + "/cancel");
  EXPECT_EQ(outcomeOf(get(customer_, pathOf(transfer) + "/qr")), "409 SESSION_NOT_OPEN");
}

TEST_F(TransfersTest, OnlineHaveNeitherQrCodeNorPassword) {
  const auto transfer = begin(customer_, order("1.00", "ONLINE"));
  EXPECT_EQ(get(customer_, pathOf(transfer) + "/qr").status, 404);
  EXPECT_EQ(verify(customer_, transfer, "123456").status, 404);
}

struct BadMember {
  const char* name;
  nlohmann::json value;
};

TEST_F(TransfersTest, ThatAreNoneAreRefusedByTheNameOfTheField) {
  const BadMember members[] = {{"amount", "-1.00"},
                               {"amount", "0.00"},
                               {"amount", "abc"},
                               {"amount", "99999999999.00"},
                               {"amount", 12.34},
                               {"payee", "ACME\nPay 0.01 EUR"},
                               {"payee", ""},
                               {"iban", "DE0"},
                               {"reference", "\u202e"},
                               {"channel", "PIGEON"},
                               {"auth_method", "DEVICE_PIN"},
                               {"auth_method", "NOTHING"},
                               {"otp", "123456"}};
  for (const auto& [name, value] : members) {
    nlohmann::json changed = order();
    changed[name] = value;
    const auto refused = post(customer_, "/transfers", changed);
    EXPECT_EQ(outcomeOf(refused), "400 MALFORMED_REQUEST") << name << " " << value;
    EXPECT_THAT(jsonOf(refused).at("detail").get<std::string>(), HasSubstr(name)) << value;
  }
  for (const char* const name : {"amount", "payee", "iban", "channel"}) {
    nlohmann::json changed = order();
    changed.erase(name);
    EXPECT_THAT(post(customer_, "/transfers", changed).body, HasSubstr(std::string(name) + " is missing"));
  }
  EXPECT_EQ(jsonOf(get(customer_, "/state")).at("transfers"), nlohmann::json::array());
}

TEST_F(BankFixture, ATransferNeedsAPhone) {
  EXPECT_EQ(outcomeOf(post(signIn(), "/transfers", order())), "409 NO_PHONE");
}

}  // namespace
}  // namespace heliograph::bank::testing
