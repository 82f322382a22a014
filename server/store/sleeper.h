// Where a thread sleeps until another one wakes it.
//
// Each thread has one of its own, which lives on while somebody is about to wake it. So a thread can be woken without a
// lock that it would wait for at once: what it was woken for may be on its stack and gone when wake() returns. A
// semaphore: with a condition variable each sleep would cost one more call of the kernel, for its mutex.

#ifndef HELIOGRAPH_SERVER_STORE_SLEEPER_H_
#define HELIOGRAPH_SERVER_STORE_SLEEPER_H_

#include <semaphore.h>

#include <cerrno>
#include <chrono>
#include <ctime>
#include <memory>

namespace heliograph::store {

// Each wake() ends one sleep, the next one where the thread does not sleep yet.
class Sleeper {
 public:
  Sleeper() { sem_init(&woken_, /*pshared=*/0, 0); }
  ~Sleeper() { sem_destroy(&woken_); }
  Sleeper(const Sleeper&) = delete;
  Sleeper& operator=(const Sleeper&) = delete;

  static const std::shared_ptr<Sleeper>& ofThisThread() {
    thread_local const auto sleeper = std::make_shared<Sleeper>();
    return sleeper;
  }

  void sleep() {
    while (sem_wait(&woken_) != 0) {  // a signal came
    }
  }
  // False where nobody woke it in time. By the system's clock: one that is set while it sleeps makes the time longer or
  // shorter.
  bool sleepFor(std::chrono::milliseconds time) {
    const std::timespec end = endOf(time);
    while (sem_timedwait(&woken_, &end) != 0) {
      if (errno == ETIMEDOUT) return false;
    }
    return true;
  }
  void wake() { sem_post(&woken_); }

 private:
  static std::timespec endOf(std::chrono::milliseconds time) {
    const auto end = (std::chrono::system_clock::now() + time).time_since_epoch();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(end);
    const std::chrono::nanoseconds rest = end - seconds;
    return {.tv_sec = seconds.count(), .tv_nsec = rest.count()};
  }

  sem_t woken_{};
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_SLEEPER_H_
