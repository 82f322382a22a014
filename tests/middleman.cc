#include "middleman.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace heliograph {
namespace {

constexpr std::string_view kLengthHeader = "Content-Length: ";

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

class Socket {
 public:
  explicit Socket(int number) : number_(number) {}
  ~Socket() { close(number_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

// Whole with its header and as many bytes as that says.
bool isWhole(const std::string& message) {
  const std::size_t end = message.find("\r\n\r\n");
  const std::size_t length = message.find(kLengthHeader);
  if (end == std::string::npos || length == std::string::npos) return false;
  return message.size() >= end + 4 + std::stoul(message.substr(length + kLengthHeader.size()));
}

// One HTTP message; what there is of it where the connection ends before.
std::string receive(int socket) {
  std::string message;
  std::array<char, 4096> buffer{};
  while (!isWhole(message)) {
    const ssize_t count = recv(socket, buffer.data(), buffer.size(), 0);
    if (count <= 0) break;
    message.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return message;
}

void sendAll(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

int listenAnywhere() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(0);
  const bool is_listening = bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                            listen(listener, SOMAXCONN) == 0;
  if (!is_listening) throw std::runtime_error("the middleman cannot listen");
  return listener;
}

}  // namespace

Middleman::Middleman(const std::string& service_url)
    : server_port_(static_cast<std::uint16_t>(std::stoul(service_url.substr(service_url.rfind(':') + 1)))),
      listener_(listenAnywhere()),
      thread_([this] { serve(); }) {}

Middleman::~Middleman() {
  shutdown(listener_, SHUT_RDWR);
  thread_.join();
  close(listener_);
}

std::string Middleman::url() const {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  return "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
}

void Middleman::intercept(int passed, Judge judge) {
  const std::lock_guard lock(mutex_);
  passed_ = passed;
  judge_ = std::move(judge);
}

void Middleman::serve() {
  while (true) {
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    relay(client);
  }
}

void Middleman::holdBack(int passed) {
  const std::lock_guard lock(mutex_);
  requests_to_pass_ = passed;
}

void Middleman::release() {
  const std::lock_guard lock(mutex_);
  if (!isWhole(exchange(held_back_))) throw std::runtime_error("the server does not answer what was held back");
}

// One request a connection: the phone's transport makes a new one for each message.
void Middleman::relay(int client) {
  const Socket phone(client);
  const std::string request = receive(phone.number());
  if (!isWhole(request) || isHeldBack(request)) return;
  const std::string answer = exchange(request);
  if (judgeNext()) sendAll(phone.number(), answer);
}

std::string Middleman::exchange(const std::string& request) const {
  const Socket server(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in address = loopback(server_port_);
  if (connect(server.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return {};
  sendAll(server.number(), request);
  return receive(server.number());
}

bool Middleman::isHeldBack(const std::string& request) {
  const std::lock_guard lock(mutex_);
  if (!requests_to_pass_ || (*requests_to_pass_)-- > 0) return false;
  requests_to_pass_.reset();
  held_back_ = request;
  return true;
}

bool Middleman::judgeNext() {
  Judge judge;
  {
    const std::lock_guard lock(mutex_);
    if (!judge_ || passed_-- > 0) return true;
    judge = std::exchange(judge_, nullptr);
  }
  return judge();
}

}  // namespace heliograph
