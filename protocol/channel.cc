#include "protocol/channel.h"

#include <algorithm>
#include <cassert>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "crypto/aes_gcm.h"
#include "crypto/hash.h"
#include "crypto/hkdf.h"
#include "crypto/hpke.h"

namespace heliograph::protocol {
namespace {

constexpr std::string_view kInfo = "heliograph/channel/1";
constexpr std::string_view kAnswerLabel = "heliograph/channel/1/answer";
constexpr std::string_view kMethodKeysLabel = "heliograph/channel/1/method-keys";

constexpr std::uint8_t kVersion = 0x01;
constexpr std::size_t kKeyIdSize = std::tuple_size_v<ChannelKeyId>;
constexpr std::size_t kHeaderSize = 1 + kKeyIdSize;
constexpr std::size_t kRequestOverhead = kHeaderSize + crypto::kP256PointSize + crypto::kGcmTagSize;
constexpr std::size_t kAnswerNonceSize = 32;
constexpr std::size_t kAnswerOverhead = kAnswerNonceSize + crypto::kGcmTagSize;

// What is sent in the clear and bound to the ciphertext: version || channel key id.
using Header = InlineBytes<kHeaderSize>;

Header headerFor(const crypto::P256PublicKey& channel_key) {
  Header header(bigEndian(kVersion));
  header.append(channelKeyId(channel_key));
  return header;
}

ChannelSecrets exportSecrets(const crypto::P256Point& encapsulated_key, const crypto::HpkeContext& context) {
  const auto labelled = [&context](std::string_view label) {
    return [&context, label](MutableByteView out) { context.exportSecret(bytesOf(label), out); };
  };
  return {encapsulated_key, Secret<struct AnswerSecretTag, 32>::filledBy(labelled(kAnswerLabel)),
          KeyAgreementSecret::filledBy(labelled(kMethodKeysLabel))};
}

// RFC 9458 section 4.4.
struct AnswerKeys {
  Secret<struct AnswerKeyTag, 32> key;
  std::array<std::uint8_t, crypto::kGcmNonceSize> nonce;
};

AnswerKeys answerKeys(const ChannelSecrets& secrets, std::span<const std::uint8_t, kAnswerNonceSize> answer_nonce) {
  InlineBytes<crypto::kP256PointSize + kAnswerNonceSize> salt(secrets.encapsulated_key);
  salt.append(answer_nonce);
  const auto prk = crypto::hkdfExtract(crypto::HashAlgorithm::kSha256, salt.view(), secrets.answer_secret.expose());
  const auto expand_key = [&prk](MutableByteView out) {
    crypto::hkdfExpand(crypto::HashAlgorithm::kSha256, prk, bytesOf("key"), out);
  };
  AnswerKeys keys{Secret<struct AnswerKeyTag, 32>::filledBy(expand_key), {}};
  crypto::hkdfExpand(crypto::HashAlgorithm::kSha256, prk, bytesOf("nonce"), keys.nonce);
  return keys;
}

}  // namespace

ChannelKeyId channelKeyId(const crypto::P256PublicKey& key) {
  const auto hash = crypto::sha256({key.point()});
  ChannelKeyId id{};
  std::copy_n(hash.begin(), id.size(), id.begin());
  return id;
}

struct ChannelRequest::State {
  Header header;
  crypto::HpkeContext context;
  ChannelSecrets secrets;
  bool is_sealed = false;
};

ChannelRequest::ChannelRequest(std::unique_ptr<State> state) : state_(std::move(state)) {}
ChannelRequest::ChannelRequest(ChannelRequest&&) noexcept = default;
ChannelRequest& ChannelRequest::operator=(ChannelRequest&&) noexcept = default;
ChannelRequest::~ChannelRequest() = default;

ChannelRequest ChannelRequest::begin(const crypto::P256PublicKey& channel_key, Random& random) {
  const auto seed = Secret<struct EphemeralSeedTag, 32>::filledBy([&](MutableByteView out) { random.fill(out); });
  const auto ephemeral = crypto::hpkeDeriveKeyPair(seed.expose());
  auto sender = crypto::hpkeSetupSender(crypto::HpkeAead::kAes256Gcm, channel_key, bytesOf(kInfo), ephemeral);
  auto secrets = exportSecrets(sender.encapsulated_key, sender.context);
  return ChannelRequest(
      std::make_unique<State>(State{headerFor(channel_key), std::move(sender.context), std::move(secrets)}));
}

const ChannelSecrets& ChannelRequest::secrets() const { return state_->secrets; }

Bytes ChannelRequest::seal(ByteView plaintext) {
  assert(!state_->is_sealed);
  assert(plaintext.size() + kRequestOverhead <= kMaxChannelMessageSize);
  state_->is_sealed = true;
  const ByteView header = state_->header.view();
  return concatenated(
      {header, state_->secrets.encapsulated_key, state_->context.seal(crypto::AssociatedData(header), plaintext)});
}

Result<OpenedRequest, ChannelError> openRequest(const crypto::P256PrivateKey& channel_key, ByteView message) {
  if (message.size() < kRequestOverhead || message.size() > kMaxChannelMessageSize) {
    return fail(ChannelError::kMalformed);
  }
  if (message[0] != kVersion) return fail(ChannelError::kUnknownVersion);
  const Header header = headerFor(channel_key.publicKey());
  if (!std::ranges::equal(message.first(kHeaderSize), header.view())) return fail(ChannelError::kUnknownKey);

  const auto encapsulated_key = message.subspan<kHeaderSize, crypto::kP256PointSize>();
  auto context = crypto::hpkeSetupReceiver(crypto::HpkeAead::kAes256Gcm, encapsulated_key, channel_key, bytesOf(kInfo));
  if (!context) return fail(ChannelError::kMalformed);
  auto plaintext =
      context->open(crypto::AssociatedData(header.view()), message.subspan(kHeaderSize + crypto::kP256PointSize));
  if (!plaintext) return fail(ChannelError::kDoesNotOpen);

  crypto::P256Point point{};
  std::ranges::copy(encapsulated_key, point.begin());
  return OpenedRequest{std::move(*plaintext), exportSecrets(point, *context)};
}

Bytes sealAnswer(const ChannelSecrets& secrets, ByteView plaintext, Random& random) {
  assert(plaintext.size() + kAnswerOverhead <= kMaxChannelMessageSize);
  std::array<std::uint8_t, kAnswerNonceSize> answer_nonce{};
  random.fill(answer_nonce);
  const AnswerKeys keys = answerKeys(secrets, answer_nonce);
  return concatenated({answer_nonce, crypto::aesGcmSeal(keys.key, keys.nonce, crypto::AssociatedData(), plaintext)});
}

Result<SecretBytes, ChannelError> openAnswer(const ChannelSecrets& secrets, ByteView message) {
  if (message.size() < kAnswerOverhead || message.size() > kMaxChannelMessageSize) {
    return fail(ChannelError::kMalformed);
  }
  const AnswerKeys keys = answerKeys(secrets, message.first<kAnswerNonceSize>());
  auto plaintext =
      crypto::aesGcmOpen(keys.key, keys.nonce, crypto::AssociatedData(), message.subspan(kAnswerNonceSize));
  if (!plaintext) return fail(ChannelError::kDoesNotOpen);
  return std::move(*plaintext);
}

}  // namespace heliograph::protocol
