#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "crypto/aes_ccm.h"
#include "protocol/decimal.h"
#include "protocol/verification_data.h"
#include "sdk/phone_test.h"
#include "sdk/registration.h"

namespace heliograph::sdk {
namespace {

using protocol::AuthMethod;

class OfflineAuthenticationTest : public PhoneTest {
 protected:
  static AuthParameter parameterFor(AuthMethod method) {
    return protocol::usesPin(method) ? AuthParameter::withPin(method, "1357") : with(method);
  }
  // Verification data for OFFLINE_DEVICE as a server would seal it that does not check contexts.
  std::string sealedUnchecked(std::string_view context) {
    constexpr std::uint8_t kHeader = 1 << 6 | 1 << 3 | 4;  // version 1, OFFLINE_DEVICE, 8 digits
    const SecretBytes key = platform.read("methods/offline-device/data-key").value();
    const DeviceId device = loadRegistration(platform).value().device.id;
    const std::array<std::uint8_t, crypto::kCcmNonceSize> ccm_nonce{kHeader};
    Bytes associated_data(bytesOf("heliograph/verification-data/1").begin(),
                          bytesOf("heliograph/verification-data/1").end());
    associated_data.insert(associated_data.end(), device.bytes().begin(), device.bytes().end());
    Bytes ciphertext(context.size());
    const auto tag = crypto::aesCcmSeal(key.expose().first<32>(), ccm_nonce, crypto::AssociatedData(associated_data),
                                        bytesOf(context), ciphertext);

    Bytes data{kHeader};
    data.resize(1 + protocol::kNonceSize);
    data.insert(data.end(), ciphertext.begin(), ciphertext.end());
    data.insert(data.end(), tag.begin(), tag.end());
    return std::string(textOf(protocol::toDecimal(data).view()));
  }
  static std::string altered(std::string digits) {
    digits.back() = digits.back() == '9' ? '8' : static_cast<char>(digits.back() + 1);
    return digits;
  }
};

class EveryOfflineMethod : public OfflineAuthenticationTest, public ::testing::WithParamInterface<AuthMethod> {};

TEST_P(EveryOfflineMethod, MakesThePasswordThatTheServerExpects) {
  activateAndAdd(parameterFor(GetParam()));
  const std::string data = server.beginOffline(GetParam(), kContext);
  const auto started = phone.startOfflineAuthentication(data);
  ASSERT_THAT(started, Succeeds());
  EXPECT_EQ(started->context, kContext);
  EXPECT_EQ(started->auth_method, GetParam());
  const auto finished = phone.finishOfflineAuthentication(parameterFor(GetParam()));
  ASSERT_THAT(finished, Succeeds());
  EXPECT_EQ(finished->one_time_password, server.expectedPassword(data));
}

TEST_P(EveryOfflineMethod, NeedsNoTransportAndNoConfiguration) {
  activateAndAdd(parameterFor(GetParam()));
  const std::string data = server.beginOffline(GetParam(), kContext);
  Controller offline(key_store, nullptr, random, clock);
  ASSERT_THAT(offline.startOfflineAuthentication(data), Succeeds());
  const auto finished = offline.finishOfflineAuthentication(parameterFor(GetParam()));
  ASSERT_THAT(finished, Succeeds());
  EXPECT_EQ(finished->one_time_password, server.expectedPassword(data));
}

INSTANTIATE_TEST_SUITE_P(, EveryOfflineMethod,
                         ::testing::Values(AuthMethod::kOfflineDevice, AuthMethod::kOfflinePin,
                                           AuthMethod::kOfflineStrongTouchId, AuthMethod::kOfflineIosFaceId,
                                           AuthMethod::kOfflineAndroidFingerprint,
                                           AuthMethod::kOfflineAndroidBiometricPrompt),
                         [](const auto& tested) { return std::string(protocol::apiName(tested.param)); });

TEST_F(OfflineAuthenticationTest, SendsAndStoresNothing) {
  activateAndAdd(offlinePin("1357"));
  const int messages = server.messages();
  const int commits = key_store.commits();
  EXPECT_THAT(authenticateOffline(server.beginOffline(AuthMethod::kOfflinePin, kContext), offlinePin("1357")),
              Succeeds());
  EXPECT_EQ(server.messages(), messages);
  EXPECT_EQ(key_store.commits(), commits);
}

TEST_F(OfflineAuthenticationTest, AWrongPinMakesAWellFormedWrongPassword) {
  activateAndAdd(offlinePin("1357"));
  const std::string data = server.beginOffline(AuthMethod::kOfflinePin, kContext);
  const auto wrong = authenticateOffline(data, offlinePin("7531"));
  ASSERT_THAT(wrong, Succeeds());
  EXPECT_EQ(wrong->one_time_password.size(), 8U);
  EXPECT_TRUE(areDigits(wrong->one_time_password));
  EXPECT_NE(wrong->one_time_password, server.expectedPassword(data));
}

TEST_F(OfflineAuthenticationTest, APasswordHasTheLengthThatTheVerificationDataAsksFor) {
  activateAndAdd(offlinePin("1357"));
  for (int length = protocol::OtpLength::kMin; length <= protocol::OtpLength::kMax; ++length) {
    auto settings = server.settings();
    settings.otp_length = protocol::OtpLength::of(length);
    server.configure(settings);
    const std::string data = server.beginOffline(AuthMethod::kOfflinePin, kContext);
    const auto finished = authenticateOffline(data, offlinePin("1357"));
    ASSERT_THAT(finished, Succeeds());
    EXPECT_EQ(finished->one_time_password.size(), static_cast<std::size_t>(length));
    EXPECT_EQ(finished->one_time_password, server.expectedPassword(data));
  }
}

TEST_F(OfflineAuthenticationTest, ShowsEveryByteOfTheContext) {
  activateAndAdd(with(AuthMethod::kOfflineDevice));
  const std::string longest(200, 'x');
  for (const std::string& context : {std::string("é\n€ 👩‍👧"), longest}) {
    const auto started = phone.startOfflineAuthentication(server.beginOffline(AuthMethod::kOfflineDevice, context));
    ASSERT_THAT(started, Succeeds());
    EXPECT_EQ(started->context, context);
    phone.cancelSession();
  }
}

TEST_F(OfflineAuthenticationTest, WhiteSpaceAroundTheDigitsIsIgnoredAndWithinThemIsNot) {
  activateAndAdd(with(AuthMethod::kOfflineDevice));
  const std::string data = server.beginOffline(AuthMethod::kOfflineDevice, kContext);
  ASSERT_THAT(phone.startOfflineAuthentication(" \t" + data + "\r\n"), Succeeds());
  phone.cancelSession();
  EXPECT_THAT(phone.startOfflineAuthentication(data.substr(0, 20) + " " + data.substr(20)),
              FailsWith(ErrorCode::kInvalidInputFormat));
}

TEST_F(OfflineAuthenticationTest, WhatIsNoVerificationDataIsRefusedBeforeTheKeyStoreIsAsked) {
  activateAndAdd(with(AuthMethod::kOfflineDevice));
  const std::string data = server.beginOffline(AuthMethod::kOfflineDevice, kContext);
  const int calls = key_store.calls();
  for (const std::string& text :
       {std::string(), std::string("  "), std::string("12345"), data.substr(1), data + "0",
        std::string(data.size(), '9'), std::string(data.size(), '0'), std::string("hello"), std::string(600, '1')}) {
    EXPECT_THAT(phone.startOfflineAuthentication(text), FailsWith(ErrorCode::kInvalidInputFormat)) << text;
  }
  EXPECT_EQ(key_store.calls(), calls);
}

TEST_F(OfflineAuthenticationTest, AlteredVerificationDataIsRefused) {
  activateAndAdd(with(AuthMethod::kOfflineDevice));
  const std::string data = server.beginOffline(AuthMethod::kOfflineDevice, kContext);
  EXPECT_THAT(phone.startOfflineAuthentication(altered(data)), FailsWith(ErrorCode::kNotForThisDevice));
}

TEST_F(OfflineAuthenticationTest, VerificationDataOfAnotherDeviceIsRefused) {
  activateAndAdd(with(AuthMethod::kOfflineDevice));
  FakeServer other_server(random, clock);
  TestKeyStore other_store(random);
  Controller other_phone(other_store, &other_server, random, clock);
  ASSERT_THAT(other_phone.loadConfig(other_server.configuration()), Succeeds());
  ASSERT_THAT(activate(other_phone, devicePin("2580")), Succeeds());
  ASSERT_THAT(other_phone.startAddOrUpdate(), Succeeds());
  ASSERT_THAT(other_phone.finishAddOrUpdate(devicePin("2580"), with(AuthMethod::kOfflineDevice)), Succeeds());

  const std::string data = other_server.beginOffline(AuthMethod::kOfflineDevice, kContext);
  EXPECT_THAT(phone.startOfflineAuthentication(data), FailsWith(ErrorCode::kNotForThisDevice));
}

TEST_F(OfflineAuthenticationTest, AContextThatMustNotBeShownIsRefused) {
  activateAndAdd(with(AuthMethod::kOfflineDevice));
  for (const std::string_view context : {"Pay 10\xE2\x80\xAE 01", "\xC3", "tab\t"}) {
    EXPECT_THAT(phone.startOfflineAuthentication(sealedUnchecked(context)), FailsWith(ErrorCode::kInvalidContext));
  }
}

TEST_F(OfflineAuthenticationTest, AMethodThatIsNotActivatedHereIsRefused) {
  activateAndAdd(with(AuthMethod::kOfflineDevice));
  protocol::Nonce nonce{};
  const auto key = protocol::DataKey::filledBy([&](auto out) { random.fill(out); });
  const auto data = protocol::VerificationData::seal(
      key, DeviceId::random(random),
      {.method = AuthMethod::kOfflinePin, .otp_length = protocol::OtpLength::of(8).value(), .nonce = nonce},
      protocol::Context::parse(kContext).value());
  EXPECT_THAT(phone.startOfflineAuthentication(textOf(data.digits().view())), FailsWith(ErrorCode::kMethodNotAllowed));
  EXPECT_THAT(phone.deactivate(true), Succeeds());
  EXPECT_THAT(phone.startOfflineAuthentication(textOf(data.digits().view())), FailsWith(ErrorCode::kNotActivated));
}

TEST_F(OfflineAuthenticationTest, TheAnswerOfAnotherMethodIsRefused) {
  activateAndAdd(offlinePin("1357"));
  for (const AuthMethod method : {AuthMethod::kOfflineDevice, AuthMethod::kDevicePin}) {
    const std::string data = server.beginOffline(AuthMethod::kOfflinePin, kContext);
    EXPECT_THAT(authenticateOffline(data, parameterFor(method)), FailsWith(ErrorCode::kIllegalAuthMethod));
  }
}

TEST_F(OfflineAuthenticationTest, APinThatBreaksTheRulesIsRefusedBeforeTheKeyStoreIsAskedAndMayBeTypedAgain) {
  activateAndAdd(offlinePin("1357"));
  const std::string data = server.beginOffline(AuthMethod::kOfflinePin, kContext);
  const auto started = phone.startOfflineAuthentication(data);
  ASSERT_THAT(started, Succeeds());
  EXPECT_EQ(started->pin_rules, server.settings().pin);
  const int calls = key_store.calls();
  for (const std::string_view pin : {"", "135", "135a", "1234567890123", "１３５７"}) {
    EXPECT_THAT(phone.finishOfflineAuthentication(offlinePin(pin)), FailsWith(ErrorCode::kInvalidInputFormat)) << pin;
  }
  EXPECT_THAT(phone.finishOfflineAuthentication(with(AuthMethod::kOfflinePin)),
              FailsWith(ErrorCode::kInvalidInputFormat));
  EXPECT_EQ(key_store.calls(), calls);
  EXPECT_THAT(phone.finishOfflineAuthentication(offlinePin("1357")), Succeeds());
}

TEST_F(OfflineAuthenticationTest, AFailingKeyStoreEndsIt) {
  activateAndAdd(offlinePin("1357"));
  const std::string data = server.beginOffline(AuthMethod::kOfflinePin, kContext);
  ASSERT_THAT(phone.startOfflineAuthentication(data), Succeeds());
  platform.failFromNowOn(true);
  EXPECT_THAT(phone.finishOfflineAuthentication(offlinePin("1357")), FailsWith(ErrorCode::kKeyStoreUnavailable));
  EXPECT_THAT(phone.startOfflineAuthentication(data), FailsWith(ErrorCode::kKeyStoreUnavailable));
  platform.failFromNowOn(false);
  EXPECT_THAT(authenticateOffline(data, offlinePin("1357")), Succeeds());
}

}  // namespace
}  // namespace heliograph::sdk
