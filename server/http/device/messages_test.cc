// The device API's one endpoint, as strangers meet it.

#include <gtest/gtest.h>

#include <string>

#include "http/testing/server_fixture.h"
#include "protocol/channel.h"

namespace heliograph::http::testing {
namespace {

constexpr const char* kMessages = "/api/device/v1/messages";

class MessagesTest : public ServerFixture {
 protected:
  ReceivedResponse exchange(ByteView message, const std::string& type = "application/octet-stream") {
    return send(requestText("POST", kMessages, "Content-Type: " + type + "\r\n", textOf(message)));
  }
};

TEST_F(MessagesTest, AnswersAMessageThatOpensWithASealedOne) {
  auto request = protocol::ChannelRequest::begin(channel_key_.publicKey(), random_);
  const auto response = exchange(request.seal(bytesOf("no request of the protocol")));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.at("content-type"), "application/octet-stream");
  EXPECT_TRUE(protocol::openAnswer(request.secrets(), bytesOf(response.body)));
}

TEST_F(MessagesTest, RefusesWhatDoesNotOpenWithoutAskingTheStore) {
  const auto stranger = crypto::P256PrivateKey::generate(random_);
  auto for_another_key = protocol::ChannelRequest::begin(stranger.publicKey(), random_);
  auto altered_request = protocol::ChannelRequest::begin(channel_key_.publicKey(), random_);
  Bytes altered = altered_request.seal(bytesOf("anything"));
  altered.back() ^= 1;
  start();
  int store_calls = 0;
  store_.onRequest([&] { ++store_calls; });
  EXPECT_EQ(outcomeOf(exchange(bytesOf("x"))), "400 MALFORMED_REQUEST");
  EXPECT_EQ(outcomeOf(exchange(altered)), "400 MALFORMED_REQUEST");
  EXPECT_EQ(outcomeOf(exchange(for_another_key.seal(bytesOf("anything")))), "400 UNKNOWN_CHANNEL_KEY");
  EXPECT_EQ(store_calls, 0);
}

TEST_F(MessagesTest, RefusesOtherTypesMethodsAndSizes) {
  EXPECT_EQ(outcomeOf(exchange(bytesOf("x"), "application/json")), "415 UNSUPPORTED_MEDIA_TYPE");
  EXPECT_EQ(outcomeOf(send(requestText("GET", kMessages))), "405 METHOD_NOT_ALLOWED");
  EXPECT_EQ(outcomeOf(exchange(Bytes(protocol::kMaxChannelMessageSize + 1))), "413 BODY_TOO_LARGE");
}

}  // namespace
}  // namespace heliograph::http::testing
