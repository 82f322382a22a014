// The secure channel's messages from outside, and what they carry once opened: a device that is enrolled, or a server
// behind a stolen name, may put anything inside.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <variant>

#include "expect.h"
#include "protocol/channel.h"
#include "protocol/device_messages.h"

namespace heliograph::fuzz {
namespace {

using namespace protocol;

class ZeroRandom final : public Random {
 public:
  void fill(MutableByteView bytes) override { std::ranges::fill(bytes, std::uint8_t{0}); }
};

const crypto::P256PrivateKey& channelKey() {
  static const auto key = crypto::P256PrivateKey::fromScalar(crypto::P256Scalar::filledBy([](auto out) {
                            std::ranges::fill(out, std::uint8_t{0x33});
                          })).value();
  return key;
}

const ChannelSecrets& secrets() {
  static ZeroRandom random;
  static const auto request = ChannelRequest::begin(channelKey().publicKey(), random);
  return request.secrets();
}

void expectSame(const SecretBytes& written, ByteView read) { expect(std::ranges::equal(written.expose(), read)); }

void readRequest(ByteView plaintext) {
  const auto decoded = decodeRequest(plaintext);
  if (!decoded) return;
  if (const auto* enrolment = std::get_if<EnrolmentRequest>(&*decoded)) {
    expectSame(encode(*enrolment), plaintext);
    return;
  }
  const auto& received = std::get<ReceivedSignedRequest>(*decoded);
  expectSame(encodeUnsigned(received.request), received.unsigned_bytes.expose());
  expect(std::ranges::equal(received.unsigned_bytes.expose(), plaintext.first(received.unsigned_bytes.size())));
  expect(std::ranges::equal(received.signature, plaintext.subspan(received.unsigned_bytes.size())));
  expect(!received.isSignedBy(channelKey().publicKey(), secrets().encapsulated_key));
}

template <class Answer>
void readAnswer(const AnswerResult<Answer>& decoded, ByteView plaintext) {
  if (!decoded) return;
  const auto& answer = *decoded;
  expectSame(answer ? encode(*answer) : encode(answer.error()), plaintext);
}

void readPlaintext(ByteView plaintext) {
  readRequest(plaintext);
  readAnswer(decodeEnrolmentStarted(plaintext), plaintext);
  readAnswer(decodeMethodActivated(plaintext), plaintext);
  readAnswer(decodeAddOrUpdateStarted(plaintext), plaintext);
  readAnswer(decodeDeviceDeactivated(plaintext), plaintext);
  readAnswer(decodeAuthenticationStarted(plaintext), plaintext);
  readAnswer(decodeAuthenticationFinished(plaintext), plaintext);
  readAnswer(decodeAuthenticationCancelled(plaintext), plaintext);
  readAnswer(decodeMethodDeactivated(plaintext), plaintext);
}

void openMessage(ByteView message) {
  if (const auto request = openRequest(channelKey(), message)) readPlaintext(request->plaintext.expose());
  if (const auto answer = openAnswer(secrets(), message)) readPlaintext(answer->expose());
}

}  // namespace
}  // namespace heliograph::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const heliograph::ByteView bytes(data, size);
  heliograph::fuzz::openMessage(bytes);
  heliograph::fuzz::readPlaintext(bytes);
  return 0;
}
