#include "crowd.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string_view>

#include "base/bytes.h"
#include "crypto/base64.h"

namespace heliograph::faults {
namespace {

constexpr int kAnswerTimeoutSeconds = 60;
constexpr std::string_view kLengthHeader = "Content-Length: ";

void allowManySockets() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int connectTo(const std::string& service_url) {
  const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoul(service_url.substr(service_url.rfind(':') + 1))));
  const timeval timeout{.tv_sec = kAnswerTimeoutSeconds, .tv_usec = 0};
  const int on = 1;
  setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  // Else the last byte would wait until the ones before it were acknowledged.
  setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("the crowd cannot reach " + service_url);
  }
  return connection;
}

void sendAll(int connection, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

// True where `message` is one whole answer.
bool isWhole(const std::string& message) {
  const std::size_t end = message.find("\r\n\r\n");
  const std::size_t length = message.find(kLengthHeader);
  if (end == std::string::npos || length == std::string::npos) return false;
  return message.size() >= end + 4 + std::stoul(message.substr(length + kLengthHeader.size()));
}

RestAnswer receive(int connection) {
  std::string message;
  std::array<char, 4096> buffer{};
  while (!isWhole(message)) {
    const ssize_t count = recv(connection, buffer.data(), buffer.size(), 0);
    if (count <= 0) return {};
    message.append(buffer.data(), static_cast<std::size_t>(count));
  }
  RestAnswer answer;
  answer.status = std::stoi(message.substr(message.find(' ') + 1));
  answer.text = message.substr(message.find("\r\n\r\n") + 4);
  answer.body = cli::Json::parse(answer.text, nullptr, false);
  return answer;
}

}  // namespace

Crowd::Crowd(const std::vector<std::string>& service_urls, const ApiKeyPair& key, std::size_t size)
    : authorization_(crypto::toBase64(bytesOf(key.id + ":" + key.secret))) {
  allowManySockets();
  for (std::size_t i = 0; i < size; ++i) sockets_.push_back(connectTo(service_urls[i % service_urls.size()]));
}

Crowd::~Crowd() {
  for (const int connection : sockets_) close(connection);
}

std::vector<RestAnswer> Crowd::post(const std::string& path, const cli::Json& body) const {
  const std::string content = body.dump();
  const std::string request =
      "POST " + std::string(kServiceProviderApi) + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic " +
      authorization_ + "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(content.size()) +
      "\r\n\r\n" + content;
  const std::string_view all_but_one(request.data(), request.size() - 1);
  for (const int connection : sockets_) sendAll(connection, all_but_one);
  for (const int connection : sockets_) sendAll(connection, request.substr(all_but_one.size()));
  std::vector<RestAnswer> answers;
  for (const int connection : sockets_) answers.push_back(receive(connection));
  return answers;
}

}  // namespace heliograph::faults
