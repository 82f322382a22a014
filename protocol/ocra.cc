#include "protocol/ocra.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>

#include "base/ascii.h"
#include "base/hex.h"
#include "base/number_text.h"
#include "crypto/hmac.h"

namespace heliograph::protocol {
namespace {

constexpr std::size_t kQuestionSize = 128;
constexpr std::size_t kMinQuestionLength = 4;
constexpr std::size_t kMaxQuestionLength = 64;
constexpr std::size_t kMaxSessionSize = 999;

// The question as DataInput has it: 128 bytes, filled from the left and padded with zeros.
using QuestionBytes = std::array<std::uint8_t, kQuestionSize>;

// The decimal number whose digits are exactly `text`, without leading zeros unless `width` asks for them.
std::optional<unsigned> parseField(std::string_view text, unsigned min, unsigned max, std::size_t width = 0) {
  const bool has_width = width == 0 ? (text.size() == 1 || !text.starts_with('0')) : text.size() == width;
  const auto number = parseNumber(text, max);
  return has_width && number && *number >= min ? number : std::nullopt;
}

std::optional<crypto::HashAlgorithm> parseHash(std::string_view name) {
  if (name == "SHA1") return crypto::HashAlgorithm::kSha1;
  if (name == "SHA256") return crypto::HashAlgorithm::kSha256;
  if (name == "SHA512") return crypto::HashAlgorithm::kSha512;
  return std::nullopt;
}

std::optional<OcraQuestionFormat> parseQuestionFormat(char letter) {
  switch (letter) {
    case 'A':
      return OcraQuestionFormat::kAlphanumeric;
    case 'N':
      return OcraQuestionFormat::kNumeric;
    case 'H':
      return OcraQuestionFormat::kHexadecimal;
    default:
      return std::nullopt;
  }
}

// 1..59 seconds or minutes, 0..48 hours. The step itself is the caller's business: OcraInput counts in steps.
bool isTimeStep(std::string_view text) {
  if (text.empty()) return false;
  const char unit = text.back();
  text.remove_suffix(1);
  if (unit == 'S' || unit == 'M') return parseField(text, 1, 59).has_value();
  return unit == 'H' && parseField(text, 0, 48).has_value();
}

// Reads a text by its separators.
class Fields {
 public:
  Fields(std::string_view text, char separator) : rest_(text), separator_(separator) {}

  // The field that comes next; nothing after the last.
  [[nodiscard]] std::optional<std::string_view> peek() const {
    if (is_done_) return std::nullopt;
    return rest_.substr(0, rest_.find(separator_));
  }
  std::optional<std::string_view> next() {
    const auto field = peek();
    if (field) {
      is_done_ = field->size() == rest_.size();
      rest_.remove_prefix(is_done_ ? field->size() : field->size() + 1);
    }
    return field;
  }
  // What follows the letter, where the next field starts with it; it is then taken.
  std::optional<std::string_view> nextAfter(char letter) {
    const auto field = peek();
    if (!field || !field->starts_with(letter)) return std::nullopt;
    return next()->substr(1);
  }
  [[nodiscard]] bool isDone() const { return is_done_; }

 private:
  std::string_view rest_;
  char separator_;
  bool is_done_ = false;
};

class NibbleWriter {
 public:
  explicit NibbleWriter(QuestionBytes& out) : out_(out) {}
  void write(std::uint8_t nibble) {
    const int shift = count_ % 2 == 0 ? 4 : 0;
    out_[count_ / 2] = static_cast<std::uint8_t>(out_[count_ / 2] | nibble << shift);
    ++count_;
  }

 private:
  QuestionBytes& out_;
  std::size_t count_ = 0;
};

bool writeAlphanumeric(std::string_view question, QuestionBytes& out) {
  if (!std::ranges::all_of(question, isLetterOrDigit)) return false;
  std::ranges::copy(bytesOf(question), out.begin());
  return true;
}

bool writeHexadecimal(std::string_view question, QuestionBytes& out) {
  NibbleWriter writer(out);
  for (const char c : question) {
    const auto value = hexValueOf(c);
    if (!value) return false;
    writer.write(*value);
  }
  return true;
}

// The decimal number in base 16 without leading zeros, from the left nibble by nibble, as the RFC's reference
// implementation does. In base 16 a number has fewer digits than in base 10.
bool writeNumeric(std::string_view question, QuestionBytes& out) {
  std::array<std::uint8_t, 2 * kMaxQuestionLength> nibbles{};  // least significant first
  std::size_t count = 1;                                       // zero is one nibble
  for (const char c : question) {
    if (!isDigit(c)) return false;
    unsigned carry = static_cast<unsigned>(c - '0');
    for (std::size_t i = 0; i < count; ++i) {
      carry += nibbles[i] * 10U;
      nibbles[i] = carry & 0x0F;
      carry >>= 4;
    }
    if (carry != 0) nibbles[count++] = static_cast<std::uint8_t>(carry);
  }
  NibbleWriter writer(out);
  while (count > 0) writer.write(nibbles[--count]);
  return true;
}

bool writeQuestion(OcraQuestionFormat format, std::string_view question, QuestionBytes& out) {
  switch (format) {
    case OcraQuestionFormat::kAlphanumeric:
      return writeAlphanumeric(question, out);
    case OcraQuestionFormat::kNumeric:
      return writeNumeric(question, out);
    case OcraQuestionFormat::kHexadecimal:
      return writeHexadecimal(question, out);
  }
  return false;
}

// RFC 4226 section 5.3, dynamic truncation.
std::uint32_t truncate(ByteView mac) {
  const std::size_t offset = mac.back() & 0x0F;
  std::uint32_t value = mac[offset] & 0x7F;
  for (std::size_t i = 1; i < 4; ++i) value = value << 8 | mac[offset + i];
  return value;
}

OcraResponse decimalResponse(std::uint32_t value, int digits) {
  std::array<std::uint8_t, 10> text{};
  const auto size = static_cast<std::size_t>(digits);
  for (std::size_t i = size; i-- > 0; value /= 10) text[i] = static_cast<std::uint8_t>('0' + value % 10);
  return OcraResponse(ByteView(text).first(size));
}

OcraResponse hexadecimalResponse(ByteView mac) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  OcraResponse response;
  for (const std::uint8_t byte : mac) {
    const std::array<char, 2> pair{kDigits[byte >> 4], kDigits[byte & 0x0F]};
    response.append(bytesOf({pair.data(), pair.size()}));
  }
  return response;
}

}  // namespace

