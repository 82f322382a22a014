// The published vectors of sections 1 to 4 of the protocol (tests/vectors/offline-core.json), in both directions.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/hex.h"
#include "protocol/verification_data.h"

namespace heliograph::protocol {
namespace {

using nlohmann::json;

struct Vector {
  DeviceId device;
  SessionParameters parameters;
  DataKey data_key;
  OtpKey otp_key;
  Context context;
  std::string verification_data;
  std::string challenge;
  std::string otp;
};

template <class Key>
Key keyFrom(const json& field) {
  return Key::filledBy([&](MutableByteView out) { EXPECT_TRUE(fromHex(field.get<std::string>(), out)); });
}

Vector vectorFrom(const json& entry) {
  SessionParameters parameters{authMethodFromApiName(entry.at("auth_method").get<std::string>()).value(),
                               OtpLength::of(entry.at("otp_length").get<int>()).value(),
                               {}};
  EXPECT_TRUE(fromHex(entry.at("nonce").get<std::string>(), parameters.nonce));
  return {DeviceId::parse(entry.at("device_id").get<std::string>()).value(),
          parameters,
          keyFrom<DataKey>(entry.at("data_key")),
          keyFrom<OtpKey>(entry.at("otp_key")),
          Context::parse(entry.at("context").get<std::string>()).value(),
          entry.at("verification_data").get<std::string>(),
          entry.at("challenge").get<std::string>(),
          entry.at("otp").get<std::string>()};
}

// Our own copy, and the one that is handed out beside the source where there is one.
class OfflineCoreVectors : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const std::string path = std::string(HELIOGRAPH_SOURCE_DIR) + GetParam();
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no vectors at " << path;
    std::ifstream file(path);
    const json document = json::parse(file);
    ASSERT_EQ(document.at("format"), "heliograph/offline-core/1");
    for (const json& entry : document.at("vectors")) vectors_.push_back(vectorFrom(entry));
    ASSERT_FALSE(vectors_.empty());
  }

  std::vector<Vector> vectors_;
};

TEST_P(OfflineCoreVectors, SealingAContextGivesThePublishedDigits) {
  for (const Vector& vector : vectors_) {
    const auto sealed = VerificationData::seal(vector.data_key, vector.device, vector.parameters, vector.context);
    EXPECT_EQ(textOf(sealed.digits().view()), vector.verification_data);
  }
}

TEST_P(OfflineCoreVectors, ReadingThePublishedDigitsGivesTheContextAndWhatTheOtpIsBoundTo) {
  for (const Vector& vector : vectors_) {
    const auto data = VerificationData::parse(vector.verification_data);
    ASSERT_TRUE(data) << nameOf(data.error());
    EXPECT_EQ(data->parameters().method, vector.parameters.method);
    EXPECT_EQ(data->parameters().otp_length, vector.parameters.otp_length);
    EXPECT_EQ(data->parameters().nonce, vector.parameters.nonce);
    const auto context = data->open(vector.data_key, vector.device);
    ASSERT_TRUE(context) << nameOf(context.error());
    EXPECT_EQ(context->text(), vector.context.text());
  }
}

TEST_P(OfflineCoreVectors, TheChallengeIsThePublishedOne) {
  for (const Vector& vector : vectors_) {
    EXPECT_EQ(toHex(otpChallenge(vector.device, vector.parameters, vector.context)), vector.challenge);
  }
}

TEST_P(OfflineCoreVectors, TheOneTimePasswordIsThePublishedOne) {
  for (const Vector& vector : vectors_) {
    const Otp otp = computeOtp(vector.otp_key, vector.device, vector.parameters, vector.context);
    EXPECT_EQ(otp.expose(), vector.otp);
  }
}

INSTANTIATE_TEST_SUITE_P(Files, OfflineCoreVectors,
                         testing::Values("/tests/vectors/offline-core.json", "/../shared/vectors/offline-core.json"),
                         [](const auto& file) { return file.index == 0 ? "InTheRepository" : "BesideTheSource"; });

}  // namespace
}  // namespace heliograph::protocol
