// A proxy between a phone and its server. It has each message whole before the other side has a byte of it, and may do
// something else with it than pass it on.

#ifndef HELIOGRAPH_TESTS_MIDDLEMAN_H_
#define HELIOGRAPH_TESTS_MIDDLEMAN_H_

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace heliograph {

class Middleman {
 public:
  // True: the phone gets the answer. False: its connection ends without one.
  using Judge = std::function<bool()>;

  explicit Middleman(const std::string& service_url);
  ~Middleman();
  Middleman(const Middleman&) = delete;
  Middleman& operator=(const Middleman&) = delete;

  // Where phones reach the server by way of it.
  [[nodiscard]] std::string url() const;
  // Lets `judge` decide about the answer behind the next `passed` ones, and about no other.
  void intercept(int passed, Judge judge);
  // Keeps the request behind the next `passed` ones back: the phone's connection ends without an answer.
  void holdBack(int passed);
  // Sends what was kept back to the server, and waits for its answer. As often as it is called.
  void release();

 private:
  void serve();
  void relay(int client);
  [[nodiscard]] std::string exchange(const std::string& request) const;
  [[nodiscard]] bool isHeldBack(const std::string& request);
  [[nodiscard]] bool judgeNext();

  std::uint16_t server_port_;
  int listener_;
  std::mutex mutex_;
  // Guarded by mutex_.
  int passed_ = 0;
  Judge judge_;
  std::optional<int> requests_to_pass_;  // before the one that is kept back
  std::string held_back_;
  std::jthread thread_;
};

}  // namespace heliograph

#endif  // HELIOGRAPH_TESTS_MIDDLEMAN_H_
