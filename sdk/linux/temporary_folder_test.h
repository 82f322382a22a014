// A folder of a test's own, removed with it.

#ifndef HELIOGRAPH_SDK_LINUX_TEMPORARY_FOLDER_TEST_H_
#define HELIOGRAPH_SDK_LINUX_TEMPORARY_FOLDER_TEST_H_

#include <stdlib.h>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace heliograph::sdk {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "sdk-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_LINUX_TEMPORARY_FOLDER_TEST_H_
