// A file descriptor that closes itself.

#ifndef HELIOGRAPH_BASE_FILE_DESCRIPTOR_H_
#define HELIOGRAPH_BASE_FILE_DESCRIPTOR_H_

#include <unistd.h>

#include <utility>

namespace heliograph {

class FileDescriptor {
 public:
  // Takes what open(2) returned, a failure too.
  explicit FileDescriptor(int number) : number_(number) {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~FileDescriptor() {
    if (number_ >= 0) ::close(number_);
  }

  [[nodiscard]] bool isOpen() const { return number_ >= 0; }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

}  // namespace heliograph

#endif  // HELIOGRAPH_BASE_FILE_DESCRIPTOR_H_
