#include "protocol/verification_data.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

#include "crypto/aes_ccm.h"

namespace heliograph::protocol {
namespace {

constexpr std::string_view kVerificationDataLabel = "heliograph/verification-data/1";

constexpr std::size_t kHeaderSize = 1;
constexpr std::size_t kPrefixSize = kHeaderSize + kNonceSize;

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
  if (header >> 6 != SessionParameters::kVersion) return fail(VerificationDataError::kUnknownVersion);
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

VerificationData VerificationData::seal(const DataKey& key, const DeviceId& device, const SessionParameters& parameters,
                                        const Context& context) {
  assert(isOffline(parameters.method));
  std::array<std::uint8_t, kMaxContextSize> buffer{};
  const MutableByteView ciphertext = MutableByteView(buffer).first(context.bytes().size());
  const auto associated_data = associatedDataOf(device);
  const auto tag = crypto::aesCcmSeal(key.expose(), ccmNonceOf(parameters),
                                      crypto::AssociatedData(associated_data.view()), context.bytes(), ciphertext);
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
  const auto associated_data = associatedDataOf(device);
  if (!crypto::aesCcmOpen(key.expose(), ccmNonceOf(parameters_), crypto::AssociatedData(associated_data.view()),
                          ciphertext, sealed.last<crypto::kCcmTagSize>(), plaintext)) {
    return fail(VerificationDataError::kWrongTag);
  }
  auto context = Context::parse(textOf(plaintext));
  if (!context) return fail(VerificationDataError::kInvalidContext);
  return *context;
}

}  // namespace heliograph::protocol
