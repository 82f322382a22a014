// The device API's one endpoint, as phones and strangers meet it.

#include <gtest/gtest.h>

#include <string>

#include "domain/testing/phone.h"
#include "http/testing/server_fixture.h"
#include "protocol/channel.h"

namespace heliograph::http::testing {
namespace {

using domain::Entry;
using protocol::AuthMethod;

constexpr const char* kMessages = "/api/device/v1/messages";

class MessagesTest : public ServerFixture {
 protected:
  ReceivedResponse exchange(ByteView message, const std::string& type = "application/octet-stream") {
    return send(requestText("POST", kMessages, "Content-Type: " + type + "\r\n", textOf(message)));
  }
  // A phone that reaches the server by HTTP, and has no device yet.
  domain::Phone newPhone() {
    const auto by_http = [this](ByteView message) -> Result<Bytes, protocol::ChannelError> {
      const ReceivedResponse response = exchange(message);
      EXPECT_EQ(response.status, 200) << response.body;
      last_request_id_ = response.headers.at("x-request-id");
      const ByteView answer = bytesOf(response.body);
      return Bytes(answer.begin(), answer.end());
    };
    return {channel_key_.publicKey(), random_, by_http, clock_.now()};
  }
  // With DEVICE_PIN, and OFFLINE_PIN authorised by it.
  domain::Phone activatedPhone() {
    const std::string body = R"({"application_id":")" + bank_.application.text() + R"("})";
    const std::string code = jsonOf(post(std::string(kApi) + "/enrolments", body))["activation_code"];
    domain::Phone phone = newPhone();
    EXPECT_TRUE(phone.startEnrolment(bank_.application, code));
    EXPECT_TRUE(phone.finishEnrolment(AuthMethod::kDevicePin));
    EXPECT_TRUE(phone.startAddOrUpdate());
    EXPECT_TRUE(phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflinePin));
    return phone;
  }
  ReceivedResponse begin(const domain::Phone& phone) {
    return post(std::string(kApi) + "/offline-authentications",
                R"({"device_id":")" + phone.device->text() + R"(","auth_method":"OFFLINE_PIN","context":"1 EUR"})");
  }
  nlohmann::json shown(const domain::Phone& phone) {
    return jsonOf(get(std::string(kApi) + "/devices/" + phone.device->text()));
  }

  std::string last_request_id_;  // of a phone's call
};

TEST_F(MessagesTest, APhoneEnrolsActivatesAMethodAndMakesPasswordsThatTheBankVerifies) {
  const domain::Phone phone = activatedPhone();
  const auto begun = begin(phone);
  const std::string digits = jsonOf(begun)["verification_data"];
  const std::string otp = phone.oneTimePassword(protocol::VerificationData::parse(digits).value());
  const auto verified = post(begun.headers.at("location") + "/verify", R"({"otp":")" + otp + R"("})");
  EXPECT_EQ(jsonOf(verified)["result"], "SUCCESS");
}

TEST_F(MessagesTest, APhoneAnswersAnOnlineAuthenticationThatTheBankBegan) {
  domain::Phone phone = activatedPhone();
  const auto begun = post(std::string(kApi) + "/authentications",
                          R"({"device_id":")" + phone.device->text() + R"(","context":"1 EUR"})");
  ASSERT_EQ(begun.status, 201) << begun.body;
  const std::string location = begun.headers.at("location");
  EXPECT_TRUE(phone.startAuthentication());
  EXPECT_TRUE(phone.finishAuthentication(AuthMethod::kDevicePin));
  const auto session = jsonOf(get(location));
  EXPECT_EQ(session["status"], "COMPLETED");
  EXPECT_EQ(session["auth_method"], "DEVICE_PIN");
  EXPECT_EQ(session["auth_level"], "TWO_FACTOR");
}

TEST_F(MessagesTest, APhonesCallIsInTheAuditLogWithTheIdOfItsRequest) {
  domain::Phone phone = activatedPhone();
  EXPECT_TRUE(phone.deactivate());
  const auto events = eventsOf(domain::AuditAction::kDeviceDeactivated);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].origin.actor, domain::AuditActor::kDevice);
  EXPECT_EQ(events[0].origin.address, "127.0.0.1");
  EXPECT_EQ(events[0].origin.request_id, last_request_id_);
}

