#include "domain/application_configuration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;
using protocol::AuthMethodSet;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kAllowed = "ALLOWED_AUTH_METHODS";
constexpr const char* kAuthorising = "ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE";

ApplicationConfiguration configured(const Properties& properties) {
  const auto configuration = parseConfiguration(properties);
  EXPECT_TRUE(configuration) << configuration.error().message;
  return configuration.value_or(ApplicationConfiguration{});
}

std::string messageFor(const Properties& properties) {
  const auto configuration = parseConfiguration(properties);
  return configuration ? "accepted" : configuration.error().message;
}

TEST(ApplicationConfiguration, HasTheDocumentedDefaults) {
  EXPECT_EQ(propertiesOf(configured({})), (Properties{{"ALLOWED_AUTH_METHODS", "DEVICE,DEVICE:PIN"},
                                                      {"ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE", "DEVICE:PIN"},
                                                      {"OFFLINE_OTP_LENGTH", ""},
                                                      {"AMOUNT_FAILURES_ALLOWED", "3"},
                                                      {"LOCK_DURATION", "0"},
                                                      {"OFFLINE_SESSION_LIFETIME", "300"},
                                                      {"AUTHENTICATION_SESSION_LIFETIME", "300"},
                                                      {"ENROLMENT_LIFETIME", "900"},
                                                      {"ACTIVATION_CODE_LENGTH", "8"},
                                                      {"ACTIVATION_CODE_TYPE", "NUMERIC"},
                                                      {"PIN_LENGTH_MIN", "4"},
                                                      {"PIN_LENGTH_MAX", "12"},
                                                      {"PIN_TYPE", "NUMERIC"}}));
  EXPECT_EQ(configured({}), ApplicationConfiguration{});
}

TEST(ApplicationConfiguration, ReadsEveryProperty) {
  const ApplicationConfiguration configuration = configured({{kAllowed, "DEVICE,DEVICE:IOS_FACE_ID,OFFLINE:PIN"},
                                                             {kAuthorising, "DEVICE:IOS_FACE_ID"},
                                                             {"OFFLINE_OTP_LENGTH", "9"},
                                                             {"AMOUNT_FAILURES_ALLOWED", "5"},
                                                             {"LOCK_DURATION", "60"},
                                                             {"OFFLINE_SESSION_LIFETIME", "120"},
                                                             {"AUTHENTICATION_SESSION_LIFETIME", "90"},
                                                             {"ENROLMENT_LIFETIME", "86400"},
                                                             {"ACTIVATION_CODE_LENGTH", "12"},
                                                             {"ACTIVATION_CODE_TYPE", "ALPHANUMERIC"},
                                                             {"PIN_LENGTH_MIN", "6"},
                                                             {"PIN_LENGTH_MAX", "6"},
                                                             {"PIN_TYPE", "ALPHANUMERIC"}});
  EXPECT_EQ(configuration,
            (ApplicationConfiguration{
                .allowed_auth_methods = {AuthMethod::kDevice, AuthMethod::kDeviceIosFaceId, AuthMethod::kOfflinePin},
                .allowed_auth_methods_for_auth_and_activate = {AuthMethod::kDeviceIosFaceId},
                .offline_otp_length = protocol::OtpLength::of(9),
                .amount_failures_allowed = 5,
                .lock_duration = std::chrono::seconds(60),
                .offline_session_lifetime = std::chrono::seconds(120),
                .authentication_session_lifetime = std::chrono::seconds(90),
                .enrolment_lifetime = std::chrono::seconds(86400),
                .activation_code_length = 12,
                .activation_code_type = ActivationCodeType::kAlphanumeric,
                .pin = {protocol::PinType::kAlphanumeric, 6, 6}}));
}

TEST(ApplicationConfiguration, WhatItWritesItReadsTheSame) {
  const Properties rows[] = {
      {},
      {{kAllowed, "DEVICE"}},
      {{kAllowed, "DEVICE,OFFLINE"}, {"OFFLINE_OTP_LENGTH", "4"}},
      {{kAllowed, "OFFLINE:ANDROID_BIOMETRIC_PROMPT,DEVICE:ANDROID_BIOMETRIC_PROMPT"},
       {kAuthorising, "DEVICE:ANDROID_BIOMETRIC_PROMPT"},
       {"OFFLINE_OTP_LENGTH", "8"},
       {"LOCK_DURATION", "30"}},
  };
  for (const Properties& row : rows) {
    const ApplicationConfiguration configuration = configured(row);
    EXPECT_EQ(configured(propertiesOf(configuration)), configuration);
  }
}

