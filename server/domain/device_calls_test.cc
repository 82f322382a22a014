// Who gets through to the database, and who does not. The conversations have tests of their own.

#include "domain/device_calls.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "domain/testing/test_server.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;
using protocol::DeviceStatus;
using std::chrono::milliseconds;
using std::chrono::minutes;
using Lines = std::vector<std::string>;

Bytes altered(Bytes message, std::size_t at) {
  message.at(at) ^= 0x01;
  return message;
}

class DeviceCallsTest : public testing::Test {
 protected:
  // The status of a call that the phone makes as it is now.
  DeviceStatus statusOfCall() { return statusIn(phone.startAddOrUpdate()); }

  template <class Accepted>
  static DeviceStatus statusIn(const Phone::Reply<Accepted>& reply) {
    return reply ? DeviceStatus::kOk : reply.error().status;
  }
  // The status of what `plaintext` makes.
  DeviceStatus statusOf(const Phone::Plaintext& plaintext) {
    return statusIn(*protocol::decodeAddOrUpdateStarted(phone.exchange(plaintext).expose()));
  }
  std::uint64_t storeCallsOf(const std::function<void()>& action) {
    const auto before = server.store->calls();
    action();
    return server.store->calls() - before;
  }

  TestServer server;
  Phone phone = server.enrolledPhone();
};

// --- what does not open ----------------------------------------------------------------------------------------------

TEST_F(DeviceCallsTest, AMessageThatDoesNotOpenCostsNoLookUp) {
  Bytes sealed;
  phone.send = [&](ByteView message) {
    sealed.assign(message.begin(), message.end());
    return server.device_calls.answer(message, "192.0.2.1", "request", server.now);
  };
  ASSERT_EQ(statusOfCall(), DeviceStatus::kOk);
  const struct {
    const char* name;
    Bytes message;
    protocol::ChannelError error;
  } rows[] = {
      {"empty", {}, protocol::ChannelError::kMalformed},
      {"truncated", Bytes(sealed.begin(), sealed.begin() + 80), protocol::ChannelError::kMalformed},
      {"altered", altered(sealed, sealed.size() - 1), protocol::ChannelError::kDoesNotOpen},
      {"unknown version", altered(sealed, 0), protocol::ChannelError::kUnknownVersion},
      {"for another key", altered(sealed, 1), protocol::ChannelError::kUnknownKey},
      {"not a point of the curve", altered(sealed, 9), protocol::ChannelError::kMalformed},
  };
  const auto calls = storeCallsOf([&] {
    for (const auto& row : rows) {
      EXPECT_EQ(server.device_calls.answer(row.message, "192.0.2.1", "request", server.now).error(), row.error)
          << row.name;
    }
  });
  EXPECT_EQ(calls, 0u);
}

TEST_F(DeviceCallsTest, AMalformedRequestIsRejectedWithoutALookUp) {
  const auto calls = storeCallsOf([&] {
    for (const std::size_t size : {0u, 1u, 64u, 500u}) {
      EXPECT_EQ(statusOf([&](const auto&) { return SecretBytes::copyOf(Bytes(size, 0x03)); }),
                DeviceStatus::kRejectedRequest)
          << size;
    }
  });
  EXPECT_EQ(calls, 0u);
}

// --- time and replay -------------------------------------------------------------------------------------------------

TEST_F(DeviceCallsTest, AClockThatIsOffByMoreThanFiveMinutesIsRejectedWithoutALookUp) {
  const struct {
    milliseconds offset;
    DeviceStatus status;
  } rows[] = {
      {minutes(-5) - milliseconds(1), DeviceStatus::kRejectedRequest},
      {minutes(-5), DeviceStatus::kOk},
      {minutes(0), DeviceStatus::kOk},
      {minutes(5), DeviceStatus::kOk},
      {minutes(5) + milliseconds(1), DeviceStatus::kRejectedRequest},
      {milliseconds(std::numeric_limits<std::int64_t>::max()) - server.now.time_since_epoch(),
       DeviceStatus::kRejectedRequest},
      {-server.now.time_since_epoch(), DeviceStatus::kRejectedRequest},
  };
  for (const auto& row : rows) {
    phone.time = server.now + row.offset;
    const auto calls = storeCallsOf([&] { EXPECT_EQ(statusOfCall(), row.status) << row.offset.count(); });
    EXPECT_EQ(calls == 0, row.status == DeviceStatus::kRejectedRequest);
  }
}

