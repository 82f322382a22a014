#include "sdk/linux/private_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string>
#include <system_error>
#include <thread>

namespace heliograph::sdk {
namespace {

constexpr mode_t kOwnerOnlyFile = 0600;
constexpr mode_t kOwnerOnlyFolder = 0700;
constexpr mode_t kEverybodyByUmask = 0777;
constexpr mode_t kRightsOfOthers = 0077;
constexpr mode_t kWritableByOthers = 0022;
constexpr off_t kMaxFileSize = 1 << 20;
constexpr std::chrono::seconds kLockPatience{5};
constexpr std::chrono::milliseconds kLockInterval{10};

std::string neighbourOf(const char* name) { return std::string(name) + ".new"; }

bool writeAll(int file, ByteView content) {
  while (!content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    content = content.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

bool readAll(int file, MutableByteView out) {
  while (!out.empty()) {
    const ssize_t count = ::read(file, out.data(), out.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    out = out.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

// Flushes the folder above, too: else a crash could take away the folder with all that was flushed into it.
void makeFolder(const std::filesystem::path& folder, mode_t mode) {
  const std::filesystem::path above = folder.has_parent_path() ? folder.parent_path() : ".";
  std::error_code ignored;
  if (!std::filesystem::exists(above, ignored)) makeFolder(above, kEverybodyByUmask);
  if (::mkdir(folder.c_str(), mode) != 0) return;
  const FileDescriptor opened(::open(above.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.isOpen()) ::fsync(opened.number());
}

bool isMissing(int unlink_result) { return unlink_result != 0 && errno == ENOENT; }

}  // namespace

void makePrivateFolder(const std::filesystem::path& folder) {
  // Whether it is there and private is asked of the folder itself, by open().
  makeFolder(folder.has_filename() ? folder : folder.parent_path(), kOwnerOnlyFolder);
}

Result<PrivateFolder, KeyStoreError> PrivateFolder::open(const std::filesystem::path& folder) {
  FileDescriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  struct stat status {};
  if (!opened.isOpen() || ::fstat(opened.number(), &status) != 0) return fail(KeyStoreError::kUnavailable);
  if (status.st_uid != ::geteuid() || (status.st_mode & kWritableByOthers) != 0) {
    return fail(KeyStoreError::kInsecure);
  }
  return PrivateFolder(std::move(opened));
}

Result<PrivateFolder::Lock, KeyStoreError> PrivateFolder::lock(const char* name) const {
  Lock file(::openat(folder_.number(), name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kOwnerOnlyFile));
  if (!file.isOpen()) return fail(KeyStoreError::kUnavailable);
  const auto deadline = std::chrono::steady_clock::now() + kLockPatience;
  while (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) {
    const bool worth_waiting = errno == EWOULDBLOCK || errno == EINTR;
    if (!worth_waiting || std::chrono::steady_clock::now() >= deadline) return fail(KeyStoreError::kUnavailable);
    std::this_thread::sleep_for(kLockInterval);
  }
  return file;
}

Result<SecretBytes, KeyStoreError> PrivateFolder::read(const char* name) const {
  // O_NONBLOCK: opening a FIFO that somebody put there must not wait for a writer.
  FileDescriptor file(::openat(folder_.number(), name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file.isOpen() && errno == ENOENT) return fail(KeyStoreError::kNotFound);
  if (!file.isOpen() && errno == ELOOP) return fail(KeyStoreError::kInsecure);
  struct stat status {};
  if (!file.isOpen() || ::fstat(file.number(), &status) != 0) return fail(KeyStoreError::kUnavailable);
  const bool owner_only = status.st_uid == ::geteuid() && (status.st_mode & kRightsOfOthers) == 0;
  if (!S_ISREG(status.st_mode) || !owner_only) return fail(KeyStoreError::kInsecure);
  if (status.st_size > kMaxFileSize) return fail(KeyStoreError::kUnavailable);
  SecretBytes content(static_cast<std::size_t>(status.st_size));
  if (!readAll(file.number(), content.exposeMutable())) return fail(KeyStoreError::kUnavailable);
  return content;
}

Result<void, KeyStoreError> PrivateFolder::replace(const char* name, ByteView content) const {
  const std::string neighbour = neighbourOf(name);
  const int removed = ::unlinkat(folder_.number(), neighbour.c_str(), 0);
  if (removed != 0 && !isMissing(removed)) return fail(KeyStoreError::kUnavailable);
  const FileDescriptor file(::openat(folder_.number(), neighbour.c_str(),
                                     O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, kOwnerOnlyFile));
  // fchmod, since a folder's default access list may have given rights that the mode above did not ask for.
  const bool written = file.isOpen() && ::fchmod(file.number(), kOwnerOnlyFile) == 0 &&
                       writeAll(file.number(), content) && ::fsync(file.number()) == 0;
  if (!written) {
    ::unlinkat(folder_.number(), neighbour.c_str(), 0);
    return fail(KeyStoreError::kUnavailable);
  }
  const bool replaced =
      ::renameat(folder_.number(), neighbour.c_str(), folder_.number(), name) == 0 && ::fsync(folder_.number()) == 0;
  if (!replaced) return fail(KeyStoreError::kUnavailable);
  return {};
}

Result<void, KeyStoreError> PrivateFolder::remove(const char* name) const {
  for (const std::string& file : {std::string(name), neighbourOf(name)}) {
    const int removed = ::unlinkat(folder_.number(), file.c_str(), 0);
    if (removed != 0 && !isMissing(removed)) return fail(KeyStoreError::kUnavailable);
  }
  if (::fsync(folder_.number()) != 0) return fail(KeyStoreError::kUnavailable);
  return {};
}

}  // namespace heliograph::sdk