TEST(ApplicationConfiguration, ANumberIsWithinItsBoundsAndTheMessageSaysWhich) {
  const struct {
    const char* property;
    int min;
    int max;
  } rows[] = {
      {"OFFLINE_OTP_LENGTH", 4, 9},
      {"AMOUNT_FAILURES_ALLOWED", 1, 10},
      {"OFFLINE_SESSION_LIFETIME", 30, 3600},
      {"AUTHENTICATION_SESSION_LIFETIME", 30, 86400},
      {"ENROLMENT_LIFETIME", 30, 86400},
      {"ACTIVATION_CODE_LENGTH", 6, 64},
      {"PIN_LENGTH_MIN", 4, 32},
      {"PIN_LENGTH_MAX", 4, 32},
  };
  for (const auto& row : rows) {
    const auto message_of = [&](int value) {
      Properties properties{{"PIN_LENGTH_MAX", "32"}};  // room for every minimum
      properties.insert_or_assign(row.property, std::to_string(value));
      return messageFor(properties);
    };
    const std::string bounds = std::to_string(row.min) + ".." + std::to_string(row.max);
    const std::string property(row.property);
    EXPECT_EQ(message_of(row.min - 1), property + ": " + std::to_string(row.min - 1) + " is not within " + bounds);
    EXPECT_EQ(message_of(row.min), "accepted");
    EXPECT_EQ(message_of(row.max), "accepted");
    EXPECT_EQ(message_of(row.max + 1), property + ": " + std::to_string(row.max + 1) + " is not within " + bounds);
  }
}

TEST(ApplicationConfiguration, TheLockDurationIsZeroOrWithinItsBounds) {
  for (const char* value : {"0", "30", "86400"}) EXPECT_EQ(messageFor({{"LOCK_DURATION", value}}), "accepted") << value;
  for (const char* value : {"1", "29", "86401", "-1", "x"}) {
    EXPECT_EQ(messageFor({{"LOCK_DURATION", value}}),
              "LOCK_DURATION: " + std::string(value) + " is neither 0 nor within 30..86400");
  }
}

TEST(ApplicationConfiguration, ANumberIsDigitsAndNothingElse) {
  for (const char* value :
       {"+3", "-3", " 3", "3 ", "3.0", "0x3", "three", "99999999999999999999", "4294967299", "\n"}) {
    EXPECT_EQ(messageFor({{"AMOUNT_FAILURES_ALLOWED", value}}),
              "AMOUNT_FAILURES_ALLOWED: " + std::string(value) + " is not within 1..10");
  }
}

TEST(ApplicationConfiguration, ANameIsOneOfThoseThatAreKnown) {
  const struct {
    const char* property;
    const char* value;
    const char* message;
  } rows[] = {
      {kAllowed, "DEVICE,FACE", "ALLOWED_AUTH_METHODS: \"FACE\" is not an authentication method"},
      {kAllowed, "DEVICE,", "ALLOWED_AUTH_METHODS: \"\" is not an authentication method"},
      {kAllowed, ",", "ALLOWED_AUTH_METHODS: \"\" is not an authentication method"},
      {kAllowed, "DEVICE, DEVICE:PIN", "ALLOWED_AUTH_METHODS: \" DEVICE:PIN\" is not an authentication method"},
      {kAllowed, "device", "ALLOWED_AUTH_METHODS: \"device\" is not an authentication method"},
      {kAllowed, "DEVICE_PIN", "ALLOWED_AUTH_METHODS: \"DEVICE_PIN\" is not an authentication method"},
      {"PIN_TYPE", "HEX", "PIN_TYPE: HEX is neither NUMERIC nor ALPHANUMERIC"},
      {"ACTIVATION_CODE_TYPE", "numeric", "ACTIVATION_CODE_TYPE: numeric is neither NUMERIC nor ALPHANUMERIC"},
      {"PIN_LENGTH", "4", "PIN_LENGTH: there is no such property"},
      {"pin_type", "NUMERIC", "pin_type: there is no such property"},
      {"", "", ": there is no such property"},
  };
  for (const auto& row : rows) EXPECT_EQ(messageFor({{row.property, row.value}}), row.message);
}

