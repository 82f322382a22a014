#include "domain/activation_code.h"

#include <algorithm>

#include "base/ascii.h"
#include "crypto/hmac.h"
#include "domain/channel_derived_key.h"

namespace heliograph::domain {
namespace {

constexpr std::string_view kActivationCodeLabel = "heliograph/activation-code/1";

constexpr std::string_view kDigits = "0123456789";
// Without 0 and O, 1, I and L.
constexpr std::string_view kUnmistakable = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
static_assert(kUnmistakable.size() == 31);

std::string_view alphabetOf(ActivationCodeType type) {
  switch (type) {
    case ActivationCodeType::kNumeric:
      return kDigits;
    case ActivationCodeType::kAlphanumeric:
      return kUnmistakable;
  }
  return {};
}

// Bytes that would favour the alphabet's first characters are thrown away.
char drawCharacter(std::string_view alphabet, Random& random) {
  const std::size_t even_values = 256 - 256 % alphabet.size();
  std::uint8_t byte = 0;
  do {
    random.fill({&byte, 1});
  } while (byte >= even_values);
  return alphabet[byte % alphabet.size()];
}

}  // namespace

ActivationCodes::ActivationCodes(const crypto::P256PrivateKey& channel_key)
    : key_(deriveFromChannelKey<Secret<struct ActivationCodeKeyTag, 32>>(channel_key, kActivationCodeLabel)) {}

SecretBytes ActivationCodes::draw(const ApplicationConfiguration& configuration, Random& random) const {
  const std::string_view alphabet = alphabetOf(configuration.activation_code_type);
  SecretBytes code(static_cast<std::size_t>(configuration.activation_code_length));
  for (std::uint8_t& character : code.exposeMutable()) {
    character = static_cast<std::uint8_t>(drawCharacter(alphabet, random));
  }
  return code;
}

ActivationCodeHash ActivationCodes::hash(const ApplicationId& application, ByteView code) const {
  SecretBytes upper_code(code.size());
  std::ranges::transform(code, upper_code.exposeMutable().begin(), [](std::uint8_t character) {
    return static_cast<std::uint8_t>(toUpperCase(static_cast<char>(character)));
  });
  const auto mac =
      crypto::hmac(crypto::HashAlgorithm::kSha256, key_.expose(), {application.bytes(), upper_code.expose()});
  ActivationCodeHash hash{};
  std::ranges::copy(mac.view(), hash.begin());
  return hash;
}

}  // namespace heliograph::domain
