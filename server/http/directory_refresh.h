// Keeps the directory young: asks the store once a second whether it has changed (domain/directory.h).
//
// Since it is the one call that is made all the time, it also tells whether the database answers.

#ifndef HELIOGRAPH_SERVER_HTTP_DIRECTORY_REFRESH_H_
#define HELIOGRAPH_SERVER_HTTP_DIRECTORY_REFRESH_H_

#include <atomic>
#include <chrono>

#include "domain/directory.h"

namespace heliograph::http {

// One thread calls run() at a time; succeeded() is for any thread.
class DirectoryRefresh {
 public:
  explicit DirectoryRefresh(domain::DirectoryCache& directory) : directory_(directory) {}

  // Blocks. Logs when the database stops answering and when it answers again, not in between.
  void run() noexcept;

  using Steady = std::chrono::steady_clock;
  // A run that takes longer has found a database that does not answer, though it may not say so for long.
  static constexpr std::chrono::seconds kPatience{5};

  // The outcome of the last run; true before the first, for the directory was read when its cache was made. False while
  // one goes on for longer than kPatience.
  [[nodiscard]] bool succeeded(Steady::time_point now = Steady::now()) const;

 private:
  static constexpr Steady::rep kNotRunning = 0;

  domain::DirectoryCache& directory_;
  std::atomic<bool> succeeded_ = true;
  std::atomic<Steady::rep> running_since_ = kNotRunning;
};

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_DIRECTORY_REFRESH_H_
