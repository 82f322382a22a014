#include "protocol/channel.h"

#include <gtest/gtest.h>

#include <string>

#include "crypto/system_random.h"
#include "crypto/test_random.h"
#include "crypto/test_vectors.h"

namespace heliograph::protocol {
namespace {

crypto::P256PrivateKey privateKey(const Bytes& scalar) {
  return crypto::P256PrivateKey::fromScalar(
             crypto::P256Scalar::copyOf(ByteView(scalar).first<crypto::kP256ScalarSize>()))
      .value();
}

TEST(Channel, SealsAndOpensThePublishedMessages) {
  for (const auto& vector : readVectors("protocol/testdata/channel.json")) {
    const auto channel_key = privateKey(bytesAt(vector, "channel_scalar"));
    EXPECT_EQ(toHex(channel_key.publicKey().point()), textAt(vector, "channel_point"));
    EXPECT_EQ(toHex(channelKeyId(channel_key.publicKey())), textAt(vector, "channel_key_id"));

    ScriptedRandom phone_random(bytesAt(vector, "ephemeral_seed"));
    auto request = ChannelRequest::begin(channel_key.publicKey(), phone_random);
    const Bytes message = request.seal(bytesAt(vector, "request"));
    EXPECT_EQ(toHex(message), textAt(vector, "request_message"));
    EXPECT_EQ(toHex(request.secrets().key_agreement_secret.expose()), textAt(vector, "key_agreement_secret"));

    const auto opened = openRequest(channel_key, message);
    ASSERT_TRUE(opened);
    EXPECT_EQ(toHex(opened->plaintext.expose()), textAt(vector, "request"));
    EXPECT_EQ(toHex(opened->secrets.key_agreement_secret.expose()), textAt(vector, "key_agreement_secret"));

    ScriptedRandom server_random(bytesAt(vector, "answer_nonce"));
    const Bytes answer = sealAnswer(opened->secrets, bytesAt(vector, "answer"), server_random);
    EXPECT_EQ(toHex(answer), textAt(vector, "answer_message"));
    const auto opened_answer = openAnswer(request.secrets(), answer);
    ASSERT_TRUE(opened_answer);
    EXPECT_EQ(toHex(opened_answer->expose()), textAt(vector, "answer"));
  }
}

class ChannelConversation : public testing::Test {
 protected:
  crypto::SystemRandom random;
  crypto::P256PrivateKey channel_key = crypto::P256PrivateKey::generate(random);
  ChannelRequest request = ChannelRequest::begin(channel_key.publicKey(), random);
  Bytes message = request.seal(bytesOf("request"));

