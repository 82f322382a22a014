#include "sdk/online_call.h"

#include <vector>

#include "protocol/channel.h"
#include "sdk/phone_test.h"

namespace heliograph::sdk {
namespace {

using protocol::AuthMethod;
using protocol::DeviceStatus;
using protocol::Refused;

class OnlineCallTest : public PhoneTest {};

TEST_F(OnlineCallTest, EveryRefusalOfTheServerIsTheErrorOfItsNumber) {
  ASSERT_THAT(activate(devicePin("2580")), Succeeds());
  for (const auto status : {DeviceStatus::kNotActivated, DeviceStatus::kMethodNotAllowed, DeviceStatus::kNoSession,
                            DeviceStatus::kSessionExpired, DeviceStatus::kAuthenticationFailed,
                            DeviceStatus::kLockedByAdmin, DeviceStatus::kLocked, DeviceStatus::kIllegalAuthMethod,
                            DeviceStatus::kRejectedRequest, DeviceStatus::kTryLater}) {
    server.refuse(Refused{status});
    const auto outcome = phone.startAddOrUpdate();
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().number(), static_cast<int>(status));
    EXPECT_EQ(outcome.error().remaining_attempts, std::nullopt);
    EXPECT_FALSE(outcome.error().detail.empty());
  }
}

TEST_F(OnlineCallTest, ARefusalTellsTheAttemptsThatAreLeft) {
  ASSERT_THAT(activate(devicePin("2580")), Succeeds());
  ASSERT_THAT(phone.startAddOrUpdate(), Succeeds());
  server.refuse(Refused{.status = DeviceStatus::kAuthenticationFailed, .remaining_attempts = 1});
  const auto outcome = phone.finishAddOrUpdate(devicePin("2580"), offlinePin("1111"));
  ASSERT_THAT(outcome, FailsWith(ErrorCode::kAuthenticationFailed));
  EXPECT_EQ(outcome.error().remaining_attempts, 1);
}

TEST_F(OnlineCallTest, EveryFaultOfTheNetworkHasItsError) {
  using Fault = FakeServer::Fault;
  constexpr std::pair<Fault, ErrorCode> kCases[] = {
      {Fault::kLoseMessage, ErrorCode::kNetworkUnavailable},
      {Fault::kLoseAnswer, ErrorCode::kNetworkUnavailable},
      {Fault::kBusy, ErrorCode::kTryLater},
      {Fault::kReject, ErrorCode::kRejectedRequest},
      {Fault::kAlterAnswer, ErrorCode::kUnexpectedAnswer},
      {Fault::kAnswerGarbage, ErrorCode::kUnexpectedAnswer},
  };
  ASSERT_THAT(activate(devicePin("2580")), Succeeds());
  for (const auto& [fault, code] : kCases) {
    server.play(fault);
    EXPECT_THAT(phone.startAddOrUpdate(), FailsWith(code));
  }
}

TEST_F(OnlineCallTest, WithoutATransportTheNetworkIsUnavailable) {
  ASSERT_THAT(activate(devicePin("2580")), Succeeds());
  Controller offline(key_store, nullptr, random, clock);
  ASSERT_THAT(offline.loadConfig(server.configuration()), Succeeds());
  EXPECT_THAT(offline.startAddOrUpdate(), FailsWith(ErrorCode::kNetworkUnavailable));
  EXPECT_THAT(offline.deactivate(false), FailsWith(ErrorCode::kNetworkUnavailable));
}

TEST_F(OnlineCallTest, AServerWithAnotherChannelKeyCannotReadTheMessage) {
  FakeServer impostor(random, clock);
  Controller misled(key_store, &impostor, random, clock);
  ASSERT_THAT(misled.loadConfig(server.configuration()), Succeeds());
  EXPECT_THAT(misled.startActivation(FakeServer::kActivationCode), FailsWith(ErrorCode::kRejectedRequest));
}

TEST_F(OnlineCallTest, AServerThatForgotTheDeviceSaysSo) {
  ASSERT_THAT(activate(devicePin("2580")), Succeeds());
  server.forgetDevice();
  EXPECT_THAT(phone.startAddOrUpdate(), FailsWith(ErrorCode::kNotActivated));
  EXPECT_TRUE(phone.isActivated()) << "only the owner removes what is on the phone";
}

TEST_F(OnlineCallTest, AClockThatIsWrongIsRejected) {
  SettableClock wrong_clock;
  wrong_clock.advance(protocol::kRequestTimeTolerance + std::chrono::milliseconds(1));
  Controller late(key_store, &server, random, wrong_clock);
  ASSERT_THAT(late.loadConfig(server.configuration()), Succeeds());
  EXPECT_THAT(late.startActivation(FakeServer::kActivationCode), FailsWith(ErrorCode::kRejectedRequest));
}

// Keeps the messages on their way.
class Tap final : public Transport {
 public:
  explicit Tap(Transport& behind) : behind_(behind) {}
  Result<Bytes, TransportError> exchange(const std::string& service_url, ByteView message) override {
    messages.emplace_back(message.begin(), message.end());
    urls.push_back(service_url);
    return behind_.exchange(service_url, message);
  }
  std::vector<Bytes> messages;
  std::vector<std::string> urls;

