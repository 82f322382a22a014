#include "sdk/linux/file_key_store.h"

#include <utility>

#include "sdk/linux/key_file.h"
#include "sdk/linux/private_folder.h"

namespace heliograph::sdk {
namespace {

constexpr const char* kFileName = "keys.json";
constexpr const char* kLockName = "keys.lock";

// An absent file is an empty one: the store before its first commit.
Result<KeyFile, KeyStoreError> load(const PrivateFolder& folder) {
  const auto text = folder.read(kFileName);
  if (!text && text.error() == KeyStoreError::kNotFound) return KeyFile{};
  if (!text) return fail(text.error());
  auto file = KeyFile::decode(text->expose());
  if (!file) return fail(KeyStoreError::kUnavailable);
  return std::move(*file);
}

Result<KeyFile, KeyStoreError> load(const std::filesystem::path& path) {
  const auto folder = PrivateFolder::open(path);
  if (!folder) return fail(folder.error());
  return load(*folder);
}

// Reads, lets `change` alter and writes back, with other processes kept out.
template <class Change>
Result<void, KeyStoreError> update(const std::filesystem::path& path, Change change) {
  const auto folder = PrivateFolder::open(path);
  if (!folder) return fail(folder.error());
  const auto lock = folder->lock(kLockName);
  if (!lock) return fail(lock.error());
  auto file = load(*folder);
  if (!file) return fail(file.error());
  change(*file);
  return folder->replace(kFileName, file->encode().expose());
}

// There are no biometrics here, and a record that only they may release must not rest with less.
bool canKeep(const KeyStoreChange& change) {
  return isRecordName(change.name) && change.protection == Protection::kDevice;
}

}  // namespace

FileKeyStore::FileKeyStore(std::filesystem::path folder, Random& random) : folder_(std::move(folder)), random_(random) {
  makePrivateFolder(folder_);
}

Result<void, KeyStoreError> FileKeyStore::commit(std::vector<KeyStoreChange> changes) {
  for (const KeyStoreChange& change : changes) {
    if (change.value && !canKeep(change)) return fail(KeyStoreError::kUnavailable);
  }
  return update(folder_, [&](KeyFile& file) {
    for (KeyStoreChange& change : changes) {
      file.records.erase(change.name);
      if (change.value) file.records.emplace(change.name, std::move(*change.value));
    }
  });
}

Result<SecretBytes, KeyStoreError> FileKeyStore::read(std::string_view name) {
  const auto file = load(folder_);
  if (!file) return fail(file.error());
  const auto record = file->records.find(name);
  if (record == file->records.end()) return fail(KeyStoreError::kNotFound);
  return record->second.clone();
}

Result<crypto::P256PublicKey, KeyStoreError> FileKeyStore::createSigningKey() {
  const auto key = crypto::P256PrivateKey::generate(random_);
  const auto stored = update(folder_, [&](KeyFile& file) { file.signing_key = key.scalar().clone(); });
  if (!stored) return fail(stored.error());
  return key.publicKey();
}

Result<crypto::P256Signature, KeyStoreError> FileKeyStore::sign(ByteView message) {
  const auto file = load(folder_);
  if (!file) return fail(file.error());
  if (!file->signing_key) return fail(KeyStoreError::kNotFound);
  const auto key = crypto::P256PrivateKey::fromScalar(*file->signing_key);
  if (!key) return fail(KeyStoreError::kUnavailable);
  return key->sign(message);
}

Result<void, KeyStoreError> FileKeyStore::clear() {
  const auto folder = PrivateFolder::open(folder_);
  if (!folder) return fail(folder.error());
  const auto lock = folder->lock(kLockName);
  if (!lock) return fail(lock.error());
  return folder->remove(kFileName);
}

}  // namespace heliograph::sdk
