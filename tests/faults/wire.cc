#include "wire.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <utility>
#include <vector>

namespace heliograph::faults {
namespace {

// How long a change of state may take to be noticed.
constexpr int kTurnMilliseconds = 10;
constexpr std::size_t kBufferSize = 65'536;

sockaddr_in endpoint(const std::string& address, std::uint16_t port) {
  sockaddr_in endpoint{};
  endpoint.sin_family = AF_INET;
  inet_pton(AF_INET, address.c_str(), &endpoint.sin_addr);
  endpoint.sin_port = htons(port);
  return endpoint;
}

int listenAt(const std::string& address) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in any_port = endpoint(address, 0);
  const bool is_listening = bind(listener, reinterpret_cast<const sockaddr*>(&any_port), sizeof any_port) == 0 &&
                            listen(listener, SOMAXCONN) == 0;
  if (!is_listening) throw std::runtime_error("the wire cannot listen");
  return listener;
}

std::uint16_t portOf(int listener) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

bool sendAll(int socket, const char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t count = send(socket, bytes, size, MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

}  // namespace

Wire::Wire(const std::string& address, SocketAddress target)
    : target_(std::move(target)),
      listener_(listenAt(address)),
      port_(portOf(listener_)),
      thread_([this] { carry(); }) {}

Wire::~Wire() {
  is_over_ = true;
  thread_.join();
  closeAll();
  close(listener_);
}

void Wire::carry() {
  while (!is_over_) {
    switch (state_.load()) {
      case State::kSilent:
        std::this_thread::sleep_for(std::chrono::milliseconds(kTurnMilliseconds));
        break;
      case State::kCut:
        closeAll();
        turn();
        break;
      case State::kWhole:
        turn();
        break;
    }
  }
}

void Wire::turn() {
  std::vector<pollfd> polled{{.fd = listener_, .events = POLLIN, .revents = 0}};
  for (const auto& [end, other] : other_end_) polled.push_back({.fd = end, .events = POLLIN, .revents = 0});
  if (poll(polled.data(), polled.size(), kTurnMilliseconds) <= 0) return;
  for (const pollfd& one : polled) {
    if (one.revents == 0) continue;
    if (one.fd == listener_) {
      accept();
    } else if (const auto found = other_end_.find(one.fd); found != other_end_.end()) {
      pass(one.fd, found->second);
    }
  }
}

void Wire::accept() {
  const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (client < 0) return;
  const int target = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = endpoint(target_.host, target_.port);
  if (connect(target, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close(client);
    close(target);
    return;
  }
  other_end_.insert({{client, target}, {target, client}});
}

void Wire::pass(int from, int to) {
  std::array<char, kBufferSize> buffer{};
  const ssize_t count = recv(from, buffer.data(), buffer.size(), 0);
  if (count <= 0 || !sendAll(to, buffer.data(), static_cast<std::size_t>(count))) closeBoth(from);
}

void Wire::closeBoth(int one) {
  const int other = other_end_.at(one);
  for (const int end : {one, other}) {
    other_end_.erase(end);
    close(end);
  }
}

void Wire::closeAll() {
  while (!other_end_.empty()) closeBoth(other_end_.begin()->first);
}

}  // namespace heliograph::faults
