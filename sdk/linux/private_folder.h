// A folder of files that nobody but their owner may touch, each replaced as a whole or not at all.

#ifndef HELIOGRAPH_SDK_LINUX_PRIVATE_FOLDER_H_
#define HELIOGRAPH_SDK_LINUX_PRIVATE_FOLDER_H_

#include <filesystem>
#include <utility>

#include "base/bytes.h"
#include "base/file_descriptor.h"
#include "base/result.h"
#include "base/secret.h"
#include "sdk/key_store.h"

namespace heliograph::sdk {

// Makes the folder with mode 0700 where it is missing, and the folders above it.
void makePrivateFolder(const std::filesystem::path& folder);

class PrivateFolder {
 public:
  // Held until destroyed, by one process and one holder in it.
  using Lock = FileDescriptor;

  // kInsecure where the folder is another user's or others may write to it: they could put files of their own in the
  // place of ours.
  [[nodiscard]] static Result<PrivateFolder, KeyStoreError> open(const std::filesystem::path& folder);

  // kUnavailable where another keeps it for 5 seconds. Reading needs no lock.
  [[nodiscard]] Result<Lock, KeyStoreError> lock(const char* name) const;

  // kNotFound, or kInsecure where the file is no regular one, another user's, or group or others have a right to it.
  [[nodiscard]] Result<SecretBytes, KeyStoreError> read(const char* name) const;

  // Writes a neighbour (`name` with ".new"), flushes it, renames it and flushes the folder: after a crash at any point
  // `name` is what it was or what it was to be. Requires the lock.
  [[nodiscard]] Result<void, KeyStoreError> replace(const char* name, ByteView content) const;

  // Removes the file and what an interrupted replace() left. No error where there is none. Requires the lock.
  [[nodiscard]] Result<void, KeyStoreError> remove(const char* name) const;

 private:
  explicit PrivateFolder(FileDescriptor folder) : folder_(std::move(folder)) {}
  FileDescriptor folder_;
};

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_LINUX_PRIVATE_FOLDER_H_
