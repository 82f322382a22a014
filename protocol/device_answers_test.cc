#include "protocol/device_answers.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "protocol/recognisable_bytes.h"

namespace heliograph::protocol {
namespace {

using Error = DeviceMessageError;

const DeviceId kDevice(filled<16>(0xD1));
const AddOrUpdateSessionId kUpdateSession(filled<16>(0x51));
const AuthenticationSessionId kSession(filled<16>(0x52));
const DeviceSettings kSettings{{AuthMethod::kDevicePin, AuthMethod::kOfflinePin},
                               {AuthMethod::kDevicePin},
                               OtpLength::of(6),
                               {PinType::kAlphanumeric, 4, 12},
                               3};

ServerRandom serverRandom() { return ServerRandom::copyOf(filled<32>(0xE1)); }
OnlineSalt salt() { return {0x03040506, decltype(OnlineSalt::value)::copyOf(filled<32>(0x41))}; }
Context text(std::string_view text) { return Context::parse(text).value(); }

AuthenticationStarted authenticationStarted(std::optional<Context> title, std::optional<Context> context) {
  return {kSession, filled<32>(0x81), {AuthMethod::kDevice, AuthMethod::kDevicePin}, title, context, kSettings};
}

const std::string kAcceptedHex = "0000ff";
const std::string kDeviceHex = hex(0xD1, 16) + hex(0x71, 16);
const std::string kSettingsHex = "020202000601040c03";
const std::string kSaltHex = "03040506" + hex(0x41, 32);
const std::string kQuestionHex = kAcceptedHex + hex(0x52, 16) + hex(0x81, 32);

const std::string kEnrolmentStartedHex = kAcceptedHex + kDeviceHex + kSettingsHex;
const std::string kMethodActivatedHex = kAcceptedHex + hex(0xE1, 32) + kSettingsHex + kSaltHex;
const std::string kAddOrUpdateStartedHex = kAcceptedHex + hex(0x51, 16) + hex(0x81, 32) + kSettingsHex;
const std::string kAuthenticationStartedHex = kQuestionHex + "0300" + "02" + "4869" + "03" + "410a42" + kSettingsHex;
const std::string kAuthenticationFinishedHex = kAcceptedHex + kSettingsHex + kSaltHex;

std::optional<Error> startedError(const std::string& hex_text) {
  const auto answer = decodeAuthenticationStarted(bytes(hex_text));
  return answer ? std::nullopt : std::optional(answer.error());
}

TEST(Answers, AreWrittenAsDrawn) {
  EXPECT_EQ(hexOf(encode(EnrolmentStarted{kDevice, filled<16>(0x71), kSettings})), kEnrolmentStartedHex);
  EXPECT_EQ(hexOf(encode(MethodActivated{serverRandom(), kSettings, salt()})), kMethodActivatedHex);
  EXPECT_EQ(hexOf(encode(AddOrUpdateStarted{kUpdateSession, filled<32>(0x81), kSettings})), kAddOrUpdateStartedHex);
  EXPECT_EQ(hexOf(encode(authenticationStarted(text("Hi"), text("A\nB")))), kAuthenticationStartedHex);
  EXPECT_EQ(hexOf(encode(AuthenticationFinished{kSettings, salt()})), kAuthenticationFinishedHex);
  EXPECT_EQ(hexOf(encode(DeviceDeactivated{})), kAcceptedHex);
  EXPECT_EQ(hexOf(encode(AuthenticationCancelled{})), kAcceptedHex);
  EXPECT_EQ(hexOf(encode(MethodDeactivated{})), kAcceptedHex);
  EXPECT_EQ(hexOf(encode(Refused{DeviceStatus::kAuthenticationFailed, 2})), "00d602");
  EXPECT_EQ(hexOf(encode(Refused{DeviceStatus::kTryLater})), "012fff");
}

TEST(Answers, ToAnEnrolmentAreReadAsWritten) {
  const auto started = decodeEnrolmentStarted(bytes(kEnrolmentStartedHex));
  ASSERT_TRUE(started && *started);
  EXPECT_EQ((*started)->device, kDevice);
  EXPECT_EQ((*started)->ticket, filled<16>(0x71));
  EXPECT_EQ((*started)->settings, kSettings);

  const auto activated = decodeMethodActivated(bytes(kMethodActivatedHex));
  ASSERT_TRUE(activated && *activated);
  EXPECT_EQ(toHex((*activated)->server_random.expose()), hex(0xE1, 32));
  EXPECT_EQ((*activated)->settings, kSettings);
  EXPECT_EQ((*activated)->salt.number, 0x03040506U);
  EXPECT_EQ(toHex((*activated)->salt.value.expose()), hex(0x41, 32));
}

TEST(Answers, ToAnUpdateAreReadAsWritten) {
  const auto update = decodeAddOrUpdateStarted(bytes(kAddOrUpdateStartedHex));
  ASSERT_TRUE(update && *update);
  EXPECT_EQ((*update)->session, kUpdateSession);
  EXPECT_EQ((*update)->challenge, filled<32>(0x81));
  EXPECT_EQ((*update)->settings, kSettings);
}

TEST(Answers, ToAnAuthenticationAreReadAsWritten) {
  const auto started = decodeAuthenticationStarted(bytes(kAuthenticationStartedHex));
  ASSERT_TRUE(started && *started);
  EXPECT_EQ((*started)->session, kSession);
  EXPECT_EQ((*started)->challenge, filled<32>(0x81));
  EXPECT_EQ((*started)->auth_methods, AuthMethodSet({AuthMethod::kDevice, AuthMethod::kDevicePin}));
  EXPECT_EQ((*started)->title, text("Hi"));
  EXPECT_EQ((*started)->context, text("A\nB"));
  EXPECT_EQ((*started)->settings, kSettings);

  const auto finished = decodeAuthenticationFinished(bytes(kAuthenticationFinishedHex));
  ASSERT_TRUE(finished && *finished);
  EXPECT_EQ((*finished)->settings, kSettings);
  EXPECT_EQ((*finished)->salt.number, 0x03040506U);
  EXPECT_EQ(toHex((*finished)->salt.value.expose()), hex(0x41, 32));
}

TEST(Answers, WithoutABodyAreReadAsWritten) {
  const auto device = decodeDeviceDeactivated(bytes(kAcceptedHex));
  EXPECT_TRUE(device && *device);
  const auto authentication = decodeAuthenticationCancelled(bytes(kAcceptedHex));
  EXPECT_TRUE(authentication && *authentication);
  const auto method = decodeMethodDeactivated(bytes(kAcceptedHex));
  EXPECT_TRUE(method && *method);
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
      {kEnrolmentStartedHex, [](ByteView b) { return decodeEnrolmentStarted(b).error(); }},
      {kMethodActivatedHex, [](ByteView b) { return decodeMethodActivated(b).error(); }},
      {kAddOrUpdateStartedHex, [](ByteView b) { return decodeAddOrUpdateStarted(b).error(); }},
      {kAuthenticationStartedHex, [](ByteView b) { return decodeAuthenticationStarted(b).error(); }},
      {kAuthenticationFinishedHex, [](ByteView b) { return decodeAuthenticationFinished(b).error(); }},
      {kAcceptedHex, [](ByteView b) { return decodeDeviceDeactivated(b).error(); }},
      {kAcceptedHex, [](ByteView b) { return decodeAuthenticationCancelled(b).error(); }},
      {kAcceptedHex, [](ByteView b) { return decodeMethodDeactivated(b).error(); }},
  };
  for (const Kind& kind : kinds) {
    const Bytes message = bytes(kind.message);
    for (std::size_t size = 0; size < message.size(); ++size) {
      EXPECT_EQ(kind.error_of(ByteView(message).first(size)), Error::kTruncated) << kind.message << " " << size;
    }
    EXPECT_EQ(kind.error_of(bytes(kind.message + "00")), Error::kTrailingBytes) << kind.message;
    EXPECT_EQ(kind.error_of(bytes("00d602 00")), Error::kTrailingBytes) << "a refusal has no body";
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

TEST(Answers, AreRefusedWithSaltNumberZero) {
  const std::string none = "00000000" + hex(0x41, 32);
  EXPECT_EQ(decodeMethodActivated(bytes(kAcceptedHex + hex(0xE1, 32) + kSettingsHex + none)).error(),
            Error::kInvalidValue);
  EXPECT_EQ(decodeAuthenticationFinished(bytes(kAcceptedHex + kSettingsHex + none)).error(), Error::kInvalidValue);
}

TEST(AuthenticationStarted, MayLackATitleOrAContextOrBoth) {
  const std::vector<std::pair<std::optional<Context>, std::optional<Context>>> cases{
      {std::nullopt, std::nullopt}, {text("Hi"), std::nullopt}, {std::nullopt, text("A")}};
  for (const auto& [title, context] : cases) {
    const auto started = decodeAuthenticationStarted(encode(authenticationStarted(title, context)).expose());
    ASSERT_TRUE(started && *started);
    EXPECT_EQ((*started)->title, title);
    EXPECT_EQ((*started)->context, context);
  }
  EXPECT_EQ(hexOf(encode(authenticationStarted(std::nullopt, std::nullopt))),
            kQuestionHex + "0300" + "00" + "00" + kSettingsHex);
}

TEST(AuthenticationStarted, HoldsTitleAndContextOf200BytesAndNoMore) {
  const auto longest = text(std::string(200, 'x'));
  const auto encoded = encode(authenticationStarted(longest, longest));
  EXPECT_EQ(encoded.size(), 464U);
  const auto started = decodeAuthenticationStarted(encoded.expose());
  ASSERT_TRUE(started && *started);
  EXPECT_EQ((*started)->title, longest);
  EXPECT_EQ((*started)->context, longest);

  const std::string too_long = "c9" + hex(0x78, 201);
  EXPECT_EQ(startedError(kQuestionHex + "0300" + too_long + "00" + kSettingsHex), Error::kInvalidValue);
  EXPECT_EQ(startedError(kQuestionHex + "0300" + "00" + too_long + kSettingsHex), Error::kInvalidValue);
}

TEST(AuthenticationStarted, IsRefusedCutShortAnywhereWhateverItsTexts) {
  const auto longest = text(std::string(200, 'x'));
  const std::vector<std::pair<std::optional<Context>, std::optional<Context>>> cases{
      {std::nullopt, std::nullopt}, {longest, std::nullopt}, {std::nullopt, longest}, {longest, longest}};
  for (const auto& [title, context] : cases) {
    const auto whole = encode(authenticationStarted(title, context));
    for (std::size_t size = 0; size < whole.size(); ++size) {
      EXPECT_EQ(decodeAuthenticationStarted(whole.expose().first(size)).error(), Error::kTruncated) << size;
    }
    EXPECT_EQ(decodeAuthenticationStarted(concatenated({whole.expose(), bytes("00")})).error(), Error::kTrailingBytes);
  }
}

TEST(AuthenticationStarted, IsRefusedWithLengthsThatReachBeyondItsEnd) {
  EXPECT_EQ(startedError(kQuestionHex + "0300" + "ff" + "00" + kSettingsHex), Error::kTruncated);
  EXPECT_EQ(startedError(kQuestionHex + "0300" + "00" + "ff" + kSettingsHex), Error::kTruncated);
  EXPECT_EQ(startedError(kQuestionHex + "0300" + "0a" + "00" + kSettingsHex), Error::kTruncated);
}

TEST(AuthenticationStarted, IsRefusedWithATextThatIsNoContext) {
  for (const std::string invalid : {"0109", "010d", "0180", "02c0af", "03eda080", "03e280ae", "03efbbbf"}) {
    EXPECT_EQ(startedError(kQuestionHex + "0300" + invalid + "00" + kSettingsHex), Error::kInvalidValue) << invalid;
    EXPECT_EQ(startedError(kQuestionHex + "0300" + "00" + invalid + kSettingsHex), Error::kInvalidValue) << invalid;
  }
}

TEST(AuthenticationStarted, IsRefusedWithATitleOfMoreThanOneLine) {
  EXPECT_EQ(startedError(kQuestionHex + "0300" + "03410a42" + "00" + kSettingsHex), Error::kInvalidValue);
  EXPECT_EQ(startedError(kQuestionHex + "0300" + "02410a" + "00" + kSettingsHex), Error::kInvalidValue);
  EXPECT_EQ(startedError(kQuestionHex + "0300" + "00" + "03410a42" + kSettingsHex), std::nullopt);
}

TEST(AuthenticationStarted, NamesOnlineMethodsAtLeastOneAndNoOthers) {
  struct Case {
    std::string methods;
    std::optional<Error> error;
  };
  const std::vector<Case> cases{{"0100", std::nullopt},          {"3f00", std::nullopt},
                                {"0000", Error::kInvalidValue},  {"0001", Error::kInvalidValue},
                                {"0202", Error::kInvalidValue},  {"3f20", Error::kInvalidValue},
                                {"4000", Error::kUnknownMethod}, {"0240", Error::kUnknownMethod}};
  for (const Case& test : cases) {
    EXPECT_EQ(startedError(kQuestionHex + test.methods + "00" + "00" + kSettingsHex), test.error) << test.methods;
  }
}

TEST(AuthenticationStarted, IsRefusedWithSettingsOutsideTheirBounds) {
  EXPECT_EQ(startedError(kQuestionHex + "0300" + "00" + "00" + "020202000601040c0b"), Error::kInvalidValue);
  EXPECT_EQ(startedError(kQuestionHex + "0300" + "00" + "00" + "400002000601040c03"), Error::kUnknownMethod);
}

TEST(Settings, AreRefusedOutsideTheirBounds) {
  struct Case {
    const char* name;
    std::string settings;
    std::optional<Error> error;
  };
  const std::vector<Case> cases{
      {"as they are", "0202 0200 06 01 04 0c 03", std::nullopt},
      {"smallest", "0000 0000 00 00 01 01 01", std::nullopt},
      {"largest", "3f3f 3f3f 09 01 ff ff 0a", std::nullopt},
      {"unknown allowed method", "4000 0200 06 01 04 0c 03", Error::kUnknownMethod},
      {"unknown authorising method", "0202 0080 06 01 04 0c 03", Error::kUnknownMethod},
      {"OTP length 3", "0202 0200 03 01 04 0c 03", Error::kInvalidValue},
      {"OTP length 10", "0202 0200 0a 01 04 0c 03", Error::kInvalidValue},
      {"PIN type 2", "0202 0200 06 02 04 0c 03", Error::kInvalidValue},
      {"PIN of no length", "0202 0200 06 01 00 0c 03", Error::kInvalidValue},
      {"PIN minimum above maximum", "0202 0200 06 01 05 04 03", Error::kInvalidValue},
      {"no failures allowed", "0202 0200 06 01 04 0c 00", Error::kInvalidValue},
      {"11 failures allowed", "0202 0200 06 01 04 0c 0b", Error::kInvalidValue},
  };
  for (const Case& test : cases) {
    const auto answer = decodeMethodActivated(bytes(kAcceptedHex + hex(0xE1, 32) + test.settings + kSaltHex));
    EXPECT_EQ(answer ? std::nullopt : std::optional(answer.error()), test.error) << test.name;
  }
}

}  // namespace
}  // namespace heliograph::protocol
