#include "lab/demo/narrator.h"

#include <fmt/format.h>

#include <cstdio>

namespace heliograph::lab {

void Narrator::scene(std::string_view title) {
  ++scenes_;
  if (is_silent_) return;
  fmt::print("\n{}. {}\n", scenes_, title);
  std::fflush(stdout);
}

void Narrator::says(std::string_view who, std::string_view what) const {
  if (is_silent_) return;
  fmt::print("   {:<9} {}\n", who, what);
  std::fflush(stdout);
}

void Narrator::shows(std::string_view block) const {
  if (is_silent_) return;
  while (!block.empty()) {
    const std::size_t end = std::min(block.find('\n'), block.size());
    fmt::print("             {}\n", block.substr(0, end));
    block.remove_prefix(std::min(end + 1, block.size()));
  }
}

void Narrator::verdict(Verdict verdict) {
  if (!is_silent_) {
    fmt::print("   {} {} ({} ms)\n", verdict.is_as_it_must ? "[ok]  " : "[FAIL]", verdict.outcome,
               verdict.took.count());
    std::fflush(stdout);
  }
  verdicts_.push_back(std::move(verdict));
}

}  // namespace heliograph::lab
