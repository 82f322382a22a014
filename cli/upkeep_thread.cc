#include "cli/upkeep_thread.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <exception>

namespace heliograph::cli {

UpkeepThread::UpkeepThread(domain::Upkeep& upkeep, const Clock& clock)
    : upkeep_(upkeep), clock_(clock), thread_([this](const std::stop_token& stop) { runUntil(stop); }) {}

UpkeepThread::~UpkeepThread() = default;

void UpkeepThread::runUntil(const std::stop_token& stop) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::seconds kPause{1};
  while (!stop.stop_requested()) {
    const Clock::time_point begun = Clock::now();
    // Where there is more to do, requests have the database for as long as the upkeep had it.
    const Clock::duration pause = runOnce() ? Clock::now() - begun : kPause;
    std::unique_lock lock(mutex_);
    stopped_.wait_for(lock, stop, pause, [] { return false; });
  }
  finish();
}

void UpkeepThread::finish() noexcept {
  try {
    upkeep_.finish(clock_.now());
  } catch (const std::exception& error) {
    spdlog::warn("the last uses of API keys and refused credentials are not written down: {}", error.what());
  }
}

bool UpkeepThread::runOnce() noexcept {
  try {
    const bool has_more = upkeep_.run(clock_.now());
    if (is_failing_) spdlog::info("the upkeep goes on");
    is_failing_ = false;
    return has_more;
  } catch (const std::exception& error) {
    if (!is_failing_) spdlog::warn("the upkeep cannot go on, and is tried again: {}", error.what());
    is_failing_ = true;
    return false;
  }
}

}  // namespace heliograph::cli
