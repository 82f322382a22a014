#include "lab/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace heliograph::lab {
namespace {

constexpr std::chrono::minutes kLongestRun{2};

[[noreturn]] void fail(const char* what) {
  throw std::runtime_error(fmt::format("{}: {}", what, std::strerror(errno)));
}

struct Pipe {
  int read_end = -1;
  int write_end = -1;
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe");
    read_end = ends[0];
    write_end = ends[1];
  }
};

bool leaveNetwork() {
  // As root the first succeeds; else a user namespace gives the right to make a network namespace, where allowed.
  return unshare(CLONE_NEWNET) == 0 || unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0;
}

// Never returns. Only async-signal-safe calls: the parent may have threads.
[[noreturn]] void becomeChild(const CommandLine& command, char* const* arguments, int input, int output, int error) {
  constexpr int kCannotStart = 127;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (dup2(input, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 || dup2(error, STDERR_FILENO) < 0) {
    _exit(kCannotStart);
  }
  if (command.without_network && !leaveNetwork()) _exit(kCannotStart);
  execv(command.program.c_str(), arguments);
  _exit(kCannotStart);
}

pid_t startChild(const CommandLine& command, int input, int output, int error) {
  std::vector<std::string> words{command.program.string()};
  words.insert(words.end(), command.arguments.begin(), command.arguments.end());
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t pid = fork();
  if (pid < 0) fail("fork");
  if (pid == 0) becomeChild(command, arguments.data(), input, output, error);
  return pid;
}

int waitFor(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) fail("waitpid");
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

// Reads from both until both end; false where the time is up.
bool drain(int output, int error, FinishedProcess& result) {
  std::array<pollfd, 2> sources{pollfd{output, POLLIN, 0}, pollfd{error, POLLIN, 0}};
  const std::array<std::string*, 2> sinks{&result.standard_output, &result.standard_error};
  const auto deadline = std::chrono::steady_clock::now() + kLongestRun;
  for (int open_sources = 2; open_sources > 0;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    if (poll(sources.data(), sources.size(), static_cast<int>(left.count())) < 0 && errno != EINTR) fail("poll");
    for (std::size_t i = 0; i < sources.size(); ++i) {
      if (sources[i].fd < 0 || sources[i].revents == 0) continue;
      std::array<char, 4096> buffer{};
      const ssize_t count = read(sources[i].fd, buffer.data(), buffer.size());
      if (count > 0) {
        sinks[i]->append(buffer.data(), static_cast<std::size_t>(count));
      } else {
        sources[i].fd = -1;
        --open_sources;
      }
    }
  }
  return true;
}

}  // namespace

bool canIsolateNetwork() {
  const pid_t pid = fork();
  if (pid < 0) fail("fork");
  if (pid == 0) _exit(leaveNetwork() ? 0 : 1);
  return waitFor(pid) == 0;
}

FinishedProcess runProcess(const CommandLine& command, const std::string& standard_input) {
  const Pipe input;
  const Pipe output;
  const Pipe error;
  const pid_t pid = startChild(command, input.read_end, output.write_end, error.write_end);
  close(input.read_end);
  close(output.write_end);
  close(error.write_end);
  // What we give fits a pipe's buffer (64 KiB), so writing does not wait for the reader.
  const bool is_written = write(input.write_end, standard_input.data(), standard_input.size()) ==
                          static_cast<ssize_t>(standard_input.size());
  close(input.write_end);
  FinishedProcess result{};
  const bool is_drained = drain(output.read_end, error.read_end, result);
  close(output.read_end);
  close(error.read_end);
  if (!is_drained) kill(pid, SIGKILL);
  result.exit_code = waitFor(pid);
  if (!is_drained) throw std::runtime_error(command.program.string() + " takes too long");
  if (!is_written) throw std::runtime_error(command.program.string() + " did not take its input");
  return result;
}

RunningProcess::RunningProcess(const CommandLine& command, const std::filesystem::path& log) {
  const Pipe output;
  const int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const int error = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (input < 0 || error < 0) fail(log.c_str());
  pid_ = startChild(command, input, output.write_end, error);
  output_ = output.read_end;
  close(output.write_end);
  close(input);
  close(error);
}

RunningProcess::RunningProcess(RunningProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      output_(std::exchange(other.output_, -1)),
      unread_(std::move(other.unread_)) {}

RunningProcess::~RunningProcess() {
  if (output_ >= 0) close(output_);
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  int status = 0;
  waitpid(pid_, &status, 0);
}

std::optional<std::string> RunningProcess::readLine(std::chrono::milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  for (;;) {
    if (const std::size_t end = unread_.find('\n'); end != std::string::npos) {
      std::string line = unread_.substr(0, end);
      unread_.erase(0, end + 1);
      return line;
    }
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd source{output_, POLLIN, 0};
    if (left.count() <= 0 || poll(&source, 1, static_cast<int>(left.count())) <= 0) return std::nullopt;
    std::array<char, 4096> buffer{};
    const ssize_t count = read(output_, buffer.data(), buffer.size());
    if (count <= 0) return std::nullopt;
    unread_.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

void RunningProcess::signal(int number) const {
  if (pid_ >= 0) kill(pid_, number);
}

int RunningProcess::wait() { return waitFor(std::exchange(pid_, -1)); }

}  // namespace heliograph::lab