TEST(ApplicationConfiguration, AnEmptyValueStandsForTheDefault) {
  EXPECT_EQ(configured({{"AMOUNT_FAILURES_ALLOWED", ""}, {kAllowed, ""}, {kAuthorising, ""}}),
            ApplicationConfiguration{});
}

TEST(ApplicationConfiguration, OnlyAnAllowedTwoFactorMethodAuthorises) {
  EXPECT_EQ(messageFor({{kAuthorising, "DEVICE"}}),
            "ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE: DEVICE is not a two-factor method");
  EXPECT_EQ(messageFor({{kAllowed, "DEVICE"}, {kAuthorising, "DEVICE:PIN"}}),
            "ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE: DEVICE:PIN is not among ALLOWED_AUTH_METHODS");
  EXPECT_EQ(messageFor({{kAllowed, "OFFLINE,DEVICE:PIN"}, {kAuthorising, "OFFLINE"}, {"OFFLINE_OTP_LENGTH", "6"}}),
            "ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE: OFFLINE is not a two-factor method");
}

TEST(ApplicationConfiguration, WhereNobodySaysWhatAuthorisesItIsThePinIfThatIsAllowed) {
  EXPECT_EQ(configured({{kAllowed, "DEVICE:IOS_FACE_ID,DEVICE:PIN"}}).allowed_auth_methods_for_auth_and_activate,
            AuthMethodSet{AuthMethod::kDevicePin});
  EXPECT_EQ(configured({{kAllowed, "DEVICE,DEVICE:IOS_FACE_ID"}}).allowed_auth_methods_for_auth_and_activate,
            AuthMethodSet{});
}

TEST(ApplicationConfiguration, AnOfflineMethodNeedsAnOtpLength) {
  EXPECT_EQ(messageFor({{kAllowed, "DEVICE:PIN,OFFLINE:PIN"}}),
            "OFFLINE_OTP_LENGTH: must be set, within 4..9, where ALLOWED_AUTH_METHODS has OFFLINE:PIN");
  EXPECT_EQ(messageFor({{kAllowed, "DEVICE:PIN,OFFLINE:PIN"}, {"OFFLINE_OTP_LENGTH", "6"}}), "accepted");
  EXPECT_EQ(messageFor({{"OFFLINE_OTP_LENGTH", "6"}}), "accepted");
}

TEST(ApplicationConfiguration, ThePinMinimumIsNotAboveItsMaximum) {
  EXPECT_EQ(messageFor({{"PIN_LENGTH_MIN", "8"}, {"PIN_LENGTH_MAX", "6"}}),
            "PIN_LENGTH_MIN: 8 is above PIN_LENGTH_MAX, which is 6");
}

TEST(ApplicationConfiguration, WarnsOfWhatIsAllowedAndYetWorthASecondThought) {
  EXPECT_THAT(warningsOf(configured({{"AMOUNT_FAILURES_ALLOWED", "5"}, {"OFFLINE_SESSION_LIFETIME", "300"}})),
              IsEmpty());
  EXPECT_THAT(warningsOf(configured({{"AMOUNT_FAILURES_ALLOWED", "6"}})),
              ElementsAre(HasSubstr("PSD2 RTS art. 4(3)(b)")));
  EXPECT_THAT(warningsOf(configured({{"OFFLINE_SESSION_LIFETIME", "301"}})),
              ElementsAre(HasSubstr("301 s is above 300 s")));
  EXPECT_THAT(warningsOf(configured({{kAllowed, "DEVICE,OFFLINE"}, {"OFFLINE_OTP_LENGTH", "6"}})),
              ElementsAre(HasSubstr("no offline method can be activated")));
}

TEST(ApplicationConfiguration, GivesThePhoneItsPart) {
  const auto settings = deviceSettingsOf(configured({{kAllowed, "DEVICE:PIN,OFFLINE:PIN"},
                                                     {"OFFLINE_OTP_LENGTH", "7"},
                                                     {"AMOUNT_FAILURES_ALLOWED", "4"},
                                                     {"PIN_LENGTH_MIN", "5"}}));
  EXPECT_EQ(settings, (protocol::DeviceSettings{.allowed = {AuthMethod::kDevicePin, AuthMethod::kOfflinePin},
                                                .allowed_to_authorise = {AuthMethod::kDevicePin},
                                                .otp_length = protocol::OtpLength::of(7),
                                                .pin = {protocol::PinType::kNumeric, 5, 12},
                                                .failures_allowed = 4}));
}

}  // namespace
}  // namespace heliograph::domain
