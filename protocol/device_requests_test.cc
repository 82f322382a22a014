#include "protocol/device_requests.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "crypto/system_random.h"
#include "protocol/recognisable_bytes.h"

namespace heliograph::protocol {
namespace {

using Error = DeviceMessageError;

const RequestHeader kHeader{fromUnixMilliseconds(0x0102030405060708), RequestId(filled<16>(0xA1))};
const DeviceId kDevice(filled<16>(0xD1));
const AddOrUpdateSessionId kUpdateSession(filled<16>(0x51));
const AuthenticationSessionId kSession(filled<16>(0x52));
const OnlineProof kProof{AuthMethod::kDevicePin, 0x03040506, filled<32>(0x61)};

const std::string kHeaderHex = "0102030405060708" + hex(0xA1, 16);
const std::string kDeviceHex = hex(0xD1, 16) + hex(0x71, 16);
const std::string kSignatureHex = hex(0x99, 64);
const std::string kProofHex = "12" + std::string("03040506") + hex(0x61, 32);

PhoneRandom phoneRandom() { return PhoneRandom::copyOf(filled<32>(0xF1)); }

SignedRequest signedRequest(SignedBody body) { return {kHeader, kDevice, filled<16>(0x71), std::move(body)}; }

FinishEnrolment finishEnrolment() { return {AuthMethod::kDevicePin, phoneRandom()}; }
FinishAddOrUpdate finishAddOrUpdate() { return {kUpdateSession, kProof, AuthMethod::kOfflinePin, phoneRandom()}; }

std::string signedCall(const std::string& type) { return type + kHeaderHex + kDeviceHex; }

const std::string kFinishEnrolmentHex = signedCall("02") + "12" + hex(0xF1, 32);
const std::string kStartAddOrUpdateHex = signedCall("03");
const std::string kFinishAddOrUpdateHex = signedCall("04") + hex(0x51, 16) + kProofHex + "02" + hex(0xF1, 32);
const std::string kDeactivateHex = signedCall("05");
const std::string kStartAuthenticationHex = signedCall("06");
const std::string kFinishAuthenticationHex = signedCall("07") + hex(0x52, 16) + kProofHex;
const std::string kCancelAuthenticationHex = signedCall("08") + hex(0x52, 16);
const std::string kDeactivateMethodHex = signedCall("09") + "02";

const std::vector<std::string> kSignedCalls{kFinishEnrolmentHex,      kStartAddOrUpdateHex,    kFinishAddOrUpdateHex,
                                            kDeactivateHex,           kStartAuthenticationHex, kFinishAuthenticationHex,
                                            kCancelAuthenticationHex, kDeactivateMethodHex};

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
  EXPECT_EQ(hexOf(encodeUnsigned(signedRequest(StartAuthentication{}))), kStartAuthenticationHex);
  EXPECT_EQ(hexOf(encodeUnsigned(signedRequest(FinishAuthentication{kSession, kProof}))), kFinishAuthenticationHex);
  EXPECT_EQ(hexOf(encodeUnsigned(signedRequest(CancelAuthentication{kSession}))), kCancelAuthenticationHex);
  EXPECT_EQ(hexOf(encodeUnsigned(signedRequest(DeactivateMethod{AuthMethod::kOfflinePin}))), kDeactivateMethodHex);
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

void expectProof(const OnlineProof& proof) {
  EXPECT_EQ(proof.method, AuthMethod::kDevicePin);
  EXPECT_EQ(proof.salt_number, 0x03040506U);
  EXPECT_EQ(proof.response, filled<32>(0x61));
}

TEST(SignedRequests, KeepTheBodyOfAnEnrolment) {
  const auto received = decodeSigned(kFinishEnrolmentHex);
  const auto& body = std::get<FinishEnrolment>(received.request.body);
  EXPECT_EQ(body.method, AuthMethod::kDevicePin);
  EXPECT_EQ(toHex(body.phone_random.expose()), hex(0xF1, 32));
}

TEST(SignedRequests, KeepTheBodyOfAnUpdate) {
  EXPECT_TRUE(std::holds_alternative<StartAddOrUpdate>(decodeSigned(kStartAddOrUpdateHex).request.body));

  const auto received = decodeSigned(kFinishAddOrUpdateHex);
  const auto& body = std::get<FinishAddOrUpdate>(received.request.body);
  EXPECT_EQ(body.session, kUpdateSession);
  expectProof(body.proof);
  EXPECT_EQ(body.method, AuthMethod::kOfflinePin);
  EXPECT_EQ(toHex(body.phone_random.expose()), hex(0xF1, 32));
}

TEST(SignedRequests, KeepTheBodyOfAnAuthentication) {
  EXPECT_TRUE(std::holds_alternative<StartAuthentication>(decodeSigned(kStartAuthenticationHex).request.body));

  const auto finish = decodeSigned(kFinishAuthenticationHex);
  EXPECT_EQ(std::get<FinishAuthentication>(finish.request.body).session, kSession);
  expectProof(std::get<FinishAuthentication>(finish.request.body).proof);

  const auto cancel = decodeSigned(kCancelAuthenticationHex);
  EXPECT_EQ(std::get<CancelAuthentication>(cancel.request.body).session, kSession);
}

TEST(SignedRequests, KeepTheMethodThatIsDeactivated) {
  const auto received = decodeSigned(kDeactivateMethodHex);
  EXPECT_EQ(std::get<DeactivateMethod>(received.request.body).method, AuthMethod::kOfflinePin);
}

TEST(SignedRequests, AreWrittenAgainAsTheyWereRead) {
  for (const auto& text : kSignedCalls) EXPECT_EQ(hexOf(encodeUnsigned(decodeSigned(text).request)), text);
}

TEST(SignedRequests, AreRefusedWithAByteTooFewOrTooMany) {
  for (const auto& text : kSignedCalls) {
    const Bytes message = bytes(text + kSignatureHex);
    for (std::size_t size = 0; size < message.size(); ++size) {
      EXPECT_EQ(decodeRequest(ByteView(message).first(size)).error(), Error::kTruncated) << text << " " << size;
    }
    EXPECT_EQ(requestError(text + kSignatureHex + "00"), Error::kTrailingBytes) << text;
  }
}

TEST(SignedRequests, AreRefusedWithAnUnknownType) {
  for (const std::string type : {"00", "0a", "11", "ff"}) {
    EXPECT_EQ(requestError(signedCall(type) + kSignatureHex), Error::kUnknownType) << type;
  }
}

TEST(SignedRequests, AreRefusedWithAnUnknownMethod) {
  for (const std::string method : {"00", "07", "10", "17", "ff"}) {
    const std::string proof = method + "00000001" + hex(0x61, 32);
    for (const std::string& call :
         {signedCall("02") + method + hex(0xF1, 32), signedCall("04") + hex(0x51, 16) + proof + "02" + hex(0xF1, 32),
          signedCall("04") + hex(0x51, 16) + kProofHex + method + hex(0xF1, 32),
          signedCall("07") + hex(0x52, 16) + proof, signedCall("09") + method}) {
      EXPECT_EQ(requestError(call + kSignatureHex), Error::kUnknownMethod) << call;
    }
  }
}

TEST(SignedRequests, AreRefusedWithSaltNumberZero) {
  const std::string none = "12" + std::string("00000000") + hex(0x61, 32);
  EXPECT_EQ(requestError(signedCall("04") + hex(0x51, 16) + none + "02" + hex(0xF1, 32) + kSignatureHex),
            Error::kInvalidValue);
  EXPECT_EQ(requestError(signedCall("07") + hex(0x52, 16) + none + kSignatureHex), Error::kInvalidValue);
}

TEST(SignedRequests, HoldSaltNumbersOfAll32Bits) {
  for (const std::string number : {"00000001", "00000100", "80000000", "ffffffff"}) {
    const std::string call = signedCall("07") + hex(0x52, 16) + "12" + number + hex(0x61, 32);
    EXPECT_EQ(hexOf(encodeUnsigned(decodeSigned(call).request)), call);
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

}  // namespace
}  // namespace heliograph::protocol
