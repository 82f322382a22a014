#include "http/directory_refresh.h"

#include <spdlog/spdlog.h>

#include <exception>

namespace heliograph::http {

void DirectoryRefresh::run() noexcept {
  try {
    directory_.latest();
    if (!succeeded_.exchange(true)) spdlog::info("the database answers again");
  } catch (const std::exception& exception) {
    // The text may be repeated here, other than where requests are answered: this call carries nobody's data.
    if (succeeded_.exchange(false)) spdlog::warn("the database does not answer: {}", exception.what());
  }
}

}  // namespace heliograph::http
