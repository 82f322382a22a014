// Runs the upkeep (domain/upkeep.h) in a thread of its own: a round a second, and half the time where there is more to
// do.

#ifndef HELIOGRAPH_CLI_UPKEEP_THREAD_H_
#define HELIOGRAPH_CLI_UPKEEP_THREAD_H_

#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "domain/upkeep.h"

namespace heliograph::cli {

class UpkeepThread {
 public:
  // Both outlive it.
  UpkeepThread(domain::Upkeep& upkeep, const Clock& clock);
  // Ends after the round that goes on, and writes down what is left.
  ~UpkeepThread();
  UpkeepThread(const UpkeepThread&) = delete;
  UpkeepThread& operator=(const UpkeepThread&) = delete;

 private:
  void runUntil(const std::stop_token& stop);
  // False where there is nothing more to do at once. Logs when rounds begin to fail, and when they succeed again.
  [[nodiscard]] bool runOnce() noexcept;
  void finish() noexcept;

  domain::Upkeep& upkeep_;
  const Clock& clock_;
  bool is_failing_ = false;  // of the thread alone
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread thread_;  // last: it uses the others
};

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_CLI_UPKEEP_THREAD_H_
