// A folder of the test's own, gone with it.

#ifndef HELIOGRAPH_TESTS_TEMPORARY_FOLDER_H_
#define HELIOGRAPH_TESTS_TEMPORARY_FOLDER_H_

#include <filesystem>

namespace heliograph {

class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path operator/(const std::filesystem::path& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace heliograph

#endif  // HELIOGRAPH_TESTS_TEMPORARY_FOLDER_H_
