#include "sdk/config.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/hex.h"

namespace heliograph::sdk {
namespace {

using nlohmann::json;

constexpr std::string_view kServiceUrl = "service_url";
constexpr std::string_view kApplicationId = "application_id";
constexpr std::string_view kChannelPublicKey = "channel_public_key";

Error invalid(std::string detail) { return {ErrorCode::kInvalidInputFormat, std::move(detail)}; }

Outcome<std::string> stringMember(const json& object, std::string_view name) {
  const auto member = object.find(name);
  if (member == object.end()) return fail(invalid(std::string(name) + " is missing"));
  if (!member->is_string()) return fail(invalid(std::string(name) + " is no string"));
  return member->get<std::string>();
}

// The transport decides where it may go; here only what can never be the base of an address is refused. Whoever reads
// "@" as the end of a user name would go elsewhere than whoever does not.
bool isServiceUrl(std::string_view url) {
  std::string_view rest = url;
  if (rest.starts_with("https://")) {
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
  } else {
    return false;
  }
  const bool plain = std::ranges::all_of(
      rest, [](char c) { return c > ' ' && c < '\x7f' && c != '@' && c != '?' && c != '#' && c != '\\'; });
  return plain && !rest.empty() && rest.front() != '/' && rest.back() != '/';
}

std::optional<crypto::P256PublicKey> parseChannelKey(std::string_view text) {
  const auto point = fromHex(text);
  return point ? crypto::P256PublicKey::fromPoint(*point) : std::nullopt;
}

}  // namespace

Outcome<Config> Config::parse(std::string_view text) {
  const json object = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return fail(invalid("the configuration is no JSON object"));
  for (const auto& [name, value] : object.items()) {
    if (name != kServiceUrl && name != kApplicationId && name != kChannelPublicKey) {
      return fail(invalid("the configuration has a member that is unknown: " + name));
    }
  }

  auto service_url = stringMember(object, kServiceUrl);
  if (!service_url) return fail(std::move(service_url.error()));
  if (!isServiceUrl(*service_url)) {
    return fail(invalid("service_url is no http or https address without a trailing slash"));
  }

  auto application_text = stringMember(object, kApplicationId);
  if (!application_text) return fail(std::move(application_text.error()));
  const auto application = ApplicationId::parse(*application_text);
  if (!application) return fail(invalid("application_id is no UUID"));

  auto channel_key_text = stringMember(object, kChannelPublicKey);
  if (!channel_key_text) return fail(std::move(channel_key_text.error()));
  auto channel_key = parseChannelKey(*channel_key_text);
  if (!channel_key) return fail(invalid("channel_public_key is no uncompressed P-256 point in hexadecimal"));

  return Config{std::move(*service_url), *application, std::move(*channel_key)};
}

}  // namespace heliograph::sdk