  ChannelError errorOf(ByteView bytes) const { return openRequest(channel_key, bytes).error(); }
};

TEST_F(ChannelConversation, BothEndsShareTheSameSecrets) {
  const auto opened = openRequest(channel_key, message);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->secrets.encapsulated_key, request.secrets().encapsulated_key);
  EXPECT_EQ(toHex(opened->secrets.answer_secret.expose()), toHex(request.secrets().answer_secret.expose()));
  EXPECT_EQ(toHex(opened->secrets.key_agreement_secret.expose()),
            toHex(request.secrets().key_agreement_secret.expose()));
  EXPECT_NE(toHex(request.secrets().answer_secret.expose()), toHex(request.secrets().key_agreement_secret.expose()));
}

TEST_F(ChannelConversation, EveryRequestHasSecretsOfItsOwn) {
  const auto another = ChannelRequest::begin(channel_key.publicKey(), random);
  EXPECT_NE(another.secrets().encapsulated_key, request.secrets().encapsulated_key);
  EXPECT_NE(toHex(another.secrets().answer_secret.expose()), toHex(request.secrets().answer_secret.expose()));
}

TEST_F(ChannelConversation, ARequestIsRefusedWhenTooShortOrTooLong) {
  EXPECT_EQ(errorOf({}), ChannelError::kMalformed);
  EXPECT_EQ(errorOf(ByteView(message).first(89)), ChannelError::kMalformed);
  Bytes longest = message;
  longest.resize(kMaxChannelMessageSize + 1);
  EXPECT_EQ(errorOf(longest), ChannelError::kMalformed);
}

TEST_F(ChannelConversation, ARequestUpToTheMaximumSizeIsOpened) {
  auto another = ChannelRequest::begin(channel_key.publicKey(), random);
  const Bytes longest = another.seal(Bytes(kMaxChannelMessageSize - 1 - 8 - 65 - 16));
  EXPECT_EQ(longest.size(), kMaxChannelMessageSize);
  EXPECT_TRUE(openRequest(channel_key, longest));
}

TEST_F(ChannelConversation, ARequestOfAnotherVersionIsRefused) {
  message[0] = 0x02;
  EXPECT_EQ(errorOf(message), ChannelError::kUnknownVersion);
}

TEST_F(ChannelConversation, ARequestForAnotherChannelKeyIsRefused) {
  const auto other_key = crypto::P256PrivateKey::generate(random);
  EXPECT_EQ(openRequest(other_key, message).error(), ChannelError::kUnknownKey);
  message[8] ^= 1;
  EXPECT_EQ(errorOf(message), ChannelError::kUnknownKey);
}

TEST_F(ChannelConversation, ARequestWhoseEncapsulatedKeyIsNoPointIsRefused) {
  message[9] = 0x05;
  EXPECT_EQ(errorOf(message), ChannelError::kMalformed);
  message[9] = 0x04;
  message[9 + 64] ^= 1;
  EXPECT_EQ(errorOf(message), ChannelError::kMalformed);
}

TEST_F(ChannelConversation, ARequestThatWasAlteredDoesNotOpen) {
  for (std::size_t i = 9 + 65; i < message.size(); ++i) {
    Bytes altered = message;
    altered[i] ^= 0x40;
    EXPECT_EQ(errorOf(altered), ChannelError::kDoesNotOpen) << "byte " << i;
  }
  Bytes extended = message;
  extended.push_back(0);
  EXPECT_EQ(errorOf(extended), ChannelError::kDoesNotOpen);
}

TEST_F(ChannelConversation, AnAnswerOpensForItsRequestOnly) {
  const auto opened = openRequest(channel_key, message);
  const Bytes answer = sealAnswer(opened->secrets, bytesOf("answer"), random);
  EXPECT_EQ(textOf(openAnswer(request.secrets(), answer)->expose()), "answer");
  const auto another = ChannelRequest::begin(channel_key.publicKey(), random);
  EXPECT_EQ(openAnswer(another.secrets(), answer).error(), ChannelError::kDoesNotOpen);
}

TEST_F(ChannelConversation, TwoAnswersToOneRequestShareNoNonce) {
  const auto opened = openRequest(channel_key, message);
  EXPECT_NE(sealAnswer(opened->secrets, bytesOf("answer"), random),
            sealAnswer(opened->secrets, bytesOf("answer"), random));
}

TEST_F(ChannelConversation, AnAnswerThatWasAlteredDoesNotOpen) {
  const auto opened = openRequest(channel_key, message);
  const Bytes answer = sealAnswer(opened->secrets, bytesOf("answer"), random);
  for (std::size_t i = 0; i < answer.size(); ++i) {
    Bytes altered = answer;
    altered[i] ^= 0x01;
    EXPECT_EQ(openAnswer(request.secrets(), altered).error(), ChannelError::kDoesNotOpen) << "byte " << i;
  }
}

TEST_F(ChannelConversation, AnAnswerIsRefusedWhenTooShortOrTooLong) {
  EXPECT_EQ(openAnswer(request.secrets(), {}).error(), ChannelError::kMalformed);
  EXPECT_EQ(openAnswer(request.secrets(), Bytes(47)).error(), ChannelError::kMalformed);
  EXPECT_EQ(openAnswer(request.secrets(), Bytes(48)).error(), ChannelError::kDoesNotOpen);
  EXPECT_EQ(openAnswer(request.secrets(), Bytes(kMaxChannelMessageSize + 1)).error(), ChannelError::kMalformed);
}

TEST_F(ChannelConversation, ARequestStaysUsableWhenMoved) {
  ChannelRequest moved = ChannelRequest::begin(channel_key.publicKey(), random);
  ChannelRequest target = std::move(moved);
  target = ChannelRequest::begin(channel_key.publicKey(), random);
  EXPECT_TRUE(openRequest(channel_key, target.seal(bytesOf("request"))));
}

}  // namespace
}  // namespace heliograph::protocol
