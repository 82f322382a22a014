#include "protocol/otp.h"

#include "base/ascii.h"
#include "base/secret.h"
#include "crypto/constant_time.h"
#include "crypto/hash.h"
#include "protocol/ocra.h"

namespace heliograph::protocol {
namespace {

constexpr std::string_view kOtpLabel = "heliograph/otp/1";

// One suite per OTP length, since an OCRA suite is text and its length a digit in it.
std::string_view ocraSuiteOf(OtpLength length) {
  static constexpr std::array<std::string_view, OtpLength::kMax - OtpLength::kMin + 1> kSuites{
      "OCRA-1:HOTP-SHA256-4:QH64", "OCRA-1:HOTP-SHA256-5:QH64", "OCRA-1:HOTP-SHA256-6:QH64",
      "OCRA-1:HOTP-SHA256-7:QH64", "OCRA-1:HOTP-SHA256-8:QH64", "OCRA-1:HOTP-SHA256-9:QH64"};
  return kSuites[static_cast<std::size_t>(length.digits() - OtpLength::kMin)];
}

}  // namespace

std::optional<OtpLength> OtpLength::of(int digits) {
  if (digits < kMin || digits > kMax) return std::nullopt;
  return OtpLength(digits);
}

std::optional<Otp> Otp::parse(std::string_view text, OtpLength length) {
  if (text.size() != static_cast<std::size_t>(length.digits()) || !areDigits(text)) return std::nullopt;
  return Otp(text);
}

Otp::~Otp() { wipe({reinterpret_cast<std::uint8_t*>(&digits_), sizeof(digits_)}); }

bool Otp::equals(const Otp& other) const { return crypto::equalInConstantTime(digits_.view(), other.digits_.view()); }

std::uint8_t SessionParameters::header() const {
  return static_cast<std::uint8_t>(kVersion << 6 | idOf(method) << 3 | (otp_length.digits() - OtpLength::kMin));
}

Challenge otpChallenge(const DeviceId& device, const SessionParameters& parameters, const Context& context) {
  const auto header = bigEndian(parameters.header());
  const auto length = bigEndian(static_cast<std::uint8_t>(context.bytes().size()));
  return crypto::sha256({bytesOf(kOtpLabel), device.bytes(), header, parameters.nonce, length, context.bytes()});
}

Otp computeOtp(const OtpKey& key, const DeviceId& device, const SessionParameters& parameters, const Context& context) {
  static constexpr std::string_view kHexDigits = "0123456789abcdef";
  std::array<char, 2 * sizeof(Challenge)> question{};
  auto out = question.begin();
  for (const std::uint8_t byte : otpChallenge(device, parameters, context)) {
    *out++ = kHexDigits[byte >> 4];
    *out++ = kHexDigits[byte & 0x0F];
  }

  // The suite is ours, the question fits it, and the response has the form of an OTP: none of the three can fail.
  const OcraSuite suite = OcraSuite::parse(ocraSuiteOf(parameters.otp_length)).value();
  OcraInput input;
  input.question = {question.data(), question.size()};
  auto response = suite.respond(key.expose(), input).value();
  const Otp otp = Otp::parse(textOf(response.view()), parameters.otp_length).value();
  wipe({reinterpret_cast<std::uint8_t*>(&response), sizeof(response)});
  return otp;
}

}  // namespace heliograph::protocol
