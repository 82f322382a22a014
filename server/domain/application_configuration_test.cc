#include "domain/application_configuration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <sstream>

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;
using protocol::AuthMethodSet;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

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

std::string everyMethod() {
  std::string names;
  for (const AuthMethod method : protocol::kAllAuthMethods) {
    names.append(names.empty() ? "" : ",").append(protocol::configurationName(method));
  }
  return names;
}

// --- the table and the document --------------------------------------------------------------------------------------

// A row of docs/configuration.md up to what it means: "| name | type | unit | default | bounds |".
using Row = std::array<std::string, 5>;

std::string lowerCase(std::string_view text) {
  std::string lower(text);
  for (char& character : lower) character = static_cast<char>(std::tolower(static_cast<unsigned char>(character)));
  return lower;
}

std::string documentedDefault(const ConfigurationProperty& property) {
  if (!property.default_value.empty()) return std::string(property.default_value);
  return property.default_note.empty() ? "none" : std::string(property.default_note);
}

std::string documentedBounds(const ConfigurationProperty& property) {
  if (typeOf(property) == PropertyType::kMethods) return std::string(property.methods.in_words);
  std::ostringstream text;
  if (typeOf(property) == PropertyType::kChoice) {
    for (const std::string_view choice : property.choices) text << (text.tellp() > 0 ? ", " : "") << choice;
    return text.str();
  }
  const auto& [min, max, or_zero] = property.bounds;
  text << (or_zero ? "0, or " : "") << min << ".." << max;
  if (property.warning) text << "; above " << property.warning->above << " warns";
  return text.str();
}

std::vector<Row> rowsOfTheTable() {
  std::vector<Row> rows;
  for (const ConfigurationProperty& property : kConfigurationProperties) {
    rows.push_back({std::string(property.name), lowerCase(nameOf(typeOf(property))), std::string(property.unit),
                    documentedDefault(property), documentedBounds(property)});
  }
  return rows;
}

std::string trimmed(const std::string& cell) {
  const std::size_t begin = cell.find_first_not_of(' ');
  return begin == std::string::npos ? "" : cell.substr(begin, cell.find_last_not_of(' ') + 1 - begin);
}

std::vector<Row> rowsOfTheDocument() {
  std::ifstream document(HELIOGRAPH_SOURCE_DIR "/docs/configuration.md");
  std::string line;
  while (std::getline(document, line) && !line.starts_with("| property |")) continue;
  std::getline(document, line);  // |---|
  std::vector<Row> rows;
  while (std::getline(document, line) && line.starts_with('|')) {
    std::istringstream cells(line.substr(1));
    for (std::string& cell : rows.emplace_back()) {
      std::getline(cells, cell, '|');
      cell = trimmed(cell);
    }
  }
  return rows;
}

TEST(ConfigurationProperties, AreWhatTheDocumentSaysAndNoOthers) { EXPECT_EQ(rowsOfTheDocument(), rowsOfTheTable()); }

TEST(ConfigurationProperties, HaveTextsForTheConsole) {
  for (const ConfigurationProperty& property : kConfigurationProperties) {
    EXPECT_FALSE(property.group.empty() || property.title.empty() || property.description.empty()) << property.name;
  }
}

TEST(ConfigurationProperties, OfferWhatIsAccepted) {
  const Properties everything_allowed{{kAllowed, everyMethod()}, {"OFFLINE_OTP_LENGTH", "6"}};
  for (const ConfigurationProperty& property : kConfigurationProperties) {
    for (const std::string_view choice : choicesOf(property)) {
      Properties properties = everything_allowed;
      properties.insert_or_assign(std::string(property.name), std::string(choice));
      EXPECT_EQ(messageFor(properties), "accepted") << property.name << "=" << choice;
    }
  }
}

// --- configurations as text ------------------------------------------------------------------------------------------

