// The wire between a server and its database: a TCP proxy that a test can cut, or let go silent.
//
//   silent  nothing passes in either direction, nothing is closed, and nobody is told, as when packets are lost. What
//           was on its way arrives when it speaks again, however late: also what its sender has given up meanwhile.
//   cut     every connection ends at once, and so does every new one.

#ifndef HELIOGRAPH_TESTS_FAULTS_WIRE_H_
#define HELIOGRAPH_TESTS_FAULTS_WIRE_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <thread>

namespace heliograph::faults {

struct SocketAddress {
  std::string host;  // an IPv4 address
  std::uint16_t port;
};

class Wire {
 public:
  // From `address`, one of this machine's, to `target`.
  Wire(const std::string& address, SocketAddress target);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  // Where it is reached, at its address.
  [[nodiscard]] std::uint16_t port() const { return port_; }

  void goSilent() { state_ = State::kSilent; }
  void cut() { state_ = State::kCut; }
  void restore() { state_ = State::kWhole; }

 private:
  enum class State { kWhole, kSilent, kCut };

  void carry();
  void turn();
  void accept();
  void pass(int from, int to);
  void closeBoth(int one);
  void closeAll();

  SocketAddress target_;
  int listener_;
  std::uint16_t port_;
  std::atomic<State> state_ = State::kWhole;
  std::atomic<bool> is_over_ = false;
  std::map<int, int> other_end_;  // of the thread alone
  std::jthread thread_;
};

}  // namespace heliograph::faults

#endif  // HELIOGRAPH_TESTS_FAULTS_WIRE_H_
