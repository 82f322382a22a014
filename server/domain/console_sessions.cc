#include "domain/console_sessions.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "base/byte_reader.h"
#include "crypto/base64.h"
#include "crypto/constant_time.h"
#include "crypto/hmac.h"
#include "domain/caller_events.h"
#include "domain/channel_derived_key.h"

namespace heliograph::domain {
namespace {

constexpr std::string_view kConsoleSessionLabel = "heliograph/console-session/1";
constexpr std::uint8_t kVersion = 1;

constexpr std::size_t kTimeSize = sizeof(std::uint64_t);
constexpr std::size_t kSessionSize = sizeof(kVersion) + sizeof(UuidBytes) + 2 * kTimeSize;
constexpr std::size_t kMacSize = 32;

std::array<std::uint8_t, kTimeSize> bytesOfTime(TimePoint time) {
  return bigEndian(static_cast<std::uint64_t>(toUnixMilliseconds(time)));
}

TimePoint readTime(ByteReader& reader) {
  return fromUnixMilliseconds(static_cast<std::int64_t>(reader.number<std::uint64_t>()));
}

Bytes encode(const ConsoleSession& session) {
  return concatenated(
      {bigEndian(kVersion), session.key.bytes(), bytesOfTime(session.signed_in_at), bytesOfTime(session.expires_at)});
}

// Nothing where the version is another one. `bytes` are kSessionSize.
std::optional<ConsoleSession> decode(ByteView bytes) {
  ByteReader reader(bytes);
  if (reader.number<std::uint8_t>() != kVersion) return std::nullopt;
  const auto key = reader.id<ApiKeyId>();
  const auto signed_in_at = readTime(reader);
  return ConsoleSession{.key = key, .signed_in_at = signed_in_at, .expires_at = readTime(reader)};
}

}  // namespace

ConsoleSessions::ConsoleSessions(Store& store, const crypto::P256PrivateKey& channel_key)
    : store_(store),
      key_(deriveFromChannelKey<Secret<struct ConsoleSessionKeyTag, 32>>(channel_key, kConsoleSessionLabel)) {}

ConsoleSession ConsoleSessions::signIn(const Caller& administrator, TimePoint now) {
  store_.recordAudit({eventBy(administrator, AuditAction::kConsoleSignedIn, now)});
  return {.key = administrator.key, .signed_in_at = now, .expires_at = now + kConsoleSessionLifetime};
}

ConsoleSession ConsoleSessions::renew(const ConsoleSession& session, TimePoint now) {
  const TimePoint last = session.signed_in_at + kLongestConsoleSession;
  return {.key = session.key,
          .signed_in_at = session.signed_in_at,
          .expires_at = std::min(now + kConsoleSessionLifetime, last)};
}

SecretBytes ConsoleSessions::tokenOf(const ConsoleSession& session) const {
  const Bytes bytes = encode(session);
  const auto mac = crypto::hmac(crypto::HashAlgorithm::kSha256, key_.expose(), {bytes});
  Bytes whole = concatenated({bytes, mac.view()});
  std::string text = crypto::toBase64(whole);
  SecretBytes token = SecretBytes::copyOf(bytesOf(text));
  wipe(whole);
  wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  return token;
}

Result<ConsoleSession, ConsoleTokenRefusal> ConsoleSessions::open(std::string_view token, TimePoint now) const {
  const auto bytes = crypto::fromBase64(token);
  if (!bytes || bytes->size() != kSessionSize + kMacSize) return fail(ConsoleTokenRefusal::kForged);
  const ByteView session_bytes = bytes->expose().first(kSessionSize);
  const auto mac = crypto::hmac(crypto::HashAlgorithm::kSha256, key_.expose(), {session_bytes});
  if (!crypto::equalInConstantTime(mac.view(), bytes->expose().last(kMacSize))) {
    return fail(ConsoleTokenRefusal::kForged);
  }
  const auto session = decode(session_bytes);
  if (!session) return fail(ConsoleTokenRefusal::kForged);
  if (now >= session->expires_at) return fail(ConsoleTokenRefusal::kExpired);
  return *session;
}

}  // namespace heliograph::domain