TEST(ApplicationConfiguration, HasTheDefaultsOfTheTable) {
  const Properties defaults = propertiesOf(configured({}));
  for (const ConfigurationProperty& property : kConfigurationProperties) {
    EXPECT_EQ(defaults.at(std::string(property.name)), property.default_value);
  }
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
                                                             {"PIN_LENGTH_MAX", "7"},
                                                             {"PIN_TYPE", "ALPHANUMERIC"}});
  EXPECT_EQ(configuration.allowed_auth_methods,
            (AuthMethodSet{AuthMethod::kDevice, AuthMethod::kDeviceIosFaceId, AuthMethod::kOfflinePin}));
  EXPECT_EQ(configuration.allowed_auth_methods_for_auth_and_activate, AuthMethodSet{AuthMethod::kDeviceIosFaceId});
  EXPECT_EQ(configuration.offline_otp_length, protocol::OtpLength::of(9));
  EXPECT_EQ(configuration.amount_failures_allowed, 5);
  EXPECT_EQ(configuration.lock_duration, std::chrono::seconds(60));
  EXPECT_EQ(configuration.offline_session_lifetime, std::chrono::seconds(120));
  EXPECT_EQ(configuration.authentication_session_lifetime, std::chrono::seconds(90));
  EXPECT_EQ(configuration.enrolment_lifetime, std::chrono::seconds(86400));
  EXPECT_EQ(configuration.activation_code_length, 12);
  EXPECT_EQ(configuration.activation_code_type, ActivationCodeType::kAlphanumeric);
  EXPECT_EQ(configuration.pin, (protocol::PinRules{protocol::PinType::kAlphanumeric, 6, 7}));
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

// `value` of this property, with everything else so that nothing but its bounds can refuse it.
std::string messageForValue(const ConfigurationProperty& property, int value) {
  Properties properties{{"PIN_LENGTH_MIN", "4"}, {"PIN_LENGTH_MAX", "32"}};
  properties.insert_or_assign(std::string(property.name), std::to_string(value));
  return messageFor(properties);
}

TEST(ApplicationConfiguration, ANumberIsWithinItsBoundsAndTheMessageSaysWhich) {
  for (const ConfigurationProperty& property : kConfigurationProperties) {
    if (typeOf(property) != PropertyType::kNumber) continue;
    const auto& [min, max, or_zero] = property.bounds;
    const std::string bounds =
        (or_zero ? " is neither 0 nor within " : " is not within ") + std::to_string(min) + ".." + std::to_string(max);
    const auto refusal = [&](int value) { return std::string(property.name) + ": " + std::to_string(value) + bounds; };
    EXPECT_EQ(messageForValue(property, min - 1), refusal(min - 1));
    EXPECT_EQ(messageForValue(property, min), "accepted");
    EXPECT_EQ(messageForValue(property, max), "accepted");
    EXPECT_EQ(messageForValue(property, max + 1), refusal(max + 1));
    EXPECT_EQ(messageForValue(property, 0), or_zero ? "accepted" : refusal(0));
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
      {"PIN_TYPE", "HEX", "PIN_TYPE: HEX is not one of NUMERIC, ALPHANUMERIC"},
      {"ACTIVATION_CODE_TYPE", "numeric", "ACTIVATION_CODE_TYPE: numeric is not one of NUMERIC, ALPHANUMERIC"},
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

TEST(ApplicationConfiguration, IfNobodySaysWhatAuthorisesItIsThePinIfThatIsAllowed) {
  EXPECT_EQ(authorisingMethodsOf(configured({{kAllowed, "DEVICE:IOS_FACE_ID,DEVICE:PIN"}})),
            AuthMethodSet{AuthMethod::kDevicePin});
  EXPECT_EQ(authorisingMethodsOf(configured({{kAllowed, "DEVICE,DEVICE:IOS_FACE_ID"}})), AuthMethodSet{});
}

TEST(ApplicationConfiguration, KeepsThatNobodySaidWhatAuthorises) {
  EXPECT_EQ(propertiesOf(configured({})).at(kAuthorising), "");
  EXPECT_EQ(propertiesOf(configured({{kAuthorising, "DEVICE:PIN"}})).at(kAuthorising), "DEVICE:PIN");
}

TEST(ApplicationConfiguration, AnOfflineMethodNeedsAnOtpLength) {
  EXPECT_EQ(messageFor({{kAllowed, "DEVICE:PIN,OFFLINE:PIN"}}),
            "OFFLINE_OTP_LENGTH: must be set because ALLOWED_AUTH_METHODS has OFFLINE:PIN");
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
              ElementsAre("AMOUNT_FAILURES_ALLOWED: 6 is above 5: PSD2 RTS art. 4(3)(b) allows no more."));
  EXPECT_THAT(warningsOf(configured({{"OFFLINE_SESSION_LIFETIME", "301"}})),
              ElementsAre(StartsWith("OFFLINE_SESSION_LIFETIME: 301 seconds is above 300 seconds: ")));
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