TEST_F(MessagesTest, WrongResponsesLockTheDeviceForTheBankToSee) {
  domain::Phone phone = activatedPhone();
  ASSERT_TRUE(phone.startAddOrUpdate());
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflinePin, Entry::kWrong));
  }
  EXPECT_EQ(outcomeOf(begin(phone)), "423 DEVICE_LOCKED");
  EXPECT_EQ(shown(phone)["lock_status"], "LOCKED");
  EXPECT_EQ(shown(phone)["lock_reason"], "ATTEMPTS_EXHAUSTED");
}

TEST_F(MessagesTest, ADeactivatedDeviceIsShownAsOneAndBeginsNothing) {
  domain::Phone phone = activatedPhone();
  EXPECT_EQ(shown(phone)["device_status"], "ACTIVE");
  EXPECT_TRUE(phone.deactivate());
  EXPECT_EQ(shown(phone)["device_status"], "DEACTIVATED");
  EXPECT_EQ(outcomeOf(begin(phone)), "404 UNKNOWN_DEVICE");
}

TEST_F(MessagesTest, GuessingActivationCodesIsSlowedDownPerAddress) {
  domain::Phone phone = newPhone();
  protocol::DeviceStatus status = protocol::DeviceStatus::kNoSession;
  for (int i = 0; i < 1'000 && status == protocol::DeviceStatus::kNoSession; ++i) {
    status = phone.startEnrolment(bank_.application, "00000000").error().status;
  }
  EXPECT_EQ(status, protocol::DeviceStatus::kTryLater);
}

TEST_F(MessagesTest, AnswersAMessageThatOpensWithASealedOne) {
  auto request = protocol::ChannelRequest::begin(channel_key_.publicKey(), random_);
  const auto response = exchange(request.seal(bytesOf("no request of the protocol")));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.at("content-type"), "application/octet-stream");
  EXPECT_TRUE(protocol::openAnswer(request.secrets(), bytesOf(response.body)));
}

TEST_F(MessagesTest, RefusesWhatDoesNotOpenWithoutAskingTheStore) {
  store_.onRefresh([] { throw domain::StoreUnavailable("so that only requests are counted"); });
  const auto stranger = crypto::P256PrivateKey::generate(random_);
  auto for_another_key = protocol::ChannelRequest::begin(stranger.publicKey(), random_);
  auto altered_request = protocol::ChannelRequest::begin(channel_key_.publicKey(), random_);
  Bytes altered = altered_request.seal(bytesOf("anything"));
  altered.back() ^= 1;
  const std::uint64_t calls_by_now = store_.calls();
  EXPECT_EQ(outcomeOf(exchange({})), "400 MALFORMED_REQUEST");
  EXPECT_EQ(outcomeOf(exchange(bytesOf("x"))), "400 MALFORMED_REQUEST");
  EXPECT_EQ(outcomeOf(exchange(Bytes(protocol::kMaxChannelMessageSize))), "400 MALFORMED_REQUEST");
  EXPECT_EQ(outcomeOf(exchange(altered)), "400 MALFORMED_REQUEST");
  EXPECT_EQ(outcomeOf(exchange(for_another_key.seal(bytesOf("anything")))), "400 UNKNOWN_CHANNEL_KEY");
  EXPECT_EQ(store_.calls(), calls_by_now);
}

TEST_F(MessagesTest, RefusesOtherTypesMethodsAndSizes) {
  EXPECT_EQ(outcomeOf(exchange(bytesOf("x"), "application/json")), "415 UNSUPPORTED_MEDIA_TYPE");
  EXPECT_EQ(outcomeOf(exchange(Bytes(protocol::kMaxChannelMessageSize + 1))), "413 BODY_TOO_LARGE");
  for (const char* method : {"GET", "PUT", "DELETE", "OPTIONS"}) {
    const auto response = send(requestText(method, kMessages));
    EXPECT_EQ(outcomeOf(response), "405 METHOD_NOT_ALLOWED") << method;
    EXPECT_EQ(response.headers.at("allow"), "POST");
  }
}

}  // namespace
}  // namespace heliograph::http::testing
