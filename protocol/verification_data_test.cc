#include "protocol/verification_data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/hex.h"
#include "crypto/aes_ccm.h"

namespace heliograph::protocol {
namespace {

using namespace std::string_view_literals;
using Error = VerificationDataError;

const DeviceId kDevice(UuidBytes{0xD0});
const DeviceId kOtherDevice(UuidBytes{0xD1});
constexpr Nonce kNonce{1, 2, 3, 4, 5, 6, 7, 8};

DataKey dataKey(std::uint8_t fill = 0x11) {
  return DataKey::filledBy([fill](auto out) { std::ranges::fill(out, fill); });
}
OtpKey otpKey(std::uint8_t fill = 0x22) {
  return OtpKey::filledBy([fill](auto out) { std::ranges::fill(out, fill); });
}
Context context(std::string_view text) { return Context::parse(text).value(); }

SessionParameters parameters(AuthMethod method = AuthMethod::kOfflinePin, int digits = 6) {
  return {method, OtpLength::of(digits).value(), kNonce};
}

std::string sealedDigits(std::string_view text) {
  return std::string(textOf(VerificationData::seal(dataKey(), kDevice, parameters(), context(text)).digits().view()));
}

std::optional<Error> errorOf(std::string_view digits) {
  const auto data = VerificationData::parse(digits);
  return data ? std::nullopt : std::optional(data.error());
}

std::string digitsOf(const Bytes& bytes) { return std::string(textOf(toDecimal(bytes).view())); }

// The shortest verification data, with this header.
Bytes bytesWithHeader(std::uint8_t header) {
  Bytes bytes(kMinVerificationDataSize);
  bytes[0] = header;
  return bytes;
}

TEST(VerificationData, HasTheLayoutOfTheProtocol) {
  const auto data = VerificationData::seal(dataKey(), kDevice, parameters(), context("Pay"));
  EXPECT_EQ(data.bytes().size(), 1U + 8 + 3 + 4);
  EXPECT_EQ(data.bytes()[0], 0b01'010'010);  // version 1, OFFLINE_PIN, 6 digits
  EXPECT_EQ(toHex(data.bytes().subspan(1, 8)), "0102030405060708");
}

TEST(VerificationData, HasAHeaderThatTellsMethodAndOtpLength) {
  EXPECT_EQ(parameters(AuthMethod::kOfflineDevice, 4).header(), 0b01'001'000);
  EXPECT_EQ(parameters(AuthMethod::kOfflineAndroidBiometricPrompt, 9).header(), 0b01'110'101);
}

TEST(VerificationData, Of1To200BytesOfContextHas34To513Digits) {
  EXPECT_EQ(sealedDigits("x").size(), 34U);
  EXPECT_EQ(sealedDigits(std::string(200, 'x')).size(), 513U);
}

TEST(VerificationData, OpensForItsDeviceAndKeyAtEveryLength) {
  for (std::size_t size = 1; size <= kMaxContextSize; ++size) {
    const std::string text(size, 'x');
    const auto data = VerificationData::parse(sealedDigits(text));
    ASSERT_TRUE(data) << size;
    const auto opened = data->open(dataKey(), kDevice);
    ASSERT_TRUE(opened) << size;
    EXPECT_EQ(opened->text(), text);
  }
}

TEST(VerificationData, IsReadForEveryMethodAndOtpLength) {
  for (const AuthMethod method : kAllAuthMethods) {
    if (!isOffline(method)) continue;
    for (int digits = OtpLength::kMin; digits <= OtpLength::kMax; ++digits) {
      const auto sealed = VerificationData::seal(dataKey(), kDevice, parameters(method, digits), context("Pay"));
      const auto data = VerificationData::parse(textOf(sealed.digits().view()));
      ASSERT_TRUE(data);
      EXPECT_EQ(data->parameters().method, method);
      EXPECT_EQ(data->parameters().otp_length.digits(), digits);
      EXPECT_EQ(data->parameters().nonce, kNonce);
    }
  }
}

TEST(VerificationDataParse, RefusesACharacterThatIsNoDigit) {
  EXPECT_EQ(errorOf("12a"), Error::kNotADigit);
  EXPECT_EQ(errorOf(sealedDigits("Pay") + "\n"), Error::kNotADigit);
  EXPECT_EQ(errorOf(sealedDigits("Pay").insert(0, 1, ' ')), Error::kNotADigit);
  EXPECT_EQ(errorOf(std::string(600, '1') + "x"), Error::kNotADigit) << "looked for before the length";
}

TEST(VerificationDataParse, RefusesADigitCountThatNoByteCountHas) {
  EXPECT_EQ(errorOf("1"), Error::kDigitCount);
  EXPECT_EQ(errorOf(std::string(35, '1')), Error::kDigitCount);
  EXPECT_EQ(errorOf(std::string(512, '1')), Error::kDigitCount);
}

TEST(VerificationDataParse, RefusesAValueThatOverflowsItsByteCount) {
  EXPECT_EQ(errorOf(std::string(34, '9')), Error::kOverflow);
  EXPECT_EQ(errorOf(std::string(513, '9')), Error::kOverflow);
  EXPECT_EQ(errorOf("999"), Error::kOverflow) << "looked for before the size";
}

TEST(VerificationDataParse, RefusesFewerThan14Bytes) {
  EXPECT_EQ(errorOf(""), Error::kTooShort);
  EXPECT_EQ(errorOf("000"), Error::kTooShort);
  EXPECT_EQ(errorOf(digitsOf(Bytes(13))), Error::kTooShort);
}

TEST(VerificationDataParse, RefusesMoreThan213Bytes) {
  EXPECT_EQ(errorOf(std::string(514, '0')), Error::kTooLong);
  EXPECT_EQ(errorOf(std::string(516, '0')), Error::kTooLong) << "214 bytes";
  EXPECT_EQ(errorOf(std::string(100'000, '9')), Error::kTooLong);
}

TEST(VerificationDataParse, RefusesAnUnknownVersion) {
  EXPECT_EQ(errorOf(digitsOf(bytesWithHeader(0b00'001'000))), Error::kUnknownVersion);
  EXPECT_EQ(errorOf(digitsOf(bytesWithHeader(0b10'001'000))), Error::kUnknownVersion);
  EXPECT_EQ(errorOf(digitsOf(bytesWithHeader(0b11'001'000))), Error::kUnknownVersion);
}

TEST(VerificationDataParse, RefusesAnUnknownMethod) {
  EXPECT_EQ(errorOf(digitsOf(bytesWithHeader(0b01'000'000))), Error::kUnknownMethod);
  EXPECT_EQ(errorOf(digitsOf(bytesWithHeader(0b01'111'000))), Error::kUnknownMethod);
}

TEST(VerificationDataParse, RefusesAnUnknownOtpLength) {
  EXPECT_EQ(errorOf(digitsOf(bytesWithHeader(0b01'001'110))), Error::kUnknownOtpLength);
  EXPECT_EQ(errorOf(digitsOf(bytesWithHeader(0b01'001'111))), Error::kUnknownOtpLength);
}

TEST(VerificationDataOpen, RefusesWhatIsMeantForAnotherDeviceOrMethod) {
  const auto data = VerificationData::seal(dataKey(), kDevice, parameters(), context("Pay"));
  EXPECT_EQ(data.open(dataKey(), kOtherDevice).error(), Error::kWrongTag);
  EXPECT_EQ(data.open(dataKey(0x12), kDevice).error(), Error::kWrongTag);
}

TEST(VerificationDataOpen, RefusesAnInvalidContextThoughItsTagVerifies) {
  // Sealed by a server that forgot the rules: a bidirectional override, no UTF-8, a control character.
  for (const std::string_view text : {"\xE2\x80\xAE"sv, "\xFF"sv, "a\0b"sv}) {
    Bytes bytes{parameters().header()};
    bytes.insert(bytes.end(), kNonce.begin(), kNonce.end());
    std::array<std::uint8_t, crypto::kCcmNonceSize> ccm_nonce{parameters().header()};
    std::ranges::copy(kNonce, ccm_nonce.end() - kNonceSize);
    Bytes associated_data;
    std::ranges::copy(bytesOf("heliograph/verification-data/1"), std::back_inserter(associated_data));
    std::ranges::copy(kDevice.bytes(), std::back_inserter(associated_data));
    Bytes ciphertext(text.size());
    const auto tag = crypto::aesCcmSeal(dataKey().expose(), ccm_nonce, crypto::AssociatedData(associated_data),
                                        bytesOf(text), ciphertext);
    bytes.insert(bytes.end(), ciphertext.begin(), ciphertext.end());
    bytes.insert(bytes.end(), tag.begin(), tag.end());

    const auto data = VerificationData::parse(digitsOf(bytes));
    ASSERT_TRUE(data);
    EXPECT_EQ(data->open(dataKey(), kDevice).error(), Error::kInvalidContext);
  }
}

TEST(VerificationDataOpen, RefusesEverySingleDigitChangeOfTheLongestText) {
  const std::string digits = sealedDigits(std::string(200, 'x'));
  ASSERT_EQ(digits.size(), 513U);
  const auto is_accepted = [](std::string_view text) {
    const auto data = VerificationData::parse(text);
    return data && data->open(dataKey(), kDevice);
  };
  ASSERT_TRUE(is_accepted(digits));

  int rejections = 0;
  for (std::size_t position = 0; position < digits.size(); ++position) {
    std::string changed = digits;
    for (char digit = '0'; digit <= '9'; ++digit) {
      changed[position] = digit;
      if (digit != digits[position] && !is_accepted(changed)) ++rejections;
    }
  }
  EXPECT_EQ(rejections, 513 * 9);
}

TEST(VerificationDataOpen, RefusesEverySwapOfNeighbouringDigits) {
  const std::string digits = sealedDigits("Pay 100.00 EUR to ACME Ltd");
  for (std::size_t i = 0; i + 1 < digits.size(); ++i) {
    if (digits[i] == digits[i + 1]) continue;
    std::string changed = digits;
    std::swap(changed[i], changed[i + 1]);
    const auto data = VerificationData::parse(changed);
    EXPECT_FALSE(data && data->open(dataKey(), kDevice)) << "at " << i;
  }
}

TEST(VerificationDataError, HasAStableName) {
  EXPECT_EQ(nameOf(Error::kNotADigit), "NOT_A_DIGIT");
  EXPECT_EQ(nameOf(Error::kDigitCount), "DIGIT_COUNT");
  EXPECT_EQ(nameOf(Error::kOverflow), "OVERFLOW");
  EXPECT_EQ(nameOf(Error::kTooShort), "TOO_SHORT");
  EXPECT_EQ(nameOf(Error::kTooLong), "TOO_LONG");
  EXPECT_EQ(nameOf(Error::kUnknownVersion), "UNKNOWN_VERSION");
  EXPECT_EQ(nameOf(Error::kUnknownMethod), "UNKNOWN_METHOD");
  EXPECT_EQ(nameOf(Error::kUnknownOtpLength), "UNKNOWN_OTP_LENGTH");
  EXPECT_EQ(nameOf(Error::kWrongTag), "WRONG_TAG");
  EXPECT_EQ(nameOf(Error::kInvalidContext), "INVALID_CONTEXT");
}

TEST(VerificationDataOpen, GivesWhatLeadsToTheSameOtpFromManyThreadsAtOnce) {
  const std::string digits = sealedDigits("Pay");
  const auto answer = [&digits] {
    const auto data = VerificationData::parse(digits).value();
    return computeOtp(otpKey(), kDevice, data.parameters(), data.open(dataKey(), kDevice).value());
  };
  const Otp expected = answer();
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 100; ++round) right += answer().equals(expected) ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 800);
}

}  // namespace
}  // namespace heliograph::protocol
