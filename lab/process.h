// Child processes: run one to its end, or keep one running and watch its first words.

#ifndef HELIOGRAPH_LAB_PROCESS_H_
#define HELIOGRAPH_LAB_PROCESS_H_

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace heliograph::lab {

struct CommandLine {
  std::filesystem::path program;
  std::vector<std::string> arguments;
  bool without_network =
      false;  // in a network namespace of its own, which has no interface but a loopback that is down
};

struct FinishedProcess {
  int exit_code;  // 128 + signal where a signal ended it
  std::string standard_output;
  std::string standard_error;
};

// True where this system lets us take a child's network away.
[[nodiscard]] bool canIsolateNetwork();

// Runs to the end, `standard_input` being all that the child reads. Throws std::runtime_error where it cannot be
// started, or takes longer than two minutes.
[[nodiscard]] FinishedProcess runProcess(const CommandLine& command, const std::string& standard_input = "");

// A child that goes on. Killed (SIGKILL) and reaped when this object goes, if it still runs.
class RunningProcess {
 public:
  // Standard error goes to the end of `log`.
  RunningProcess(const CommandLine& command, const std::filesystem::path& log);
  RunningProcess(RunningProcess&& other) noexcept;
  RunningProcess& operator=(RunningProcess&&) = delete;
  ~RunningProcess();

  // The next line of its standard output; nothing where it ends or `timeout` passes before.
  [[nodiscard]] std::optional<std::string> readLine(std::chrono::milliseconds timeout);
  void signal(int number) const;
  // Waits for the end; the exit code as above.
  int wait();
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_;
  int output_;
  std::string unread_;
};

}  // namespace heliograph::lab

#endif  // HELIOGRAPH_LAB_PROCESS_H_
