#include "protocol/verification_data.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

#include "crypto/aes_ccm.h"
#include "crypto/hash.h"
#include "protocol/ocra.h"

namespace heliograph::protocol {
namespace {

constexpr std::string_view kVerificationDataLabel = "heliograph/verification-data/1";
constexpr std::string_view kOtpLabel = "heliograph/otp/1";

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kHeaderSize = 1;
constexpr std::size_t kPrefixSize = kHeaderSize + kNonceSize;

// One suite per OTP length, since an OCRA suite is text and its length a digit in it.
std::string_view ocraSuiteOf(OtpLength length) {
  static constexpr std::array<std::string_view, OtpLength::kMax - OtpLength::kMin + 1> kSuites{
      "OCRA-1:HOTP-SHA256-4:QH64", "OCRA-1:HOTP-SHA256-5:QH64", "OCRA-1:HOTP-SHA256-6:QH64",
      "OCRA-1:HOTP-SHA256-7:QH64", "OCRA-1:HOTP-SHA256-8:QH64", "OCRA-1:HOTP-SHA256-9:QH64"};
  return kSuites[static_cast<std::size_t>(length.digits() - OtpLength::kMin)];
}

std::array<std::uint8_t, crypto::kCcmNonceSize> ccmNonceOf(const SessionParameters& parameters) {
  std::array<std::uint8_t, crypto::kCcmNonceSize> nonce{parameters.header()};  // four zero bytes follow
  std::ranges::copy(parameters.nonce, nonce.end() - kNonceSize);
  return nonce;
}

InlineBytes<kVerificationDataLabel.size() + 16> associatedDataOf(const DeviceId& device) {
  InlineBytes<kVerificationDataLabel.size() + 16> data(bytesOf(kVerificationDataLabel));
  data.append(device.bytes());
  return data;
}

Result<SessionParameters, VerificationDataError> parsePrefix(ByteView prefix) {
  const std::uint8_t header = prefix[0];
  if (header >> 6 != kVersion) return fail(VerificationDataError::kUnknownVersion);
  const auto method = authMethodFromId(header >> 3 & 0b111);
  if (!method) return fail(VerificationDataError::kUnknownMethod);
  const auto otp_length = OtpLength::of((header & 0b111) + OtpLength::kMin);
  if (!otp_length) return fail(VerificationDataError::kUnknownOtpLength);
  SessionParameters parameters{*method, *otp_length, {}};
  std::ranges::copy(prefix.subspan(kHeaderSize, kNonceSize), parameters.nonce.begin());
  return parameters;
}

VerificationDataError toVerificationDataError(DecimalError error) {
  switch (error) {
    case DecimalError::kNotADigit:
      return VerificationDataError::kNotADigit;
    case DecimalError::kDigitCount:
      return VerificationDataError::kDigitCount;
    case DecimalError::kOverflow:
      return VerificationDataError::kOverflow;
  }
  std::abort();  // no other value exists
}

}  // namespace

std::string_view nameOf(VerificationDataError error) {
  switch (error) {
    case VerificationDataError::kNotADigit:
      return "NOT_A_DIGIT";
    case VerificationDataError::kDigitCount:
      return "DIGIT_COUNT";
    case VerificationDataError::kOverflow:
      return "OVERFLOW";
    case VerificationDataError::kTooShort:
      return "TOO_SHORT";
    case VerificationDataError::kTooLong:
      return "TOO_LONG";
    case VerificationDataError::kUnknownVersion:
      return "UNKNOWN_VERSION";
    case VerificationDataError::kUnknownMethod:
      return "UNKNOWN_METHOD";
    case VerificationDataError::kUnknownOtpLength:
      return "UNKNOWN_OTP_LENGTH";
    case VerificationDataError::kWrongTag:
      return "WRONG_TAG";
    case VerificationDataError::kInvalidContext:
      return "INVALID_CONTEXT";
  }
  std::abort();  // no other value exists
}

std::uint8_t SessionParameters::header() const {
  return static_cast<std::uint8_t>(kVersion << 6 | idOf(method) << 3 | (otp_length.digits() - OtpLength::kMin));
}

VerificationData VerificationData::seal(const DataKey& key, const DeviceId& device, const SessionParameters& parameters,
                                        const Context& context) {
  assert(isOffline(parameters.method));
  std::array<std::uint8_t, kMaxContextSize> buffer{};
  const MutableByteView ciphertext = MutableByteView(buffer).first(context.bytes().size());
  const auto tag = crypto::aesCcmSeal(key.expose(), ccmNonceOf(parameters), associatedDataOf(device).view(),
                                      context.bytes(), ciphertext);
  InlineBytes<kMaxVerificationDataSize> bytes(bigEndian(parameters.header()));
  bytes.append(parameters.nonce);
  bytes.append(ciphertext);
  bytes.append(tag);
  return {parameters, bytes};
}

Result<VerificationData, VerificationDataError> VerificationData::parse(std::string_view digits) {
  const auto bytes = fromDecimal(digits);
  if (!bytes) {
    const bool is_too_long = bytes.error() == DecimalError::kDigitCount && digits.size() > kMaxDecimalDigits;
    return fail(is_too_long ? VerificationDataError::kTooLong : toVerificationDataError(bytes.error()));
  }
  if (bytes->size() < kMinVerificationDataSize) return fail(VerificationDataError::kTooShort);
  const auto parameters = parsePrefix(bytes->view().first<kPrefixSize>());
  if (!parameters) return fail(parameters.error());
  return VerificationData(*parameters, *bytes);
}

Result<Context, VerificationDataError> VerificationData::open(const DataKey& key, const DeviceId& device) const {
  const ByteView sealed = bytes().subspan(kPrefixSize);
  const ByteView ciphertext = sealed.first(sealed.size() - crypto::kCcmTagSize);
  std::array<std::uint8_t, kMaxContextSize> buffer{};
  const MutableByteView plaintext = MutableByteView(buffer).first(ciphertext.size());
  if (!crypto::aesCcmOpen(key.expose(), ccmNonceOf(parameters_), associatedDataOf(device).view(), ciphertext,
                          sealed.last<crypto::kCcmTagSize>(), plaintext)) {
    return fail(VerificationDataError::kWrongTag);
  }
  auto context = Context::parse(textOf(plaintext));
  if (!context) return fail(VerificationDataError::kInvalidContext);
  return *context;
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
