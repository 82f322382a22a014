#include "http/directory_refresh.h"

#include <spdlog/spdlog.h>

#include <exception>

namespace heliograph::http {

void DirectoryRefresh::run() noexcept {
  running_since_ = Steady::now().time_since_epoch().count();
  try {
    directory_.latest();
    if (!succeeded_.exchange(true)) spdlog::info("the database answers again");
  } catch (const std::exception& exception) {
    // The text may be repeated here, other than where requests are answered: this call carries nobody's data.
    if (succeeded_.exchange(false)) spdlog::warn("the database does not answer: {}", exception.what());
  }
  running_since_ = kNotRunning;
}

bool DirectoryRefresh::succeeded(Steady::time_point now) const {
  const Steady::rep since = running_since_;
  const bool is_late = since != kNotRunning && now - Steady::time_point(Steady::duration(since)) > kPatience;
  return succeeded_ && !is_late;
}

}  // namespace heliograph::http