 private:
  Transport& behind_;
};

TEST_F(OnlineCallTest, ARepetitionIsAnotherMessageAndAReplayIsRejected) {
  Tap tap(server);
  Controller tapped(key_store, &tap, random, clock);
  ASSERT_THAT(tapped.loadConfig(server.configuration()), Succeeds());
  ASSERT_THAT(tapped.startActivation(FakeServer::kActivationCode), Succeeds());
  server.play(FakeServer::Fault::kLoseAnswer);
  ASSERT_THAT(tapped.finishActivation(devicePin("2580")), FailsWith(ErrorCode::kNetworkUnavailable));
  server.play(FakeServer::Fault::kNone);
  ASSERT_THAT(tapped.finishActivation(devicePin("2580")), Succeeds());
  ASSERT_EQ(tap.messages.size(), 3U);
  EXPECT_NE(tap.messages[1], tap.messages[2]);
  EXPECT_EQ(tap.urls[0], "https://auth.example.org");
  // The answer to a replay cannot be read by whoever replays; that keys did not change is what counts.
  ASSERT_TRUE(server.exchange("", tap.messages[1]).has_value());
  ASSERT_THAT(tapped.startAddOrUpdate(), Succeeds());
  EXPECT_THAT(tapped.finishAddOrUpdate(devicePin("2580"), offlinePin("1111")), Succeeds());
}

TEST_F(OnlineCallTest, NeitherPinNorCodeIsInAMessage) {
  Tap tap(server);
  Controller tapped(key_store, &tap, random, clock);
  ASSERT_THAT(tapped.loadConfig(server.configuration()), Succeeds());
  ASSERT_THAT(activate(tapped, devicePin("258036914")), Succeeds());
  for (const Bytes& message : tap.messages) {
    EXPECT_EQ(textOf(message).find(FakeServer::kActivationCode), std::string_view::npos);
    EXPECT_EQ(textOf(message).find("258036914"), std::string_view::npos);
  }
}

TEST_F(OnlineCallTest, MessagesOfOneKindHaveOneSizeWhateverThePin) {
  Tap tap(server);
  Controller tapped(key_store, &tap, random, clock);
  ASSERT_THAT(tapped.loadConfig(server.configuration()), Succeeds());
  ASSERT_THAT(activate(tapped, devicePin("2580")), Succeeds());
  ASSERT_THAT(tapped.deactivate(false), Succeeds());
  ASSERT_THAT(activate(tapped, devicePin("258036914000")), Succeeds());
  ASSERT_EQ(tap.messages.size(), 5U);
  EXPECT_EQ(tap.messages[1].size(), tap.messages[4].size());
}

}  // namespace
}  // namespace heliograph::sdk
