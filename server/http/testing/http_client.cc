#include "http/testing/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <thread>

#include "base/ascii.h"

namespace heliograph::http::testing {
namespace {

void waitUntilReadable(int socket) {
  pollfd descriptor{socket, POLLIN, 0};
  if (poll(&descriptor, 1, static_cast<int>(std::chrono::milliseconds(kPatience).count())) != 1) {
    throw std::runtime_error("the server says nothing");
  }
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), toLowerCase);
  return text;
}

void parseHeader(std::string_view text, ReceivedResponse& response) {
  response.status = std::stoi(std::string(text.substr(9, 3)));
  for (std::size_t line = text.find("\r\n"); line != std::string_view::npos;) {
    const std::size_t next = text.find("\r\n", line + 2);
    const std::string_view field = text.substr(line + 2, next == std::string_view::npos ? next : next - line - 2);
    const std::size_t colon = field.find(": ");
    if (colon == std::string_view::npos) throw std::runtime_error("a header line without a colon");
    if (!response.headers.emplace(lower(std::string(field.substr(0, colon))), field.substr(colon + 2)).second) {
      throw std::runtime_error("a header field twice");
    }
    line = next;
  }
}

}  // namespace

HttpClient::HttpClient() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (socket_ < 0) throw std::system_error(errno, std::system_category(), "socket");
}

HttpClient::HttpClient(std::uint16_t port) : HttpClient() { connect(port); }

HttpClient::~HttpClient() {
  SSL_free(tls_);
  close(socket_);
}

void HttpClient::connect(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    throw std::system_error(errno, std::system_category(), "connect");
  }
}

bool HttpClient::startTls(int highest_version) {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_security_level(context, 0);  // so that old versions are refused by the server and not here
  SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context, highest_version);
  tls_ = SSL_new(context);
  SSL_CTX_free(context);
  SSL_set_fd(tls_, socket_);
  return SSL_connect(tls_) == 1;
}

std::string HttpClient::tlsVersion() const { return SSL_get_version(tls_); }

void HttpClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = tls_ != nullptr ? SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()))
                                      : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the answer tells why
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void HttpClient::finishSending() { shutdown(socket_, SHUT_WR); }

bool HttpClient::readMore() {
  std::array<char, 4096> buffer{};
  if (tls_ == nullptr || SSL_pending(tls_) == 0) waitUntilReadable(socket_);
  const auto size = tls_ != nullptr ? SSL_read(tls_, buffer.data(), static_cast<int>(buffer.size()))
                                    : ::recv(socket_, buffer.data(), buffer.size(), 0);
  if (size <= 0) return false;
  received_.append(buffer.data(), static_cast<std::size_t>(size));
  pauseWhereItIsTime(static_cast<std::size_t>(size));
  return true;
}

void HttpClient::readSlowly(std::size_t bytes, std::chrono::milliseconds pause) {
  bytes_before_pause_ = bytes;
  pause_ = pause;
}

void HttpClient::pauseWhereItIsTime(std::size_t just_read) {
  bytes_since_pause_ += just_read;
  if (bytes_before_pause_ == 0 || bytes_since_pause_ < bytes_before_pause_) return;
  bytes_since_pause_ = 0;
  std::this_thread::sleep_for(pause_);
}

std::optional<ReceivedResponse> HttpClient::receive(bool has_body) {
  std::size_t header_end = 0;
  while ((header_end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!readMore()) return std::nullopt;
  }
  ReceivedResponse response;
  parseHeader(std::string_view(received_).substr(0, header_end), response);
  received_.erase(0, header_end + 4);
  const auto length = response.headers.find("content-length");
  if (!has_body || length == response.headers.end()) return response;
  const std::size_t size = std::stoul(length->second);
  while (received_.size() < size) {
    if (!readMore()) return std::nullopt;
  }
  response.body = received_.substr(0, size);
  received_.erase(0, size);
  return response;
}

bool HttpClient::ends() { return received_.empty() && !readMore(); }

bool HttpClient::isSilentFor(std::chrono::milliseconds time) {
  pollfd descriptor{socket_, POLLIN, 0};
  return received_.empty() && poll(&descriptor, 1, static_cast<int>(time.count())) == 0;
}

std::string requestText(std::string_view method, std::string_view target, std::string_view headers,
                        std::string_view body) {
  std::string text(method);
  text.append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n").append(headers);
  if (!body.empty()) text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  return text.append("\r\n").append(body);
}

}  // namespace heliograph::http::testing
