// Master keys: where they come from, and that no server starts with the wrong one.

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>

#include "base/hex.h"
#include "cli/master_key_file.h"
#include "command_line/exit_code.h"
#include "crypto/system_random.h"
#include "lab/process.h"
#include "store/testing/temporary_folder.h"

namespace heliograph {
namespace {

using store::TemporaryFolder;

using testing::HasSubstr;

const std::string kKey(64, 'a');

class MasterKeyFile : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& content, mode_t mode = 0600) const {
    std::ofstream(file_) << content;
    chmod(file_.c_str(), mode);
    return file_;
  }
  std::string refusal() {
    try {
      (void)cli::loadMasterKeys(file_, random_);
    } catch (const cli::CommandFailure& failure) {
      EXPECT_EQ(failure.code(), cli::ExitCode::kUnusable);
      return failure.what();
    }
    return "not refused";
  }
  lab::FinishedProcess runAppCreate() const {
    return lab::runProcess({HELIOGRAPH_PROGRAM, {"app", "create", "x", "--config", folder_ / "heliograph.toml"}});
  }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_ / "master.key";
  crypto::SystemRandom random_;
};

TEST_F(MasterKeyFile, IsMadeOnceAndForItsOwnerOnly) {
  const auto made = cli::loadMasterKeys(file_, random_);
  const auto read = cli::loadMasterKeys(file_, random_);
  struct stat status {};
  ASSERT_EQ(stat(file_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_EQ(toHex(made.at(1).expose()), toHex(read.at(1).expose()));
}

TEST_F(MasterKeyFile, ThatOthersCanReadIsRefused) {
  for (const mode_t mode : {0640U, 0604U, 0660U, 0644U}) {
    write("1:" + kKey + "\n", mode);
    EXPECT_THAT(refusal(), HasSubstr("others can read it"));
  }
}

TEST_F(MasterKeyFile, ThatCannotBeReadIsRefusedByName) {
  for (const auto& [content, reason] :
       std::vector<std::pair<std::string, std::string>>{{"", "holds no key"},
                                                        {kKey, "VERSION:KEY"},
                                                        {"0:" + kKey, "VERSION:KEY"},
                                                        {"1x:" + kKey, "VERSION:KEY"},
                                                        {"1:" + kKey.substr(1), "not 64 hexadecimal digits"},
                                                        {"1:" + kKey + "\n1:" + kKey, "stands twice"}}) {
    write(content);
    EXPECT_THAT(refusal(), testing::AllOf(HasSubstr(file_.string()), HasSubstr(reason))) << content;
  }
}

TEST_F(MasterKeyFile, HoldsSeveralVersionsAndComments) {
  write("# rotated in spring\n1:" + kKey + "\n2:" + std::string(64, 'b') + "\n");
  EXPECT_EQ(cli::loadMasterKeys(file_, random_).size(), 2U);
}

TEST_F(MasterKeyFile, RefusalsDoNotSayTheKey) {
  write("1:" + kKey + "0");
  EXPECT_THAT(refusal(), testing::Not(HasSubstr("aaaa")));
}

TEST_F(MasterKeyFile, ThatIsNotTheDatabasesIsRefused) {
  std::ofstream(folder_ / "heliograph.toml").flush();
  ASSERT_EQ(runAppCreate().exit_code, 0);
  write("1:" + kKey + "\n");
  const auto refused = runAppCreate();
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.standard_error, HasSubstr("the master key does not open"));
}

}  // namespace
}  // namespace heliograph
