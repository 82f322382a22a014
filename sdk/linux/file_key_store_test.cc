#include "sdk/linux/file_key_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/system_random.h"
#include "sdk/linux/private_folder.h"
#include "sdk/linux/temporary_folder_test.h"

namespace heliograph::sdk {
namespace {

class FileKeyStoreTest : public ::testing::Test {
 protected:
  static std::vector<KeyStoreChange> put(std::string name, std::string_view value) {
    std::vector<KeyStoreChange> changes;
    changes.push_back({.name = std::move(name), .value = SecretBytes::copyOf(bytesOf(value))});
    return changes;
  }
  static std::vector<KeyStoreChange> removal(std::string name) {
    std::vector<KeyStoreChange> changes;
    changes.push_back({.name = std::move(name), .value = std::nullopt});
    return changes;
  }
  void expectRecord(KeyStore& from, std::string_view name, std::string_view value) {
    const auto record = from.read(name);
    ASSERT_TRUE(record.has_value()) << static_cast<int>(record.error());
    EXPECT_EQ(textOf(record->expose()), value);
  }
  void expectInsecure() {
    EXPECT_EQ(store.read("a").error(), KeyStoreError::kInsecure);
    EXPECT_EQ(store.commit(put("b", "2")).error(), KeyStoreError::kInsecure);
    EXPECT_EQ(store.sign(bytesOf("x")).error(), KeyStoreError::kInsecure);
    EXPECT_EQ(store.createSigningKey().error(), KeyStoreError::kInsecure);
  }
  static mode_t modeOf(const std::filesystem::path& path) {
    struct stat status {};
    EXPECT_EQ(::lstat(path.c_str(), &status), 0) << path;
    return status.st_mode & 07777;
  }

