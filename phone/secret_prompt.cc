#include "phone/secret_prompt.h"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>

#include "command_line/exit_code.h"

namespace heliograph::phone {
namespace {

using cli::CommandFailure;
using cli::ExitCode;

// Echo is off while this lives.
class EchoOff {
 public:
  EchoOff() {
    if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    is_off_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  }
  EchoOff(const EchoOff&) = delete;
  EchoOff& operator=(const EchoOff&) = delete;
  ~EchoOff() {
    if (!is_off_) return;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    fmt::print(stderr, "\n");
  }

 private:
  termios before_{};
  bool is_off_ = false;
};

// Byte by byte and without a stream's buffer, which nobody would wipe.
SecretBytes readLine() {
  constexpr std::size_t kMaxLine = 1024;
  SecretBytes line(kMaxLine);
  std::size_t size = 0;
  char character = 0;
  ssize_t count = 0;
  while ((count = read(STDIN_FILENO, &character, 1)) == 1 && character != '\n') {
    if (size == kMaxLine) throw CommandFailure(ExitCode::kUnusable, "a line of the input is too long");
    line.exposeMutable()[size++] = static_cast<std::uint8_t>(character);
  }
  if (count != 1 && size == 0) throw CommandFailure(ExitCode::kUnusable, "the input ends where a secret is expected");
  return SecretBytes::copyOf(line.expose().first(size));
}

}  // namespace

SecretBytes promptForSecret(std::string_view prompt) {
  if (isatty(STDIN_FILENO) == 0) return readLine();
  fmt::print(stderr, "{}: ", prompt);
  const EchoOff echo_off;
  return readLine();
}

}  // namespace heliograph::phone