Result<OcraSuite, OcraError> OcraSuite::parse(std::string_view text) {
  const auto malformed = fail(OcraError::kMalformedSuite);
  if (text.size() > kMaxSuiteSize) return malformed;
  Fields parts(text, ':');
  const auto algorithm = parts.next();
  const auto function = parts.next();
  const auto data = parts.next();
  if (!data || !parts.isDone() || algorithm != "OCRA-1") return malformed;

  Fields function_fields(*function, '-');
  if (function_fields.next() != "HOTP") return malformed;
  const auto hash = parseHash(function_fields.next().value_or(""));
  const auto digits = parseField(function_fields.next().value_or(""), 0, 10);
  const bool has_digits = digits && (*digits == 0 || *digits >= 4);
  if (!hash || !has_digits || !function_fields.isDone()) return malformed;

  OcraSuite suite;
  suite.text_ = InlineBytes<kMaxSuiteSize>(bytesOf(text));
  suite.hash_ = *hash;
  suite.digits_ = static_cast<int>(*digits);

  Fields inputs(*data, '-');
  if (inputs.peek() == "C") {
    suite.has_counter_ = true;
    (void)inputs.next();
  }
  const auto question = inputs.nextAfter('Q');
  if (!question || question->empty()) return malformed;
  const auto format = parseQuestionFormat(question->front());
  const auto length = parseField(question->substr(1), kMinQuestionLength, kMaxQuestionLength, 2);
  if (!format || !length) return malformed;
  suite.question_format_ = *format;
  suite.max_question_length_ = *length;

  if (const auto pin_hash = inputs.nextAfter('P')) {
    suite.pin_hash_ = parseHash(*pin_hash);
    if (!suite.pin_hash_) return malformed;
  }
  if (const auto session = inputs.nextAfter('S')) {
    suite.session_size_ = parseField(*session, 1, kMaxSessionSize, 3);
    if (!suite.session_size_) return malformed;
  }
  if (const auto time_step = inputs.nextAfter('T')) {
    if (!isTimeStep(*time_step)) return malformed;
    suite.has_timestamp_ = true;
  }
  if (!inputs.isDone()) return malformed;
  return suite;
}

Result<OcraResponse, OcraError> OcraSuite::respond(ByteView key, const OcraInput& input) const {
  const std::array wanted{has_counter_, pin_hash_.has_value(), session_size_.has_value(), has_timestamp_};
  const std::array given{input.counter.has_value(), input.pin_hash.has_value(), input.session.has_value(),
                         input.timestamp.has_value()};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] && !given[i]) return fail(OcraError::kMissingInput);
    if (given[i] && !wanted[i]) return fail(OcraError::kUnexpectedInput);
  }
  if (input.question.empty() || input.question.size() > max_question_length_ ||
      input.second_question.size() > max_question_length_) {
    return fail(OcraError::kQuestionLength);
  }
  InlineBytes<2 * kMaxQuestionLength> question_text(bytesOf(input.question));
  question_text.append(bytesOf(input.second_question));
  QuestionBytes question{};
  if (!writeQuestion(question_format_, textOf(question_text.view()), question)) {
    return fail(OcraError::kQuestionFormat);
  }
  if (pin_hash_ && input.pin_hash->size() != crypto::hashSize(*pin_hash_)) return fail(OcraError::kPinHashSize);
  if (session_size_ && input.session->size() > *session_size_) return fail(OcraError::kSessionSize);

  static constexpr std::array<std::uint8_t, kMaxSessionSize> kZeros{};
  const auto counter = bigEndian(input.counter.value_or(0));
  const auto timestamp = bigEndian(input.timestamp.value_or(0));
  const ByteView pin_hash = input.pin_hash.value_or(ByteView());
  const ByteView session = input.session.value_or(ByteView());
  const ByteView session_padding = ByteView(kZeros).first(session_size_.value_or(0) - session.size());

  const crypto::HashValue mac =
      crypto::hmac(hash_, key,
                   {text_.view(), ByteView(kZeros).first(1), has_counter_ ? ByteView(counter) : ByteView(), question,
                    pin_hash, session_padding, session, has_timestamp_ ? ByteView(timestamp) : ByteView()});
  return digits_ == 0 ? hexadecimalResponse(mac.view()) : decimalResponse(truncate(mac.view()), digits_);
}

}  // namespace heliograph::protocol
