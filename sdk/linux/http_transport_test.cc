#include "sdk/linux/http_transport.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>

#include "base/file_descriptor.h"
#include "protocol/channel.h"

namespace heliograph::sdk {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// Answers every connection with the same bytes, on all addresses of this machine: whether a connection came is what
// tests of forbidden addresses ask.
class CannedServer {
 public:
  explicit CannedServer(std::string answer) : answer_(std::move(answer)) {
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_addr = in6addr_any;
    socklen_t size = sizeof(address);
    const int no = 0;
    ::setsockopt(listener_.number(), IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof(no));
    EXPECT_EQ(::bind(listener_.number(), reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(listener_.number(), 8), 0);
    EXPECT_EQ(::getsockname(listener_.number(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin6_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~CannedServer() {
    stopping_ = true;
    thread_.join();
  }
  CannedServer(const CannedServer&) = delete;
  CannedServer& operator=(const CannedServer&) = delete;

  [[nodiscard]] std::string url(const std::string& host) const {
    return "http://" + host + ":" + std::to_string(port_);
  }
  [[nodiscard]] int connections() const { return connections_; }
  // The last request; to be read once exchange() has returned.
  [[nodiscard]] const std::string& request() const { return request_; }

 private:
  static bool isReadable(int socket, int milliseconds) {
    pollfd waiting{.fd = socket, .events = POLLIN, .revents = 0};
    return ::poll(&waiting, 1, milliseconds) > 0;
  }
  static bool isComplete(const std::string& request) {
    const std::size_t end = request.find("\r\n\r\n");
    return end != std::string::npos && request.size() >= end + 4 + kMessage.size();
  }
  void serve() {
    while (!stopping_) {
      if (!isReadable(listener_.number(), 20)) continue;
      const FileDescriptor connection(::accept(listener_.number(), nullptr, nullptr));
      ++connections_;
      std::string request;
      char buffer[4096];
      while (!isComplete(request) && isReadable(connection.number(), 2000)) {
        const ssize_t count = ::recv(connection.number(), buffer, sizeof(buffer), 0);
        if (count <= 0) break;
        request.append(buffer, static_cast<std::size_t>(count));
      }
      request_ = request;
      ::send(connection.number(), answer_.data(), answer_.size(), MSG_NOSIGNAL);
      ::shutdown(connection.number(), SHUT_WR);
    }
  }

 public:
  static constexpr std::string_view kMessage = "a sealed message";

 private:
  std::string answer_;
  FileDescriptor listener_{::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  int port_ = 0;
  std::string request_;
  std::atomic<int> connections_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

std::string answerWith(std::string_view status, std::string_view body, std::string_view header = "") {
  return "HTTP/1.1 " + std::string(status) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(header) + "Connection: close\r\n\r\n" + std::string(body);
}

class HttpTransportTest : public ::testing::Test {
 protected:
  auto send(const std::string& url) { return transport.exchange(url, bytesOf(CannedServer::kMessage)); }
  HttpTransport transport;
};

TEST_F(HttpTransportTest, PostsTheMessageAndReturnsTheAnswer) {
  const CannedServer server(answerWith("200 OK", std::string_view("\x01\x00\xff", 3)));
  const auto answer = send(server.url("127.0.0.1"));
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(*answer, (Bytes{0x01, 0x00, 0xff}));
  EXPECT_THAT(server.request(), StartsWith("POST /api/device/v1/messages HTTP/1.1\r\n"));
  EXPECT_THAT(server.request(), HasSubstr("Content-Type: application/octet-stream\r\n"));
  EXPECT_THAT(server.request(), HasSubstr("Accept: application/octet-stream\r\n"));
  EXPECT_TRUE(server.request().ends_with(CannedServer::kMessage));
}

TEST_F(HttpTransportTest, AServiceMayLiveBelowAPath) {
  const CannedServer server(answerWith("200 OK", "x"));
  ASSERT_TRUE(send(server.url("127.0.0.1") + "/tenant").has_value());
  EXPECT_THAT(server.request(), StartsWith("POST /tenant/api/device/v1/messages HTTP/1.1\r\n"));
}

TEST_F(HttpTransportTest, PlainHttpReachesLoopbackAddresses) {
  const CannedServer server(answerWith("200 OK", "x"));
  for (const char* host : {"127.0.0.1", "127.255.3.4", "localhost", "LOCALHOST"}) {
    EXPECT_TRUE(send(server.url(host)).has_value()) << host;
  }
}

TEST_F(HttpTransportTest, PlainHttpReachesNoOtherAddressNotEvenToConnect) {
  const CannedServer server(answerWith("200 OK", "x"));
  char name[256] = {};
  ASSERT_EQ(::gethostname(name, sizeof(name) - 1), 0);
  for (const std::string& host :
       {std::string("0.0.0.0"), std::string("[::]"), std::string("[::ffff:127.0.0.1]"), std::string("[::ffff:7f00:1]"),
        std::string("localhost."), std::string("127.0.0.1.example"), std::string("localhost.example"),
        std::string("ip6-localhost"), std::string("user@127.0.0.1"), std::string("127.0.0.1:80@0.0.0.0"),
        std::string(name)}) {
    const auto refused = send(server.url(host));
    ASSERT_FALSE(refused.has_value()) << host;
    EXPECT_EQ(refused.error(), TransportError::kUnreachable) << host;
  }
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(HttpTransportTest, OtherSchemesAreRefused) {
  for (const char* url : {"ftp://127.0.0.1", "file:///etc/passwd", "127.0.0.1", "", "http://", "gopher://127.0.0.1"}) {
    const auto refused = send(url);
    ASSERT_FALSE(refused.has_value()) << url;
    EXPECT_EQ(refused.error(), TransportError::kUnreachable) << url;
  }
}

TEST_F(HttpTransportTest, AProxyOfTheEnvironmentIsNotUsed) {
  const CannedServer server(answerWith("200 OK", "x"));
  const CannedServer proxy(answerWith("200 OK", "y"));
  ::setenv("http_proxy", proxy.url("127.0.0.1").c_str(), 1);
  ::setenv("ALL_PROXY", proxy.url("127.0.0.1").c_str(), 1);
  const auto answer = send(server.url("127.0.0.1"));
  ::unsetenv("http_proxy");
  ::unsetenv("ALL_PROXY");
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(proxy.connections(), 0);
}

TEST_F(HttpTransportTest, ARedirectIsNotFollowed) {
  const CannedServer target(answerWith("200 OK", "x"));
  for (const char* status : {"301 Moved", "302 Found", "307 Temporary", "308 Permanent"}) {
    const CannedServer server(answerWith(status, "", "Location: " + target.url("127.0.0.1") + "/\r\n"));
    const auto refused = send(server.url("127.0.0.1"));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error(), TransportError::kRejected);
  }
  EXPECT_EQ(target.connections(), 0);
}

TEST_F(HttpTransportTest, EveryStatusHasItsMeaning) {
  constexpr std::pair<const char*, TransportError> kCases[] = {
      {"204 No Content", TransportError::kRejected},          {"400 Bad Request", TransportError::kRejected},
      {"404 Not Found", TransportError::kRejected},           {"413 Too Large", TransportError::kRejected},
      {"429 Too Many Requests", TransportError::kBusy},       {"503 Service Unavailable", TransportError::kBusy},
      {"500 Internal", TransportError::kUnreachable},         {"502 Bad Gateway", TransportError::kUnreachable},
      {"504 Gateway Time-out", TransportError::kUnreachable},
  };
  for (const auto& [status, error] : kCases) {
    const CannedServer server(answerWith(status, ""));
    const auto answer = send(server.url("127.0.0.1"));
    ASSERT_FALSE(answer.has_value()) << status;
    EXPECT_EQ(answer.error(), error) << status;
  }
}

TEST_F(HttpTransportTest, AnAnswerOfAtMostAMessagesSizeIsRead) {
  const std::string largest(protocol::kMaxChannelMessageSize, 'x');
  const CannedServer fits(answerWith("200 OK", largest));
  const auto answer = send(fits.url("127.0.0.1"));
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(textOf(*answer), largest);

  const CannedServer announced(answerWith("200 OK", largest + "x"));
  EXPECT_EQ(send(announced.url("127.0.0.1")).error(), TransportError::kRejected);
  const CannedServer unannounced("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + std::string(1 << 20, 'x'));
  EXPECT_EQ(send(unannounced.url("127.0.0.1")).error(), TransportError::kRejected);
}

TEST_F(HttpTransportTest, NobodyThereHalfAnAnswerOrNoHttpIsUnreachable) {
  std::string nobody;
  {
    const CannedServer server("");
    nobody = server.url("127.0.0.1");
    EXPECT_EQ(send(nobody).error(), TransportError::kUnreachable);
  }
  EXPECT_EQ(send(nobody).error(), TransportError::kUnreachable);
  const CannedServer half("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  EXPECT_EQ(send(half.url("127.0.0.1")).error(), TransportError::kUnreachable);
  const CannedServer chatter("220 smtp.example ESMTP\r\n");
  EXPECT_EQ(send(chatter.url("127.0.0.1")).error(), TransportError::kUnreachable);
}

TEST_F(HttpTransportTest, HttpsToAServerWithoutTlsIsUnreachable) {
  const CannedServer server(answerWith("200 OK", "x"));
  const std::string url = "https" + server.url("127.0.0.1").substr(4);
  EXPECT_EQ(send(url).error(), TransportError::kUnreachable);
  EXPECT_THAT(server.request(), ::testing::Not(HasSubstr(std::string(CannedServer::kMessage))));
}

}  // namespace
}  // namespace heliograph::sdk