TEST_F(DeviceCallsTest, SoIsTheClockOfWhoHasAnActivationCode) {
  const std::string code = server.newCode();
  Phone stranger = server.newPhone();
  stranger.time = server.now + minutes(5) + milliseconds(1);
  EXPECT_EQ(statusIn(stranger.startEnrolment(server.application.id, code)), DeviceStatus::kRejectedRequest);
  stranger.time = server.now + minutes(5);
  EXPECT_EQ(statusIn(stranger.startEnrolment(server.application.id, code)), DeviceStatus::kOk);
}

TEST_F(DeviceCallsTest, AReplayedMessageIsRejected) {
  ASSERT_TRUE(phone.startAddOrUpdate());
  phone.send = [&](ByteView message) {
    (void)server.device_calls.answer(message, "192.0.2.1", "request", server.now);
    return server.device_calls.answer(message, "192.0.2.9", "request", server.now);
  };
  EXPECT_EQ(statusIn(phone.startAddOrUpdate()), DeviceStatus::kRejectedRequest);
  EXPECT_EQ(statusIn(phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflinePin, Entry::kWrong)),
            DeviceStatus::kRejectedRequest);
  EXPECT_EQ(server.devices.find(server.caller, *phone.device, server.now)->methods.at(0).remaining_attempts, 2)
      << "the first of the two counted, the second did not";
  EXPECT_EQ(statusIn(phone.deactivate()), DeviceStatus::kNotActivated) << "gone with the first of the two";
}

TEST_F(DeviceCallsTest, AReplayedEnrolmentIsRejected) {
  Phone second = server.newPhone();
  second.send = [&](ByteView message) {
    (void)server.device_calls.answer(message, "192.0.2.1", "request", server.now);
    return server.device_calls.answer(message, "192.0.2.1", "request", server.now);
  };
  EXPECT_EQ(statusIn(second.startEnrolment(server.application.id, server.newCode())), DeviceStatus::kRejectedRequest);
}

// --- who proves nothing ----------------------------------------------------------------------------------------------

TEST_F(DeviceCallsTest, AForgedTicketDoesNotReachTheStore) {
  phone.ticket[0] ^= 1;
  const auto calls = storeCallsOf([&] { EXPECT_EQ(statusOfCall(), DeviceStatus::kNotActivated); });
  EXPECT_EQ(calls, 0u);
}

TEST_F(DeviceCallsTest, ATicketOfAnotherDeviceDoesNotReachTheStore) {
  phone.ticket = server.enrolledPhone().ticket;
  const auto calls = storeCallsOf([&] { EXPECT_EQ(statusOfCall(), DeviceStatus::kNotActivated); });
  EXPECT_EQ(calls, 0u);
}

TEST_F(DeviceCallsTest, AWrongSignatureIsRefusedAfterOneLookUp) {
  phone.key = crypto::P256PrivateKey::generate(server.random);
  const auto calls = storeCallsOf([&] { EXPECT_EQ(statusOfCall(), DeviceStatus::kNotActivated); });
  EXPECT_EQ(calls, 1u);
}

TEST_F(DeviceCallsTest, TheSignatureOfAnotherMessageIsRefused) {
  const auto request = phone.signedRequest(protocol::StartAddOrUpdate{});
  const auto other_channel = protocol::ChannelRequest::begin(server.channel_key.publicKey(), server.random);
  EXPECT_EQ(statusOf([&](const auto&) { return phone.sign(request, other_channel.secrets().encapsulated_key); }),
            DeviceStatus::kNotActivated);
}

