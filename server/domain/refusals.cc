#include "domain/refusals.h"

#include <string>

namespace heliograph::domain {
namespace {

std::string hexadecimal(char32_t code_point) {
  constexpr std::string_view kHexDigits = "0123456789ABCDEF";
  std::string text;
  for (int shift = code_point > 0xFFFF ? 20 : 12; shift >= 0; shift -= 4) text += kHexDigits[code_point >> shift & 0xF];
  return text;
}

std::string whatIsWrong(const protocol::ContextError& error) {
  using Kind = protocol::ContextError::Kind;
  const std::string place = " at byte " + std::to_string(error.offset) + ".";
  switch (error.kind) {
    case Kind::kEmpty:
      return "must not be empty.";
    case Kind::kTooLong:
      return "must not be longer than " + std::to_string(protocol::kMaxContextSize) + " bytes of UTF-8.";
    case Kind::kInvalidUtf8:
      return "is not valid UTF-8" + place;
    case Kind::kForbiddenCodePoint:
      return "has U+" + hexadecimal(error.code_point) + ", which is not allowed," + place;
  }
  return {};
}

std::string sentence(std::string_view field, std::string_view what) {
  return std::string(field) + ": " + std::string(what);
}

std::optional<TimePoint> endOf(const std::optional<Lock>& lock) { return lock ? lock->until : std::nullopt; }

}  // namespace

Refusal revokedKey() { return {RefusalCode::kRevokedKey, "The API key is not valid any more."}; }

Refusal unknownDevice() { return {RefusalCode::kUnknownDevice, "There is no such device."}; }

Refusal sessionNotOpen(SessionStatus status) {
  return {RefusalCode::kSessionNotOpen, "The session is not open; its status is " + std::string(nameOf(status)) + ".",
          status};
}

Refusal idempotencyKeyReused() {
  return {RefusalCode::kIdempotencyKeyReused, "Idempotency-Key: came with another request before."};
}

Refusal invalidContext(std::string_view field, const protocol::ContextError& error) {
  return {RefusalCode::kInvalidContext, sentence(field, whatIsWrong(error))};
}

Refusal methodNotAllowed(std::string_view field) {
  return {RefusalCode::kMethodNotAllowed, sentence(field, "is not allowed by the application's configuration.")};
}

Refusal methodNotActivated(std::string_view field) {
  return {RefusalCode::kMethodNotActivated, sentence(field, "is not activated on this device.")};
}

Refusal deviceLocked(const std::optional<Lock>& lock) {
  return {RefusalCode::kDeviceLocked, "The device is locked.", std::nullopt, endOf(lock)};
}

Refusal methodLocked(const std::optional<Lock>& lock) {
  return {RefusalCode::kMethodLocked, "The authentication method is locked.", std::nullopt, endOf(lock)};
}

}  // namespace heliograph::domain
