// A load of phones and banks: threads that begin, guess right and wrong, cancel, lock and unlock, at servers of which
// any may be gone at any moment, and write down what they are told (record.h).
//
// Half of the calls that take an idempotency key have one and are repeated at other servers until an answer comes, as a
// bank's backend should do it; and some are repeated after the answer, which must be the same again.

#ifndef HELIOGRAPH_TESTS_FAULTS_LOAD_H_
#define HELIOGRAPH_TESTS_FAULTS_LOAD_H_

#include <atomic>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "phone.h"
#include "record.h"
#include "servers.h"

namespace heliograph::faults {

class Load {
 public:
  static constexpr std::size_t kThreads = 6;

  // Starts. `phones` and `record` stay valid for as long as this object.
  Load(const Application& application, const std::vector<std::string>& service_urls, const Phones& phones,
       Record& record);
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  // Returns when every call that was on its way has an answer, or will never have one.
  void stop();
  // Answers to repeated calls that were not the same again; to be read after stop().
  [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  class Worker;

  // Two locks of one phone at a time could not be told apart, and after a lock or an unlock without an answer nobody
  // knows what is still to come.
  struct LockState {
    std::mutex mutex;
    bool is_uncertain = false;
  };

  void complain(std::string sentence);

  std::vector<RestClient> servers_;
  const Phones& phones_;
  Record& record_;
  std::deque<LockState> lock_states_;  // one for each phone
  std::atomic<bool> is_over_ = false;
  std::mutex mutex_;
  std::vector<std::string> complaints_;
  std::vector<std::jthread> threads_;
};

}  // namespace heliograph::faults

#endif  // HELIOGRAPH_TESTS_FAULTS_LOAD_H_
