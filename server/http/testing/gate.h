// A gate in a hook: who comes waits until a test opens it.

#ifndef HELIOGRAPH_SERVER_HTTP_TESTING_GATE_H_
#define HELIOGRAPH_SERVER_HTTP_TESTING_GATE_H_

#include <condition_variable>
#include <mutex>

namespace heliograph::http::testing {

// Opens at the latest when it is destroyed, which must not be before everybody has passed. Thread-safe.
class Gate {
 public:
  ~Gate() { open(); }

  void pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return is_open_; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    is_open_ = true;
    changed_.notify_all();
  }
  void awaitWaiting(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool is_open_ = false;
};

}  // namespace heliograph::http::testing

#endif  // HELIOGRAPH_SERVER_HTTP_TESTING_GATE_H_
