// What the clients of servers under faults were told: one entry for each call that could change something, also where
// no answer came. What is told here must be in the database afterwards (checker.h).

#ifndef HELIOGRAPH_TESTS_FAULTS_RECORD_H_
#define HELIOGRAPH_TESTS_FAULTS_RECORD_H_

#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

#include "rest_client.h"

namespace heliograph::faults {

enum class Act { kBegin, kVerify, kCancel, kLock, kUnlock };

enum class Told {
  kNothing,  // no answer, 500 or 503 UNAVAILABLE: nobody knows whether it happened
  kRefused,  // it has not happened
  kDone,     // begin, cancel, lock, unlock
  kSuccess,  // verify
  kFailure,  // verify: the guess was wrong, and counts
};

// What an answer says about the call that it answers.
[[nodiscard]] Told toldBy(const RestAnswer& answer);

// Ids as the interface tells them. A call that was repeated with its idempotency key is one entry.
struct Entry {
  Act act;
  Told told;
  std::string device;
  std::string session = {};        // begin (where it was done), verify, cancel
  std::string reason = {};         // lock: a text that no other lock has
  bool is_right = false;           // verify: the password was the right one
  bool is_locked_by_this = false;  // verify: the answer said that the method is locked now
};

// Thread-safe.
class Record {
 public:
  void add(Entry entry);
  [[nodiscard]] std::vector<Entry> entries() const;
  [[nodiscard]] std::size_t count(Act act, Told told) const;

 private:
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
};

}  // namespace heliograph::faults

#endif  // HELIOGRAPH_TESTS_FAULTS_RECORD_H_
