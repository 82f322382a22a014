// OCRA: OATH Challenge-Response Algorithm (RFC 6287), all of its DataInput.
//
//   suite     = "OCRA-1" ":" "HOTP-" ("SHA1"|"SHA256"|"SHA512") "-" (0|4..10) ":" data
//   data      = ["C-"] question ["-P" ("SHA1"|"SHA256"|"SHA512")] ["-S" 3 digits] ["-T" 1..59 ("S"|"M") | 0..48 "H"]
//   question  = "Q" ("A"|"N"|"H") 2 digits, 04..64
//   DataInput = suite || 00 || C (8) || Q (128, right-padded with zeros) || P (20|32|64) || S (nnn) || T (8)

#ifndef HELIOGRAPH_PROTOCOL_OCRA_H_
#define HELIOGRAPH_PROTOCOL_OCRA_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/hash.h"

namespace heliograph::protocol {

enum class OcraQuestionFormat { kAlphanumeric, kNumeric, kHexadecimal };

enum class OcraError {
  kMalformedSuite,
  kMissingInput,     // the suite asks for a counter, PIN hash, session or timestamp that was not given
  kUnexpectedInput,  // one was given that the suite does not ask for
  kQuestionLength,   // empty, or one of the two has more than the suite's maximum
  kQuestionFormat,   // a character outside the suite's alphabet
  kPinHashSize,      // not the size of the suite's hash
  kSessionSize,      // more than the suite's session size
};

struct OcraInput {
  std::optional<std::uint64_t> counter = std::nullopt;
  std::string_view question;  // as text: letters, decimal or hexadecimal digits
  // Mutual challenge-response (RFC 6287 section 7.2): the other side's challenge, which follows `question`. Empty else.
  std::string_view second_question = {};
  std::optional<ByteView> pin_hash = std::nullopt;
  std::optional<ByteView> session = std::nullopt;         // left-padded with zeros to the suite's size
  std::optional<std::uint64_t> timestamp = std::nullopt;  // in the suite's time steps since the Unix epoch
};

// Up to 10 decimal digits, or, for a suite with 0 digits, the whole HMAC in hexadecimal (RFC 6287 section 5.2).
using OcraResponse = InlineBytes<2 * crypto::kLargestHashSize>;

// A parsed suite. Immutable; keeps its own copy of the text.
class OcraSuite {
 public:
  [[nodiscard]] static Result<OcraSuite, OcraError> parse(std::string_view text);

  // The response as ASCII. Allocates nothing but what the HMAC implementation does.
  [[nodiscard]] Result<OcraResponse, OcraError> respond(ByteView key, const OcraInput& input) const;

 private:
  static constexpr std::size_t kMaxSuiteSize = 64;
  OcraSuite() = default;
  InlineBytes<kMaxSuiteSize> text_;
  crypto::HashAlgorithm hash_ = crypto::HashAlgorithm::kSha256;
  int digits_ = 6;
  bool has_counter_ = false;
  OcraQuestionFormat question_format_ = OcraQuestionFormat::kNumeric;
  std::size_t max_question_length_ = 0;
  std::optional<crypto::HashAlgorithm> pin_hash_;
  std::optional<std::size_t> session_size_;
  bool has_timestamp_ = false;
};

}  // namespace heliograph::protocol

#endif  // HELIOGRAPH_PROTOCOL_OCRA_H_
