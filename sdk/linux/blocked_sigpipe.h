// Keeps SIGPIPE from this thread while it lives: a peer that hangs up is an error of one call, not the end of the
// process. A library cannot set the disposition, which belongs to the whole process.

#ifndef HELIOGRAPH_SDK_LINUX_BLOCKED_SIGPIPE_H_
#define HELIOGRAPH_SDK_LINUX_BLOCKED_SIGPIPE_H_

#include <csignal>

namespace heliograph::sdk {

class BlockedSigpipe {
 public:
  BlockedSigpipe() {
    sigset_t pending;
    sigpending(&pending);
    was_pending_ = sigismember(&pending, SIGPIPE) == 1;
    sigemptyset(&sigpipe_);
    sigaddset(&sigpipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &sigpipe_, &before_);
  }
  ~BlockedSigpipe() {
    const timespec no_time{};
    // What was raised meanwhile would be delivered on unblocking.
    if (!was_pending_) sigtimedwait(&sigpipe_, nullptr, &no_time);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  BlockedSigpipe(const BlockedSigpipe&) = delete;
  BlockedSigpipe& operator=(const BlockedSigpipe&) = delete;

 private:
  sigset_t sigpipe_{};
  sigset_t before_{};
  bool was_pending_ = false;
};

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_LINUX_BLOCKED_SIGPIPE_H_
