#include "cli/vector_check.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "command_line/exit_code.h"
#include "protocol/verification_data.h"

namespace heliograph::cli {
namespace {

using protocol::DataKey;
using protocol::OtpKey;

CommandFailure malformed(const std::string& what) { return CommandFailure(ExitCode::kUnusable, "vectors: " + what); }

// One vector with its members parsed; throws where one is missing or malformed.
struct Vector {
  DeviceId device;
  protocol::SessionParameters parameters;
  DataKey data_key;
  OtpKey otp_key;
  protocol::Context context;
  std::string verification_data;
  std::string challenge;
  std::string otp;
};

template <class Key>
Key parseKey(const nlohmann::json& json, const char* member) {
  bool is_hex = false;
  Key key = Key::filledBy([&](auto out) { is_hex = fromHex(json.at(member).get<std::string>(), out); });
  if (!is_hex) throw malformed(fmt::format("{} is not 32 bytes in hexadecimal", member));
  return key;
}

protocol::SessionParameters parseParameters(const nlohmann::json& json) {
  const auto method = protocol::authMethodFromApiName(json.at("auth_method").get<std::string>());
  if (!method || !protocol::isOffline(*method)) throw malformed("auth_method is no offline method");
  const auto otp_length = protocol::OtpLength::of(json.at("otp_length").get<int>());
  if (!otp_length) throw malformed("otp_length is not within 4..9");
  protocol::SessionParameters parameters{*method, *otp_length, {}};
  if (!fromHex(json.at("nonce").get<std::string>(), parameters.nonce)) throw malformed("nonce is not 8 bytes");
  return parameters;
}

Vector parseVector(const nlohmann::json& json) {
  const auto device = DeviceId::parse(json.at("device_id").get<std::string>());
  if (!device) throw malformed("device_id is no UUID");
  const auto context = protocol::Context::parse(json.at("context").get<std::string>());
  if (!context) throw malformed("context is not valid");
  return {*device,
          parseParameters(json),
          parseKey<DataKey>(json, "data_key"),
          parseKey<OtpKey>(json, "otp_key"),
          *context,
          json.at("verification_data").get<std::string>(),
          json.at("challenge").get<std::string>(),
          json.at("otp").get<std::string>()};
}

// The first difference, in a few words; empty where there is none.
std::string differenceOf(const Vector& vector) {
  const auto sealed =
      protocol::VerificationData::seal(vector.data_key, vector.device, vector.parameters, vector.context);
  if (textOf(sealed.digits().view()) != vector.verification_data) return "sealing gives other verification data";
  const auto parsed = protocol::VerificationData::parse(vector.verification_data);
  if (!parsed) return fmt::format("reading is refused: {}", protocol::nameOf(parsed.error()));
  const auto opened = parsed->open(vector.data_key, vector.device);
  if (!opened) return fmt::format("opening is refused: {}", protocol::nameOf(opened.error()));
  if (*opened != vector.context) return "opening gives another context";
  if (toHex(protocol::otpChallenge(vector.device, parsed->parameters(), *opened)) != vector.challenge) {
    return "the challenge is another one";
  }
  const auto otp = protocol::computeOtp(vector.otp_key, vector.device, parsed->parameters(), *opened);
  return otp.expose() == vector.otp ? "" : "the one-time password is another one";
}

}  // namespace

VectorReport checkVectors(std::string_view text) {
  VectorReport report;
  try {
    const auto json = nlohmann::json::parse(text);
    if (json.at("format") != "heliograph/offline-core/1") throw malformed("format is not heliograph/offline-core/1");
    int place = 0;
    for (const auto& item : json.at("vectors")) {
      ++place;
      const std::string difference = differenceOf(parseVector(item));
      if (difference.empty()) {
        ++report.passed;
      } else {
        report.failures.push_back(fmt::format("vector {}: {}", place, difference));
      }
    }
  } catch (const nlohmann::json::exception& error) {
    throw malformed(error.what());
  }
  return report;
}

}  // namespace heliograph::cli
