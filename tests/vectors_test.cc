// heliograph vectors check: what second implementers and release checks run.

#include <gmock/gmock.h>

#include <fstream>

#include "command_line/text_file.h"
#include "lab/process.h"
#include "store/testing/temporary_folder.h"

namespace heliograph {
namespace {

using store::TemporaryFolder;

using testing::HasSubstr;

const std::string kVectors = HELIOGRAPH_SOURCE_DIR "/tests/vectors/offline-core.json";

lab::FinishedProcess check(const std::filesystem::path& file) {
  return lab::runProcess({HELIOGRAPH_PROGRAM, {"vectors", "check", file}});
}

// The published vectors with one piece of text replaced.
std::filesystem::path altered(const TemporaryFolder& folder, const std::string& from, const std::string& to) {
  std::string text = cli::readTextFile(kVectors);
  text.replace(text.find(from), from.size(), to);
  std::ofstream(folder / "vectors.json") << text;
  return folder / "vectors.json";
}

TEST(Vectors, ThePublishedOnesPass) {
  const auto finished = check(kVectors);
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_EQ(finished.standard_output, "12 passed, 0 failed\n");
}

TEST(Vectors, AnotherPasswordFails) {
  const TemporaryFolder folder;
  const auto finished = check(altered(folder, R"("otp": "3393")", R"("otp": "3394")"));
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.standard_output, HasSubstr("vector 1: the one-time password is another one\n"));
  EXPECT_THAT(finished.standard_output, HasSubstr("11 passed, 1 failed\n"));
}

TEST(Vectors, AnotherContextFails) {
  const TemporaryFolder folder;
  const auto finished = check(altered(folder, "Pay 100.00 EUR", "Pay 900.00 EUR"));
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.standard_output, HasSubstr("vector 1: sealing gives other verification data\n"));
}

TEST(Vectors, AFileThatIsNotOfTheFormatIsRefused) {
  const TemporaryFolder folder;
  const auto finished = check(altered(folder, "offline-core/1", "offline-core/9"));
  EXPECT_EQ(finished.exit_code, 3);
  EXPECT_THAT(finished.standard_error, HasSubstr("format is not heliograph/offline-core/1"));
}

}  // namespace
}  // namespace heliograph
