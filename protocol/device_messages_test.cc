#include "protocol/device_messages.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "base/hex.h"
#include "crypto/system_random.h"

namespace heliograph::protocol {
namespace {

using Error = DeviceMessageError;

// One recognisable byte per field, so that the expected bytes can be read.
template <std::size_t Size>
std::array<std::uint8_t, Size> filled(std::uint8_t byte) {
  std::array<std::uint8_t, Size> bytes{};
  bytes.fill(byte);
  return bytes;
}
std::string hex(std::uint8_t byte, std::size_t size) { return toHex(Bytes(size, byte)); }

const RequestHeader kHeader{fromUnixMilliseconds(0x0102030405060708), RequestId(filled<16>(0xA1))};
const DeviceId kDevice(filled<16>(0xD1));
const AddOrUpdateSessionId kSession(filled<16>(0x51));

const std::string kHeaderHex = "0102030405060708" + hex(0xA1, 16);
const std::string kDeviceHex = hex(0xD1, 16) + hex(0x71, 16);
const std::string kSignatureHex = hex(0x99, 64);

PhoneRandom phoneRandom() { return PhoneRandom::copyOf(filled<32>(0xF1)); }
ServerRandom serverRandom() { return ServerRandom::copyOf(filled<32>(0xE1)); }

SignedRequest signedRequest(SignedBody body) { return {kHeader, kDevice, filled<16>(0x71), std::move(body)}; }

FinishEnrolment finishEnrolment() { return {AuthMethod::kDevicePin, phoneRandom()}; }
FinishAddOrUpdate finishAddOrUpdate() {
  return {kSession, AuthMethod::kDevicePin, filled<32>(0x61), AuthMethod::kOfflinePin, phoneRandom()};
}

const std::string kFinishEnrolmentHex = "02" + kHeaderHex + kDeviceHex + "12" + hex(0xF1, 32);
const std::string kStartAddOrUpdateHex = "03" + kHeaderHex + kDeviceHex;
const std::string kFinishAddOrUpdateHex =
    "04" + kHeaderHex + kDeviceHex + hex(0x51, 16) + "12" + hex(0x61, 32) + "02" + hex(0xF1, 32);
const std::string kDeactivateHex = "05" + kHeaderHex + kDeviceHex;

const DeviceSettings kSettings{{AuthMethod::kDevicePin, AuthMethod::kOfflinePin},
                               {AuthMethod::kDevicePin},
                               OtpLength::of(6),
                               {PinType::kAlphanumeric, 4, 12},
                               3};
const std::string kSettingsHex =
    "0202"
    "0200"
    "06"
    "01"
    "04"
    "0c"
    "03";

Bytes bytes(std::string_view text) { return fromHex(text).value(); }
std::string hexOf(const SecretBytes& secret) { return toHex(secret.expose()); }
Error requestError(std::string_view text) { return decodeRequest(bytes(text)).error(); }

ReceivedSignedRequest decodeSigned(std::string_view unsigned_hex) {
  return std::get<ReceivedSignedRequest>(decodeRequest(bytes(std::string(unsigned_hex) + kSignatureHex)).value());
}

EnrolmentRequest enrolmentRequest(const crypto::P256PublicKey& device_key, std::string_view code) {
  return {kHeader, {ApplicationId(filled<16>(0xB1)), device_key, SecretBytes::copyOf(bytesOf(code))}};
}

class Enrolment : public testing::Test {
 protected:
  crypto::SystemRandom random;
  crypto::P256PublicKey device_key = crypto::P256PrivateKey::generate(random).publicKey();
  std::string start = "01" + kHeaderHex + hex(0xB1, 16) + toHex(device_key.point());
};

TEST_F(Enrolment, StartIsWrittenAsDrawn) {
  EXPECT_EQ(hexOf(encode(enrolmentRequest(device_key, "12345678"))), start + "08" + "3132333435363738");
}

TEST_F(Enrolment, StartIsReadAsWritten) {
  const auto decoded = decodeRequest(encode(enrolmentRequest(device_key, "12345678")).expose());
  ASSERT_TRUE(decoded);
  const auto& request = std::get<EnrolmentRequest>(*decoded);
  EXPECT_EQ(request.header.timestamp, kHeader.timestamp);
  EXPECT_EQ(request.header.id, kHeader.id);
  EXPECT_EQ(request.body.application, ApplicationId(filled<16>(0xB1)));
  EXPECT_EQ(request.body.device_key, device_key);
  EXPECT_EQ(textOf(request.body.activation_code.expose()), "12345678");
}

TEST_F(Enrolment, ActivationCodeHasOneTo64Bytes) {
  EXPECT_TRUE(decodeRequest(bytes(start + "01" + "41")));
  EXPECT_TRUE(decodeRequest(bytes(start + "40" + hex(0x41, 64))));
  EXPECT_EQ(requestError(start + "00"), Error::kInvalidValue);
  EXPECT_EQ(requestError(start + "41" + hex(0x41, 65)), Error::kInvalidValue);
}

TEST_F(Enrolment, StartIsRefusedWithAByteTooFewOrTooMany) {
  const Bytes message = bytes(start + "02" + "4142");
  for (std::size_t size = 0; size < message.size(); ++size) {
    EXPECT_EQ(decodeRequest(ByteView(message).first(size)).error(), Error::kTruncated) << size;
  }
  EXPECT_EQ(requestError(start + "02" + "414243"), Error::kTrailingBytes);
}

TEST_F(Enrolment, StartIsRefusedWithAKeyThatIsNoPoint) {
  EXPECT_EQ(requestError("01" + kHeaderHex + hex(0xB1, 16) + hex(0x04, 65) + "0141"), Error::kInvalidKey);
}

TEST(SignedRequests, AreWrittenAsDrawn) {
  EXPECT_EQ(hexOf(encodeUnsigned(signedRequest(finishEnrolment()))), kFinishEnrolmentHex);
  EXPECT_EQ(hexOf(encodeUnsigned(signedRequest(StartAddOrUpdate{}))), kStartAddOrUpdateHex);
  EXPECT_EQ(hexOf(encodeUnsigned(signedRequest(finishAddOrUpdate()))), kFinishAddOrUpdateHex);
  EXPECT_EQ(hexOf(encodeUnsigned(signedRequest(DeactivateDevice{}))), kDeactivateHex);
}

TEST(SignedRequests, KeepTheirHeaderDeviceTicketAndSignature) {
  const auto received = decodeSigned(kDeactivateHex);
  EXPECT_EQ(received.request.header.timestamp, kHeader.timestamp);
  EXPECT_EQ(received.request.header.id, kHeader.id);
  EXPECT_EQ(received.request.device, kDevice);
  EXPECT_EQ(received.request.ticket, filled<16>(0x71));
  EXPECT_EQ(hexOf(received.unsigned_bytes), kDeactivateHex);
  EXPECT_EQ(toHex(received.signature), kSignatureHex);
  EXPECT_TRUE(std::holds_alternative<DeactivateDevice>(received.request.body));
}

TEST(SignedRequests, KeepTheirBody) {
  EXPECT_TRUE(std::holds_alternative<StartAddOrUpdate>(decodeSigned(kStartAddOrUpdateHex).request.body));

  const auto enrolment = decodeSigned(kFinishEnrolmentHex);
  const auto& finish = std::get<FinishEnrolment>(enrolment.request.body);
  EXPECT_EQ(finish.method, AuthMethod::kDevicePin);
  EXPECT_EQ(toHex(finish.phone_random.expose()), hex(0xF1, 32));

  const auto update = decodeSigned(kFinishAddOrUpdateHex);
  const auto& body = std::get<FinishAddOrUpdate>(update.request.body);
  EXPECT_EQ(body.session, kSession);
  EXPECT_EQ(body.authorising_method, AuthMethod::kDevicePin);
  EXPECT_EQ(body.response, filled<32>(0x61));
  EXPECT_EQ(body.method, AuthMethod::kOfflinePin);
  EXPECT_EQ(toHex(body.phone_random.expose()), hex(0xF1, 32));
}

TEST(SignedRequests, AreWrittenAgainAsTheyWereRead) {
  for (const auto& text : {kFinishEnrolmentHex, kStartAddOrUpdateHex, kFinishAddOrUpdateHex, kDeactivateHex}) {
    EXPECT_EQ(hexOf(encodeUnsigned(decodeSigned(text).request)), text);
  }
}

TEST(SignedRequests, AreRefusedWithAByteTooFewOrTooMany) {
  for (const auto& text : {kFinishEnrolmentHex, kStartAddOrUpdateHex, kFinishAddOrUpdateHex, kDeactivateHex}) {
    const Bytes message = bytes(text + kSignatureHex);
    for (std::size_t size = 0; size < message.size(); ++size) {
      EXPECT_EQ(decodeRequest(ByteView(message).first(size)).error(), Error::kTruncated) << size;
    }
    EXPECT_EQ(requestError(text + kSignatureHex + "00"), Error::kTrailingBytes);
  }
}

TEST(SignedRequests, AreRefusedWithAnUnknownType) {
  for (const std::string type : {"00", "06", "11", "ff"}) {
    EXPECT_EQ(requestError(type + kHeaderHex + kDeviceHex + kSignatureHex), Error::kUnknownType) << type;
  }
}

TEST(SignedRequests, AreRefusedWithAnUnknownMethod) {
  for (const std::string method : {"00", "07", "10", "17", "ff"}) {
    EXPECT_EQ(requestError("02" + kHeaderHex + kDeviceHex + method + hex(0xF1, 32) + kSignatureHex),
              Error::kUnknownMethod);
    EXPECT_EQ(requestError("04" + kHeaderHex + kDeviceHex + hex(0x51, 16) + method + hex(0x61, 32) + "02" +
                           hex(0xF1, 32) + kSignatureHex),
              Error::kUnknownMethod);
    EXPECT_EQ(requestError("04" + kHeaderHex + kDeviceHex + hex(0x51, 16) + "12" + hex(0x61, 32) + method +
                           hex(0xF1, 32) + kSignatureHex),
              Error::kUnknownMethod);
  }
}

TEST(SignedRequests, AreRefusedWithATimeThatSignedMillisecondsDoNotHold) {
  EXPECT_TRUE(decodeRequest(bytes("05" + ("7fffffffffffffff" + hex(0xA1, 16)) + kDeviceHex + kSignatureHex)));
  EXPECT_EQ(requestError("05" + ("8000000000000000" + hex(0xA1, 16)) + kDeviceHex + kSignatureHex),
            Error::kInvalidValue);
}

TEST(RequestSignature, CoversLabelEncapsulatedKeyAndEveryByteOfTheRequest) {
  const auto input = signatureInput(filled<65>(0xC1), bytes(kDeactivateHex));
  EXPECT_EQ(hexOf(input), toHex(bytesOf("heliograph/device-request/1")) + hex(0xC1, 65) + kDeactivateHex);
}

TEST(RequestSignature, VerifiesForTheDevicesKeyAndTheMessageItCameInOnly) {
  crypto::SystemRandom random;
  const auto key = crypto::P256PrivateKey::generate(random);
  const auto encapsulated_key = filled<65>(0xC1);
  auto received = decodeSigned(kDeactivateHex);
  received.signature = key.sign(signatureInput(encapsulated_key, bytes(kDeactivateHex)).expose());
  EXPECT_TRUE(received.isSignedBy(key.publicKey(), encapsulated_key));

  EXPECT_FALSE(received.isSignedBy(key.publicKey(), filled<65>(0xC2)));
  EXPECT_FALSE(received.isSignedBy(crypto::P256PrivateKey::generate(random).publicKey(), encapsulated_key));
  auto other_call = decodeSigned(kStartAddOrUpdateHex);
  other_call.signature = received.signature;
  EXPECT_FALSE(other_call.isSignedBy(key.publicKey(), encapsulated_key));
}

const std::string kAcceptedHex = "0000ff";

TEST(Answers, AreWrittenAsDrawn) {
  EXPECT_EQ(hexOf(encode(EnrolmentStarted{kDevice, filled<16>(0x71), kSettings})),
            kAcceptedHex + kDeviceHex + kSettingsHex);
  EXPECT_EQ(hexOf(encode(MethodActivated{serverRandom(), kSettings})), kAcceptedHex + hex(0xE1, 32) + kSettingsHex);
  EXPECT_EQ(hexOf(encode(AddOrUpdateStarted{kSession, filled<32>(0x81), kSettings})),
            kAcceptedHex + hex(0x51, 16) + hex(0x81, 32) + kSettingsHex);
  EXPECT_EQ(hexOf(encode(DeviceDeactivated{})), kAcceptedHex);
  EXPECT_EQ(hexOf(encode(Refused{DeviceStatus::kAuthenticationFailed, 2})), "00d602");
  EXPECT_EQ(hexOf(encode(Refused{DeviceStatus::kTryLater})), "012fff");
}

TEST(Answers, AreReadAsWritten) {
  const auto started = decodeEnrolmentStarted(encode(EnrolmentStarted{kDevice, filled<16>(0x71), kSettings}).expose());
  ASSERT_TRUE(started && *started);
  EXPECT_EQ((*started)->device, kDevice);
  EXPECT_EQ((*started)->ticket, filled<16>(0x71));
  EXPECT_EQ((*started)->settings, kSettings);

  const auto activated = decodeMethodActivated(encode(MethodActivated{serverRandom(), kSettings}).expose());
  ASSERT_TRUE(activated && *activated);
  EXPECT_EQ(toHex((*activated)->server_random.expose()), hex(0xE1, 32));
  EXPECT_EQ((*activated)->settings, kSettings);

  const auto update =
      decodeAddOrUpdateStarted(encode(AddOrUpdateStarted{kSession, filled<32>(0x81), kSettings}).expose());
  ASSERT_TRUE(update && *update);
  EXPECT_EQ((*update)->session, kSession);
  EXPECT_EQ((*update)->challenge, filled<32>(0x81));
  EXPECT_EQ((*update)->settings, kSettings);

  const auto deactivated = decodeDeviceDeactivated(encode(DeviceDeactivated{}).expose());
  ASSERT_TRUE(deactivated && *deactivated);
}

TEST(Answers, TellWhyACallWasRefusedAndHowManyAttemptsAreLeft) {
  for (const DeviceStatus status :
       {DeviceStatus::kNotActivated, DeviceStatus::kMethodNotAllowed, DeviceStatus::kNoSession,
        DeviceStatus::kSessionExpired, DeviceStatus::kAuthenticationFailed, DeviceStatus::kLockedByAdmin,
        DeviceStatus::kLocked, DeviceStatus::kIllegalAuthMethod, DeviceStatus::kRejectedRequest,
        DeviceStatus::kTryLater}) {
    const auto answer = decodeMethodActivated(encode(Refused{status, 0}).expose());
    ASSERT_TRUE(answer);
    ASSERT_FALSE(*answer);
    EXPECT_EQ(answer->error().status, status);
    EXPECT_EQ(answer->error().remaining_attempts, 0);
  }
  const auto uncounted = decodeDeviceDeactivated(encode(Refused{DeviceStatus::kLocked}).expose());
  EXPECT_EQ(uncounted->error().remaining_attempts, std::nullopt);
}

TEST(Answers, AreRefusedWithAByteTooFewOrTooMany) {
  struct Kind {
    std::string message;
    std::function<Error(ByteView)> error_of;
  };
  const std::vector<Kind> kinds{
      {kAcceptedHex + kDeviceHex + kSettingsHex, [](ByteView b) { return decodeEnrolmentStarted(b).error(); }},
      {kAcceptedHex + hex(0xE1, 32) + kSettingsHex, [](ByteView b) { return decodeMethodActivated(b).error(); }},
      {kAcceptedHex + hex(0x51, 16) + hex(0x81, 32) + kSettingsHex,
       [](ByteView b) { return decodeAddOrUpdateStarted(b).error(); }},
      {kAcceptedHex, [](ByteView b) { return decodeDeviceDeactivated(b).error(); }},
  };
  for (const Kind& kind : kinds) {
    const Bytes message = bytes(kind.message);
    for (std::size_t size = 0; size < message.size(); ++size) {
      EXPECT_EQ(kind.error_of(ByteView(message).first(size)), Error::kTruncated) << size;
    }
    EXPECT_EQ(kind.error_of(bytes(kind.message + "00")), Error::kTrailingBytes);
    EXPECT_EQ(kind.error_of(bytes("00d602"
                                  "00")),
              Error::kTrailingBytes)
        << "a refusal has no body";
  }
}

TEST(Answers, AreRefusedWithAnUnknownStatus) {
  for (const char* status : {"0001", "0069", "00e3", "0130", "d600", "ffff"}) {
    EXPECT_EQ(decodeDeviceDeactivated(bytes(std::string(status) + "ff")).error(), Error::kInvalidValue) << status;
  }
}

TEST(Answers, CountNoAttemptsWhenAccepted) {
  EXPECT_EQ(decodeDeviceDeactivated(bytes("000003")).error(), Error::kInvalidValue);
}

TEST(Settings, AreRefusedOutsideTheirBounds) {
  struct Case {
    const char* name;
    std::string settings;
    std::optional<Error> error;
  };
  const std::vector<Case> cases{
      {"as they are",
       "0202"
       "0200"
       "06"
       "01"
       "04"
       "0c"
       "03",
       std::nullopt},
      {"smallest",
       "0000"
       "0000"
       "00"
       "00"
       "01"
       "01"
       "01",
       std::nullopt},
      {"largest",
       "3f3f"
       "3f3f"
       "09"
       "01"
       "ff"
       "ff"
       "0a",
       std::nullopt},
      {"unknown allowed method",
       "4000"
       "0200"
       "06"
       "01"
       "04"
       "0c"
       "03",
       Error::kUnknownMethod},
      {"unknown authorising method",
       "0202"
       "0080"
       "06"
       "01"
       "04"
       "0c"
       "03",
       Error::kUnknownMethod},
      {"OTP length 3",
       "0202"
       "0200"
       "03"
       "01"
       "04"
       "0c"
       "03",
       Error::kInvalidValue},
      {"OTP length 10",
       "0202"
       "0200"
       "0a"
       "01"
       "04"
       "0c"
       "03",
       Error::kInvalidValue},
      {"PIN type 2",
       "0202"
       "0200"
       "06"
       "02"
       "04"
       "0c"
       "03",
       Error::kInvalidValue},
      {"PIN of no length",
       "0202"
       "0200"
       "06"
       "01"
       "00"
       "0c"
       "03",
       Error::kInvalidValue},
      {"PIN minimum above maximum",
       "0202"
       "0200"
       "06"
       "01"
       "05"
       "04"
       "03",
       Error::kInvalidValue},
      {"no failures allowed",
       "0202"
       "0200"
       "06"
       "01"
       "04"
       "0c"
       "00",
       Error::kInvalidValue},
      {"11 failures allowed",
       "0202"
       "0200"
       "06"
       "01"
       "04"
       "0c"
       "0b",
       Error::kInvalidValue},
  };
  for (const Case& test : cases) {
    const auto answer = decodeMethodActivated(bytes(kAcceptedHex + hex(0xE1, 32) + test.settings));
    EXPECT_EQ(answer ? std::nullopt : std::optional(answer.error()), test.error) << test.name;
  }
}

TEST(OnlineResponse, IsTheMacOverEverythingItIsBoundTo) {
  // Made apart from this code, from the drawing in device_messages.h.
  const auto key = OtpKey::filledBy([](MutableByteView out) {
    ASSERT_TRUE(fromHex("c4f6393b07897e8b4972ce562a10973f945dbdd4270f45a6d2ea6f07653bc0eb", out));
  });
  OnlineChallenge challenge{};
  ASSERT_TRUE(fromHex("2e7d2c03a9507ae265ecf5b5356885a53393a2029d241394997265a1a25aefc6", challenge));
  const auto device = DeviceId::fromBytes(bytes("18ac3e7343f016890c510e93f9352611")).value();
  const auto session = AddOrUpdateSessionId::fromBytes(bytes("043a718774c572bd8a25adbeb1bfcd5c")).value();
  EXPECT_EQ(toHex(onlineResponse(key, device, AuthMethod::kDevicePin, session, challenge)),
            "73cec92b63d620c212f91a1940bc6320c15b9f9dafb90212eaa27079e14d7727");
}

}  // namespace
}  // namespace heliograph::protocol
