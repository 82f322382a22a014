// Where a thread sleeps until another one wakes it.
//
// Each thread has one of its own, which lives on while somebody is about to wake it. So a thread can be woken without a
// lock that it would wait for at once: what it was woken for may be on its stack and gone when wake() returns.

#ifndef HELIOGRAPH_SERVER_STORE_SLEEPER_H_
#define HELIOGRAPH_SERVER_STORE_SLEEPER_H_

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

namespace heliograph::store {

// Each wake() ends one sleep, the next one where the thread does not sleep yet.
class Sleeper {
 public:
  static const std::shared_ptr<Sleeper>& ofThisThread() {
    thread_local const auto sleeper = std::make_shared<Sleeper>();
    return sleeper;
  }

  void sleep() {
    std::unique_lock lock(mutex_);
    woken_.wait(lock, [this] { return is_awake_; });
    is_awake_ = false;
  }
  // False where nobody woke it in time.
  bool sleepFor(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, time, [this] { return is_awake_; });
    return std::exchange(is_awake_, false);
  }
  void wake() {
    {
      const std::scoped_lock lock(mutex_);
      is_awake_ = true;
    }
    woken_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable woken_;
  bool is_awake_ = false;
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_SLEEPER_H_
