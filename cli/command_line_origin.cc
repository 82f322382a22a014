#include "cli/command_line_origin.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <string>

namespace heliograph::cli {

domain::AuditOrigin commandLineOrigin() {
  constexpr std::size_t kLargestEntry = 4096;
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, kLargestEntry> buffer{};
  const bool is_known = getpwuid_r(getuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr;
  const std::string user = is_known ? entry.pw_name : std::to_string(getuid());
  return {.actor = domain::AuditActor::kCommandLine, .address = "local user " + user};
}

}  // namespace heliograph::cli