TEST_F(DeviceCallsTest, AnyAlteredByteOfASignedRequestIsRefused) {
  const std::size_t size = phone.sign(phone.signedRequest(protocol::StartAddOrUpdate{}), {}).size();
  for (std::size_t i = 0; i < size; ++i) {
    const auto status = statusOf([&](const protocol::ChannelSecrets& secrets) {
      auto bytes = phone.sign(phone.signedRequest(protocol::StartAddOrUpdate{}), secrets.encapsulated_key);
      bytes.exposeMutable()[i] ^= 0x01;
      return bytes;
    });
    EXPECT_TRUE(status == DeviceStatus::kNotActivated || status == DeviceStatus::kRejectedRequest) << i;
  }
}

TEST_F(DeviceCallsTest, ADeviceThatTheStoreDoesNotKnowIsToldTheSameAsOneThatProvesNothing) {
  phone.device = DeviceId::random(server.random);
  phone.ticket = DeviceTickets(server.channel_key).issue(*phone.device);
  EXPECT_EQ(statusOfCall(), DeviceStatus::kNotActivated);
}

TEST_F(DeviceCallsTest, AnEnrollingDeviceCanDoNothingButFinish) {
  Phone enrolling = server.newPhone();
  ASSERT_TRUE(enrolling.startEnrolment(server.application.id, server.newCode()));
  EXPECT_EQ(statusIn(enrolling.startAddOrUpdate()), DeviceStatus::kNotActivated);
  EXPECT_EQ(statusIn(enrolling.deactivate()), DeviceStatus::kNotActivated);
  EXPECT_TRUE(enrolling.finishEnrolment(AuthMethod::kDevicePin));
}

TEST_F(DeviceCallsTest, WhoProvesNothingIsNoEvent) {
  const auto before = server.store->findAuditEvents({}).size();
  phone.key = crypto::P256PrivateKey::generate(server.random);
  EXPECT_EQ(statusOfCall(), DeviceStatus::kNotActivated) << "wrong signature";
  phone.ticket[0] ^= 1;
  EXPECT_EQ(statusOfCall(), DeviceStatus::kNotActivated) << "forged ticket";
  phone.time = server.now - minutes(6);
  EXPECT_EQ(statusOfCall(), DeviceStatus::kRejectedRequest) << "too old";
  EXPECT_EQ(server.store->findAuditEvents({}).size(), before);
}

// --- leaving ---------------------------------------------------------------------------------------------------------

TEST_F(DeviceCallsTest, ADeactivatedDeviceIsNotActivatedAnyMore) {
  ASSERT_TRUE(phone.deactivate());
  EXPECT_EQ(statusIn(phone.deactivate()), DeviceStatus::kNotActivated);
  EXPECT_EQ(statusOfCall(), DeviceStatus::kNotActivated);
  EXPECT_EQ(statusIn(phone.finishEnrolment(AuthMethod::kDevicePin)), DeviceStatus::kNotActivated);
}

TEST_F(DeviceCallsTest, WhoeverLeavesIsAnEvent) {
  ASSERT_TRUE(phone.deactivate());
  EXPECT_EQ(server.lastEvents(phone, 1), Lines{"DEVICE_DEACTIVATED SUCCESS"});
}

TEST_F(DeviceCallsTest, ALockedDeviceMayLeaveToo) {
  ASSERT_TRUE(phone.startAddOrUpdate());
  for (int i = 0; i < 3; ++i) {
    ASSERT_FALSE(phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflinePin, Entry::kWrong));
  }
  ASSERT_EQ(statusOfCall(), DeviceStatus::kLocked);
  EXPECT_TRUE(phone.deactivate());
}

// --- parting with a method -------------------------------------------------------------------------------------------

