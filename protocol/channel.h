// The secure channel: every device call is one HPKE message, answered under a key that the same context exports.
//
//   request = version 01 (1) || channel key id (8) || enc (65) || ciphertext
//             HPKE base mode (crypto/hpke.h), info = "heliograph/channel/1", associated
//             data = version || channel key id
//   answer  = answer nonce (32) || AES-256-GCM ciphertext and tag
//             secret = Export("heliograph/channel/1/answer", 32); then as RFC 9458 section 4.4:
//             PRK = Extract(enc || answer nonce, secret), key = Expand(PRK, "key", 32),
//             nonce = Expand(PRK, "nonce", 12)
//   keys    = Export("heliograph/channel/1/method-keys", 32) is the input of deriveMethodKeys
//
//   channel key id = the first 8 bytes of SHA-256(public point (65))
//
// The channel hides what it carries and proves the server; the device proves itself by a signature inside
// (device_messages.h). It runs inside TLS and does not rely on it.

#ifndef HELIOGRAPH_PROTOCOL_CHANNEL_H_
#define HELIOGRAPH_PROTOCOL_CHANNEL_H_

#include <array>
#include <cstdint>
#include <memory>

#include "base/bytes.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/p256.h"
#include "protocol/method_keys.h"

namespace heliograph::protocol {

inline constexpr std::size_t kMaxChannelMessageSize = 4096;

using ChannelKeyId = std::array<std::uint8_t, 8>;
[[nodiscard]] ChannelKeyId channelKeyId(const crypto::P256PublicKey& key);

enum class ChannelError {
  kMalformed,  // too short or too long, or not a point of the curve
  kUnknownVersion,
  kUnknownKey,   // sealed for another channel key
  kDoesNotOpen,  // altered, or not sealed for this key
};

// What both ends know after one request.
struct ChannelSecrets {
  crypto::P256Point encapsulated_key;  // the device's signature covers it: a signature is good for one message
  Secret<struct AnswerSecretTag, 32> answer_secret;
  KeyAgreementSecret key_agreement_secret;
};

struct OpenedRequest {
  SecretBytes plaintext;
  ChannelSecrets secrets;
};

// The phone's end. The plaintext is made after the secrets are known, since it may hold a signature over `enc`: hence
// two steps, begin and seal.
class ChannelRequest {
 public:
  // Draws the ephemeral key from `random` (32 bytes, RFC 9180 section 7.1.3).
  [[nodiscard]] static ChannelRequest begin(const crypto::P256PublicKey& channel_key, Random& random);

  ChannelRequest(ChannelRequest&&) noexcept;
  ChannelRequest& operator=(ChannelRequest&&) noexcept;
  ~ChannelRequest();

  [[nodiscard]] const ChannelSecrets& secrets() const;
  // The message. Once only. Requires that it stays within kMaxChannelMessageSize.
  [[nodiscard]] Bytes seal(ByteView plaintext);

 private:
  struct State;
  explicit ChannelRequest(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The server's end.
[[nodiscard]] Result<OpenedRequest, ChannelError> openRequest(const crypto::P256PrivateKey& channel_key,
                                                              ByteView message);
[[nodiscard]] Bytes sealAnswer(const ChannelSecrets& secrets, ByteView plaintext, Random& random);

// The phone's end again.
[[nodiscard]] Result<SecretBytes, ChannelError> openAnswer(const ChannelSecrets& secrets, ByteView message);

}  // namespace heliograph::protocol

#endif  // HELIOGRAPH_PROTOCOL_CHANNEL_H_