  crypto::SystemRandom random;
  TemporaryFolder temporary;
  std::filesystem::path folder = temporary.path() / "above" / "phone";
  std::filesystem::path file = folder / "keys.json";
  FileKeyStore store{folder, random};
};

TEST_F(FileKeyStoreTest, MakesItsFolderAtOnceAndItsFileAtTheFirstCommit) {
  EXPECT_EQ(modeOf(folder), 0700U);
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_EQ(store.read("a").error(), KeyStoreError::kNotFound);
  EXPECT_EQ(store.sign(bytesOf("x")).error(), KeyStoreError::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(file));
  ASSERT_TRUE(store.commit(put("a", "1")).has_value());
  EXPECT_EQ(modeOf(file), 0600U);
  EXPECT_EQ(modeOf(folder / "keys.lock"), 0600U);
}

TEST_F(FileKeyStoreTest, AFolderNamedWithATrailingSlashIsPrivateToo) {
  FileKeyStore other(temporary.path() / "other/", random);
  EXPECT_EQ(modeOf(temporary.path() / "other"), 0700U);
  EXPECT_TRUE(other.commit(put("a", "1")).has_value());
}

TEST_F(FileKeyStoreTest, TheModeOfTheFileIsThatOfNoUmask) {
  const mode_t before = ::umask(0);
  ASSERT_TRUE(store.commit(put("a", "1")).has_value());
  ::umask(before);
  EXPECT_EQ(modeOf(file), 0600U);
}

TEST_F(FileKeyStoreTest, AnotherStoreReadsWhatWasCommitted) {
  ASSERT_TRUE(store.commit(put("a", "1")).has_value());
  ASSERT_TRUE(store.commit(put("b", "2")).has_value());
  FileKeyStore again(folder, random);
  expectRecord(again, "a", "1");
  expectRecord(again, "b", "2");
}

TEST_F(FileKeyStoreTest, ACommitReplacesAndRemoves) {
  ASSERT_TRUE(store.commit(put("a", "1")).has_value());
  ASSERT_TRUE(store.commit(put("a", "2")).has_value());
  expectRecord(store, "a", "2");
  ASSERT_TRUE(store.commit(removal("a")).has_value());
  EXPECT_EQ(store.read("a").error(), KeyStoreError::kNotFound);
  EXPECT_TRUE(store.commit(removal("a")).has_value());
}

TEST_F(FileKeyStoreTest, ACommitThatItCannotKeepChangesNothing) {
  auto changes = put("a", "1");
  changes.push_back({.name = "Not A Name", .value = SecretBytes(1)});
  EXPECT_EQ(store.commit(std::move(changes)).error(), KeyStoreError::kUnavailable);
  changes = put("a", "1");
  changes.push_back({.name = "b", .protection = Protection::kBiometric, .value = SecretBytes(1)});
  EXPECT_EQ(store.commit(std::move(changes)).error(), KeyStoreError::kUnavailable);
  EXPECT_FALSE(store.hasBiometrics());
  EXPECT_EQ(store.read("a").error(), KeyStoreError::kNotFound);
}

TEST_F(FileKeyStoreTest, SignsWithTheKeyItMade) {
  const auto key = store.createSigningKey();
  ASSERT_TRUE(key.has_value());
  ASSERT_TRUE(store.commit(put("a", "1")).has_value());
  FileKeyStore again(folder, random);
  const auto signature = again.sign(bytesOf("message"));
  ASSERT_TRUE(signature.has_value());
  EXPECT_TRUE(key->verify(bytesOf("message"), *signature));

  const auto newer = again.createSigningKey();
  ASSERT_TRUE(newer.has_value());
  EXPECT_FALSE(*newer == *key);
  EXPECT_TRUE(newer->verify(bytesOf("message"), store.sign(bytesOf("message")).value()));
  expectRecord(store, "a", "1");
}

TEST_F(FileKeyStoreTest, ClearRemovesRecordsSigningKeyAndWhatWasLeftBehind) {
  EXPECT_TRUE(store.clear().has_value());
  ASSERT_TRUE(store.createSigningKey().has_value());
  ASSERT_TRUE(store.commit(put("a", "1")).has_value());
  std::ofstream(folder / "keys.json.new") << "left by a crash";
  EXPECT_TRUE(store.clear().has_value());
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_FALSE(std::filesystem::exists(folder / "keys.json.new"));
  EXPECT_EQ(store.read("a").error(), KeyStoreError::kNotFound);
  EXPECT_EQ(store.sign(bytesOf("x")).error(), KeyStoreError::kNotFound);
}

TEST_F(FileKeyStoreTest, AFileToWhichGroupOrOthersHaveAnyRightIsRefused) {
  ASSERT_TRUE(store.commit(put("a", "1")).has_value());
  for (const mode_t mode : {0640U, 0644U, 0604U, 0620U, 0602U, 0610U, 0601U}) {
    SCOPED_TRACE(mode);
    ASSERT_EQ(::chmod(file.c_str(), mode), 0);
    expectInsecure();
  }
  ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
  expectRecord(store, "a", "1");
}

TEST_F(FileKeyStoreTest, ASymbolicLinkIsRefused) {
  ASSERT_TRUE(store.commit(put("a", "1")).has_value());
  std::filesystem::rename(file, folder / "elsewhere.json");
  std::filesystem::create_symlink("elsewhere.json", file);
  expectInsecure();
}

TEST_F(FileKeyStoreTest, APipeOrAFolderInThePlaceOfTheFileIsRefusedWithoutWaiting) {
  ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
  expectInsecure();
  std::filesystem::remove(file);
  std::filesystem::create_directory(file);
  ASSERT_EQ(::chmod(file.c_str(), 0700), 0);
  expectInsecure();
}

TEST_F(FileKeyStoreTest, AFileOfAnotherUserIsRefused) {
  ASSERT_TRUE(store.commit(put("a", "1")).has_value());
  if (::chown(file.c_str(), 65534, 65534) != 0) GTEST_SKIP() << "only root can give a file away";
  expectInsecure();
}

TEST_F(FileKeyStoreTest, AFolderInWhichOthersCanWriteIsRefused) {
  ASSERT_TRUE(store.commit(put("a", "1")).has_value());
  for (const mode_t mode : {0720U, 0702U, 01777U}) {
    ASSERT_EQ(::chmod(folder.c_str(), mode), 0);
    expectInsecure();
    EXPECT_EQ(store.clear().error(), KeyStoreError::kInsecure);
  }
  ASSERT_EQ(::chmod(folder.c_str(), 0755), 0);
  expectRecord(store, "a", "1");
}

TEST_F(FileKeyStoreTest, AnInsecureFileCanBeCleared) {
  ASSERT_TRUE(store.commit(put("a", "1")).has_value());
  ASSERT_EQ(::chmod(file.c_str(), 0644), 0);
  EXPECT_TRUE(store.clear().has_value());
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(FileKeyStoreTest, AFileThatIsNotWhatItWasIsUnavailableAndLeftAlone) {
  ASSERT_TRUE(store.commit(put("a", "1")).has_value());
  for (const std::string_view content : {"", "{", "{\"version\": 9, \"records\": {}}"}) {
    std::ofstream(file, std::ios::trunc) << content;
    EXPECT_EQ(store.read("a").error(), KeyStoreError::kUnavailable);
    EXPECT_EQ(store.commit(put("a", "2")).error(), KeyStoreError::kUnavailable);
    EXPECT_EQ(std::filesystem::file_size(file), content.size());
  }
}

TEST_F(FileKeyStoreTest, AMissingFolderIsUnavailable) {
  std::filesystem::remove_all(folder);
  EXPECT_EQ(store.read("a").error(), KeyStoreError::kUnavailable);
  EXPECT_EQ(store.commit(put("a", "1")).error(), KeyStoreError::kUnavailable);
}

TEST_F(FileKeyStoreTest, AChangeWaitsForAnotherAndGivesUpAfterFiveSeconds) {
  ASSERT_TRUE(store.commit(put("a", "1")).has_value());
  const auto other = PrivateFolder::open(folder);
  ASSERT_TRUE(other.has_value());
  {
    const auto lock = other->lock("keys.lock");
    ASSERT_TRUE(lock.has_value());
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(store.commit(put("a", "2")).error(), KeyStoreError::kUnavailable);
    EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
    expectRecord(store, "a", "1");
  }
  EXPECT_TRUE(store.commit(put("a", "2")).has_value());
}

}  // namespace
}  // namespace heliograph::sdk
