// What becomes of a phone whose folder somebody copies: the keys cannot tell the two apart, the salt does.

#include "sdk/linux/file_key_store.h"
#include "sdk/linux/temporary_folder_test.h"
#include "sdk/online_salt.h"
#include "sdk/phone_test.h"

namespace heliograph::sdk {
namespace {

using protocol::AuthMethod;
using ::testing::ElementsAre;

class CopiedPhoneTest : public PhoneTest {
 protected:
  struct FilePhone {
    FilePhone(const std::filesystem::path& folder, FakeServer& server, Random& random, const Clock& clock)
        : key_store(folder, random), controller(key_store, &server, random, clock) {
      EXPECT_THAT(controller.loadConfig(server.configuration()), Succeeds());
    }
    std::uint32_t keptSalt() { return readOnlineSalt(key_store).value().number; }

    FileKeyStore key_store;
    Controller controller;
  };

  void SetUp() override { ASSERT_THAT(activate(original.controller, with(AuthMethod::kDevice)), Succeeds()); }
  FilePhone copy() {
    std::filesystem::copy(folder, temporary.path() / "copy", std::filesystem::copy_options::recursive);
    return {temporary.path() / "copy", server, random, clock};
  }
  Outcome<void> authenticateWith(FilePhone& one) {
    server.beginAuthentication(kTitle, kContext, {AuthMethod::kDevice});
    return authenticate(one.controller, with(AuthMethod::kDevice));
  }

  TemporaryFolder temporary;
  std::filesystem::path folder = temporary.path() / "original";
  FilePhone original{folder, server, random, clock};
};

TEST_F(CopiedPhoneTest, ACopyHoldsTheSameSaltUntilOneOfThemAuthenticates) {
  FilePhone copied = copy();
  EXPECT_EQ(original.keptSalt(), 1U);
  EXPECT_EQ(copied.keptSalt(), 1U);
  ASSERT_THAT(authenticateWith(original), Succeeds());
  EXPECT_EQ(original.keptSalt(), 2U);
  EXPECT_EQ(copied.keptSalt(), 1U);
}

TEST_F(CopiedPhoneTest, WhenBothHaveAuthenticatedTheNextResponseBetraysTheCopy) {
  FilePhone copied = copy();
  ASSERT_THAT(authenticateWith(original), Succeeds());
  ASSERT_THAT(authenticateWith(copied), Succeeds()) << "an answer may have been lost: the old salt is good once more";
  EXPECT_THAT(authenticateWith(original), FailsWith(ErrorCode::kLockedByAdmin));
  EXPECT_THAT(authenticateWith(copied), FailsWith(ErrorCode::kLockedByAdmin));
  EXPECT_THAT(server.usedSalts(), ElementsAre(1, 1, 2));
}

}  // namespace
}  // namespace heliograph::sdk
