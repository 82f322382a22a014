#include "cli/audit_heads_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hex.h"
#include "cli/json_output.h"
#include "command_line/exit_code.h"
#include "command_line/text_file.h"
#include "crypto/base64.h"
#include "http/admin/time_field.h"

namespace heliograph::cli {
namespace {

// Reads one head; what is wrong is thrown as the name of the member at fault.
class HeadReader {
 public:
  explicit HeadReader(const Json& json) : json_(json) {}

  [[nodiscard]] std::uint64_t number(const char* name) const {
    if (!json_.contains(name) || !json_[name].is_number_unsigned()) throw std::invalid_argument(name);
    return json_[name].get<std::uint64_t>();
  }
  [[nodiscard]] crypto::Sha256Hash hash(const char* name) const {
    crypto::Sha256Hash hash{};
    if (!fromHex(text(name), hash)) throw std::invalid_argument(name);
    return hash;
  }
  [[nodiscard]] crypto::P256Signature signature(const char* name) const {
    const auto bytes = crypto::fromBase64(text(name));
    crypto::P256Signature signature{};
    if (!bytes || bytes->size() != signature.size()) throw std::invalid_argument(name);
    std::ranges::copy(bytes->expose(), signature.begin());
    return signature;
  }
  [[nodiscard]] TimePoint time(const char* name) const {
    const auto time = http::parseRfc3339(text(name));
    if (!time) throw std::invalid_argument(name);
    return *time;
  }

 private:
  [[nodiscard]] std::string text(const char* name) const {
    if (!json_.contains(name) || !json_[name].is_string()) throw std::invalid_argument(name);
    return json_[name].get<std::string>();
  }
  const Json& json_;
};

domain::AuditHead headOf(const Json& json) {
  const HeadReader read(json);
  return {.number = read.number("number"),
          .first = read.number("first"),
          .last = read.number("last"),
          .count = read.number("count"),
          .root = read.hash("root"),
          .previous = read.hash("previous"),
          .at = read.time("at"),
          .signature = read.signature("signature")};
}

}  // namespace

std::vector<domain::AuditHead> readAuditHeads(const std::filesystem::path& file) {
  const Json json = Json::parse(readTextFile(file), nullptr, false);
  if (!json.is_object() || !json.contains("heads") || !json["heads"].is_array()) {
    throw CommandFailure(ExitCode::kUnusable, file.string() + ": is no JSON object with heads");
  }
  std::vector<domain::AuditHead> heads;
  for (const Json& head : json["heads"]) {
    try {
      heads.push_back(headOf(head));
    } catch (const std::invalid_argument& member) {
      throw CommandFailure(ExitCode::kUnusable, fmt::format("{}: heads[{}].{} is missing or cannot be read",
                                                            file.string(), heads.size(), member.what()));
    }
  }
  return heads;
}

}  // namespace heliograph::cli
