#include "sdk/linux/key_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/ascii.h"
#include "base/hex.h"
#include "base/secret_writer.h"

namespace heliograph::sdk {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;
constexpr std::size_t kMaxNameSize = 64;

void wipeText(std::string& text) { wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()}); }

void wipeStringsIn(json& value) {
  for (json& member : value) {
    if (member.is_string()) wipeText(member.get_ref<std::string&>());
  }
}

// The parsed file, whose values are wiped with it.
class ParsedText {
 public:
  explicit ParsedText(ByteView text) : root_(json::parse(text.begin(), text.end(), nullptr, false)) {}
  ParsedText(const ParsedText&) = delete;
  ParsedText& operator=(const ParsedText&) = delete;
  ~ParsedText() {
    wipeStringsIn(root_);
    if (root_.is_object() && root_.contains("records")) wipeStringsIn(root_["records"]);
  }

  [[nodiscard]] const json& root() const { return root_; }

 private:
  json root_;
};

std::optional<SecretBytes> secretOf(const json& value) {
  if (!value.is_string()) return std::nullopt;
  const std::string& hex = value.get_ref<const std::string&>();
  SecretBytes bytes(hex.size() / 2);
  if (!fromHex(hex, bytes.exposeMutable())) return std::nullopt;
  return bytes;
}

bool isKeyFile(const json& root) {
  if (!root.is_object() || root.value("version", json()) != kVersion) return false;
  const std::size_t known = 2 + root.count("signing_key");
  return root.size() == known && root.contains("records") && root["records"].is_object();
}

void addHex(SecretWriter& text, ByteView bytes) {
  std::string hex = toHex(bytes);
  text.bytes(bytesOf(hex));
  wipeText(hex);
}

constexpr std::size_t kFrameSize = 256;      // everything but the records, generously
constexpr std::size_t kRecordFrameSize = 8;  // quotes, colon, comma and line break

}  // namespace

bool isRecordName(std::string_view name) {
  const auto allowed = [](char c) { return isLowerCase(c) || isDigit(c) || c == '/' || c == '-'; };
  return !name.empty() && name.size() <= kMaxNameSize && std::ranges::all_of(name, allowed);
}

SecretBytes KeyFile::encode() const {
  std::size_t capacity = kFrameSize;
  for (const auto& [name, value] : records) capacity += name.size() + 2 * value.size() + kRecordFrameSize;

  SecretWriter text(capacity);
  const auto add = [&text](std::string_view part) { text.bytes(bytesOf(part)); };
  add("{\"version\": 1,\n");
  if (signing_key) {
    add(" \"signing_key\": \"");
    addHex(text, signing_key->expose());
    add("\",\n");
  }
  add(" \"records\": {");
  std::string_view separator = "\n";
  for (const auto& [name, value] : records) {
    add(separator);
    add("\"");
    add(name);
    add("\":\"");
    addHex(text, value.expose());
    add("\"");
    separator = ",\n";
  }
  add("}}\n");
  return text.finish();
}

std::optional<KeyFile> KeyFile::decode(ByteView text) {
  const ParsedText parsed(text);
  const json& root = parsed.root();
  if (!isKeyFile(root)) return std::nullopt;

  KeyFile file;
  if (root.contains("signing_key")) {
    const auto scalar = secretOf(root["signing_key"]);
    if (!scalar || scalar->size() != crypto::kP256ScalarSize) return std::nullopt;
    file.signing_key = crypto::P256Scalar::copyOf(scalar->expose().first<crypto::kP256ScalarSize>());
  }
  for (const auto& [name, value] : root["records"].items()) {
    auto record = secretOf(value);
    if (!isRecordName(name) || !record) return std::nullopt;
    file.records.emplace(name, std::move(*record));
  }
  return file;
}

}  // namespace heliograph::sdk