class DeactivatedMethodTest : public DeviceCallsTest {
 protected:
  bool isActivated(AuthMethod method) { return server.store->findDevice(*other.device)->find(method) != nullptr; }

  Phone other = server.enrolledPhone({AuthMethod::kOfflinePin, AuthMethod::kDevice});
};

TEST_F(DeactivatedMethodTest, ADeactivatedMethodIsGoneAndTheOthersStay) {
  const auto open = server.begin(other);
  ASSERT_TRUE(other.deactivateMethod(AuthMethod::kOfflinePin));
  EXPECT_FALSE(isActivated(AuthMethod::kOfflinePin));
  EXPECT_TRUE(isActivated(AuthMethod::kDevice));
  EXPECT_EQ(server.offline_authentications.find(server.caller, open.view.session.id, server.now)->status,
            SessionStatus::kCancelled);
  EXPECT_EQ(server.lastEvents(other, 1), Lines{"AUTH_METHOD_DEACTIVATED SUCCESS"});
  EXPECT_EQ(server.store->findAuditEvents({.device = other.device}).at(0).event.auth_method, AuthMethod::kOfflinePin);
}

TEST_F(DeactivatedMethodTest, AMethodThatIsNotActivatedIsNotDeactivated) {
  ASSERT_TRUE(other.deactivateMethod(AuthMethod::kOfflinePin));
  EXPECT_EQ(statusIn(other.deactivateMethod(AuthMethod::kOfflinePin)), DeviceStatus::kMethodNotAllowed);
  EXPECT_EQ(server.lastEvents(other, 1), Lines{"AUTH_METHOD_DEACTIVATED REFUSED AUTH_METHOD_NOT_ALLOWED"});
  EXPECT_EQ(statusIn(other.deactivateMethod(AuthMethod::kDeviceIosFaceId)), DeviceStatus::kMethodNotAllowed);
}

TEST_F(DeactivatedMethodTest, AMethodThatWasLockedByHandStays) {
  ASSERT_TRUE(server.devices.lockMethod(server.caller, *other.device, AuthMethod::kOfflinePin, "lost", server.now));
  EXPECT_EQ(statusIn(other.deactivateMethod(AuthMethod::kOfflinePin)), DeviceStatus::kLockedByAdmin)
      << "it could be added again without its lock";
  EXPECT_TRUE(isActivated(AuthMethod::kOfflinePin));
}

TEST_F(DeactivatedMethodTest, ALockedDeviceMayPartWithAMethodToo) {
  ASSERT_TRUE(server.devices.lock(server.caller, *other.device, "stolen", server.now));
  EXPECT_TRUE(other.deactivateMethod(AuthMethod::kOfflinePin));
}

TEST_F(DeactivatedMethodTest, AnEnrollingDeviceHasNoMethodToPartWith) {
  Phone enrolling = server.newPhone();
  ASSERT_TRUE(enrolling.startEnrolment(server.application.id, server.newCode()));
  EXPECT_EQ(statusIn(enrolling.deactivateMethod(AuthMethod::kDevicePin)), DeviceStatus::kNotActivated);
}

TEST_F(DeactivatedMethodTest, AReplayedMessageIsRejectedAndAnEvent) {
  other.send = [&](ByteView message) {
    (void)server.device_calls.answer(message, "192.0.2.1", "request", server.now);
    return server.device_calls.answer(message, "192.0.2.9", "request", server.now);
  };
  EXPECT_EQ(statusIn(other.deactivateMethod(AuthMethod::kOfflinePin)), DeviceStatus::kRejectedRequest);
  EXPECT_EQ(server.lastEvents(other, 2),
            (Lines{"AUTH_METHOD_DEACTIVATED SUCCESS", "AUTH_METHOD_DEACTIVATED REFUSED REJECTED_REQUEST"}));
}

}  // namespace
}  // namespace heliograph::domain
