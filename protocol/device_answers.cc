#include "protocol/device_answers.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <string_view>
#include <utility>

#include "base/byte_reader.h"
#include "base/secret_writer.h"
#include "protocol/message_bytes.h"

namespace heliograph::protocol {
namespace {

constexpr std::size_t kUuidSize = 16;
constexpr std::size_t kTicketSize = std::tuple_size_v<DeviceTicket>;
constexpr std::size_t kChallengeSize = std::tuple_size_v<OnlineChallenge>;
constexpr std::size_t kSettingsSize = 9;
constexpr std::size_t kSaltSize = 4 + decltype(OnlineSalt::value)::kSize;
constexpr std::size_t kAnswerHeaderSize = 2 + 1;
constexpr std::size_t kTitleOffset = kAnswerHeaderSize + kUuidSize + kChallengeSize + 2;
// Of any answer: AuthenticationStarted is the longest.
constexpr std::size_t kMaxAnswerSize = kTitleOffset + 2 * (1 + kMaxContextSize) + kSettingsSize;

constexpr std::uint8_t kNoOtpLength = 0;
constexpr std::uint8_t kNoRemainingAttempts = 0xFF;
constexpr std::uint8_t kMaxFailuresAllowed = 10;
constexpr std::uint16_t kOfflineBits = 0x00FF;

bool isSomeOnline(AuthMethodSet methods) { return !methods.empty() && (methods.bits() & kOfflineBits) == 0; }

SecretWriter accepted() {
  SecretWriter writer(kMaxAnswerSize);
  writer.number(static_cast<std::uint16_t>(DeviceStatus::kOk)).number(kNoRemainingAttempts);
  return writer;
}

void writeSettings(SecretWriter& writer, const DeviceSettings& settings) {
  writer.number(settings.allowed.bits()).number(settings.allowed_to_authorise.bits());
  writer.number(settings.otp_length ? static_cast<std::uint8_t>(settings.otp_length->digits()) : kNoOtpLength);
  writer.number(static_cast<std::uint8_t>(settings.pin.type));
  writer.number(settings.pin.min_length).number(settings.pin.max_length).number(settings.failures_allowed);
}

void writeSalt(SecretWriter& writer, const OnlineSalt& salt) {
  assert(salt.number != 0);
  writer.number(salt.number).bytes(salt.value.expose());
}

void writeText(SecretWriter& writer, const std::optional<Context>& text) {
  const ByteView bytes = text ? text->bytes() : ByteView();
  writer.number(static_cast<std::uint8_t>(bytes.size())).bytes(bytes);
}

std::optional<DeviceStatus> statusFrom(std::uint16_t number) {
  const auto status = static_cast<DeviceStatus>(number);
  switch (status) {
    case DeviceStatus::kOk:
    case DeviceStatus::kNotActivated:
    case DeviceStatus::kMethodNotAllowed:
    case DeviceStatus::kNoSession:
    case DeviceStatus::kSessionExpired:
    case DeviceStatus::kAuthenticationFailed:
    case DeviceStatus::kLockedByAdmin:
    case DeviceStatus::kLocked:
    case DeviceStatus::kIllegalAuthMethod:
    case DeviceStatus::kRejectedRequest:
    case DeviceStatus::kTryLater:
      return status;
  }
  return std::nullopt;
}

std::optional<PinRules> readPinRules(ByteReader& reader) {
  const auto type = reader.number<std::uint8_t>();
  const auto min = reader.number<std::uint8_t>();
  const auto max = reader.number<std::uint8_t>();
  if (type > static_cast<std::uint8_t>(PinType::kAlphanumeric) || min == 0 || min > max) return std::nullopt;
  return PinRules{static_cast<PinType>(type), min, max};
}

Result<DeviceSettings, DeviceMessageError> readSettings(ByteReader& reader) {
  const auto allowed = AuthMethodSet::fromBits(reader.number<std::uint16_t>());
  const auto allowed_to_authorise = AuthMethodSet::fromBits(reader.number<std::uint16_t>());
  if (!allowed || !allowed_to_authorise) return fail(DeviceMessageError::kUnknownMethod);
  const auto digits = reader.number<std::uint8_t>();
  const auto otp_length = OtpLength::of(digits);
  const auto pin = readPinRules(reader);
  const auto failures_allowed = reader.number<std::uint8_t>();
  const bool has_failures_allowed = failures_allowed >= 1 && failures_allowed <= kMaxFailuresAllowed;
  if ((!otp_length && digits != kNoOtpLength) || !pin || !has_failures_allowed) {
    return fail(DeviceMessageError::kInvalidValue);
  }
  return DeviceSettings{*allowed, *allowed_to_authorise, otp_length, *pin, failures_allowed};
}

Refused refusedWith(DeviceStatus status, std::uint8_t remaining) {
  if (remaining == kNoRemainingAttempts) return Refused{status};
  return Refused{status, remaining};
}

// The size that the lengths inside ask for, at least as far as `message` has them: one that is cut short is shorter
// still.
std::size_t authenticationStartedSize(ByteView message) {
  std::size_t size = kTitleOffset + 1 + 1 + kSettingsSize;
  if (message.size() <= kTitleOffset) return size;
  const std::size_t title_size = message[kTitleOffset];
  size += title_size;
  const std::size_t context_offset = kTitleOffset + 1 + title_size;
  if (message.size() <= context_offset) return size;
  return size + message[context_offset];
}

bool isOneLine(const Context& text) { return text.text().find('\n') == std::string_view::npos; }

// None where the length is 0.
Result<std::optional<Context>, DeviceMessageError> readText(ByteReader& reader) {
  const ByteView bytes = reader.take(reader.number<std::uint8_t>());
  if (bytes.empty()) return std::nullopt;
  const auto text = Context::parse(textOf(bytes));
  if (!text) return fail(DeviceMessageError::kInvalidValue);
  return *text;
}

Result<AuthMethodSet, DeviceMessageError> readOnlineMethods(ByteReader& reader) {
  const auto methods = AuthMethodSet::fromBits(reader.number<std::uint16_t>());
  if (!methods) return fail(DeviceMessageError::kUnknownMethod);
  if (!isSomeOnline(*methods)) return fail(DeviceMessageError::kInvalidValue);
  return *methods;
}

Result<OnlineSalt, DeviceMessageError> readSalt(ByteReader& reader) {
  const auto number = reader.number<std::uint32_t>();
  if (number == 0) return fail(DeviceMessageError::kInvalidValue);
  return OnlineSalt{number, reader.secret<decltype(OnlineSalt::value)>()};
}

// Reads status and remaining attempts, then leaves the body of an accepted call to `read_body`.
template <class Answer, class ReadBody>
AnswerResult<Answer> decodeAnswer(ByteView message, std::size_t answer_size, ReadBody read_body) {
  if (message.size() < kAnswerHeaderSize) return fail(DeviceMessageError::kTruncated);
  ByteReader reader(message);
  const auto status = statusFrom(reader.number<std::uint16_t>());
  const auto remaining = reader.number<std::uint8_t>();
  if (!status) return fail(DeviceMessageError::kInvalidValue);

  if (*status == DeviceStatus::kOk) {
    if (remaining != kNoRemainingAttempts) return fail(DeviceMessageError::kInvalidValue);
    if (const auto size = checkMessageSize(message, answer_size); !size) return fail(size.error());
    Result<Answer, DeviceMessageError> answer = read_body(reader);
    if (!answer) return fail(answer.error());
    return AnswerResult<Answer>(tl::in_place, std::move(*answer));
  }
  if (message.size() > kAnswerHeaderSize) return fail(DeviceMessageError::kTrailingBytes);
  return AnswerResult<Answer>(tl::in_place, tl::unexpect, refusedWith(*status, remaining));
}

template <class Answer>
AnswerResult<Answer> decodeEmpty(ByteView message) {
  return decodeAnswer<Answer>(message, kAnswerHeaderSize,
                              [](ByteReader&) -> Result<Answer, DeviceMessageError> { return Answer{}; });
}

}  // namespace

SecretBytes encode(const EnrolmentStarted& answer) {
  auto writer = accepted();
  writer.bytes(answer.device.bytes()).bytes(answer.ticket);
  writeSettings(writer, answer.settings);
  return writer.finish();
}
SecretBytes encode(const MethodActivated& answer) {
  auto writer = accepted();
  writer.bytes(answer.server_random.expose());
  writeSettings(writer, answer.settings);
  writeSalt(writer, answer.salt);
  return writer.finish();
}
SecretBytes encode(const AddOrUpdateStarted& answer) {
  auto writer = accepted();
  writer.bytes(answer.session.bytes()).bytes(answer.challenge);
  writeSettings(writer, answer.settings);
  return writer.finish();
}
SecretBytes encode(const DeviceDeactivated&) { return accepted().finish(); }
SecretBytes encode(const AuthenticationStarted& answer) {
  assert(isSomeOnline(answer.auth_methods));
  assert(!answer.title || isOneLine(*answer.title));
  auto writer = accepted();
  writer.bytes(answer.session.bytes()).bytes(answer.challenge).number(answer.auth_methods.bits());
  writeText(writer, answer.title);
  writeText(writer, answer.context);
  writeSettings(writer, answer.settings);
  return writer.finish();
}
SecretBytes encode(const AuthenticationFinished& answer) {
  auto writer = accepted();
  writeSettings(writer, answer.settings);
  writeSalt(writer, answer.salt);
  return writer.finish();
}
SecretBytes encode(const AuthenticationCancelled&) { return accepted().finish(); }
SecretBytes encode(const MethodDeactivated&) { return accepted().finish(); }
SecretBytes encode(const Refused& answer) {
  assert(answer.status != DeviceStatus::kOk && answer.remaining_attempts != kNoRemainingAttempts);
  return SecretWriter(kAnswerHeaderSize)
      .number(static_cast<std::uint16_t>(answer.status))
      .number(answer.remaining_attempts.value_or(kNoRemainingAttempts))
      .finish();
}

AnswerResult<EnrolmentStarted> decodeEnrolmentStarted(ByteView plaintext) {
  const auto read_body = [](ByteReader& reader) -> Result<EnrolmentStarted, DeviceMessageError> {
    const auto device = reader.id<DeviceId>();
    const auto ticket = reader.array<kTicketSize>();
    return readSettings(reader).map([&](const DeviceSettings& settings) {
      return EnrolmentStarted{device, ticket, settings};
    });
  };
  constexpr std::size_t kSize = kAnswerHeaderSize + kUuidSize + kTicketSize + kSettingsSize;
  return decodeAnswer<EnrolmentStarted>(plaintext, kSize, read_body);
}

AnswerResult<MethodActivated> decodeMethodActivated(ByteView plaintext) {
  const auto read_body = [](ByteReader& reader) -> Result<MethodActivated, DeviceMessageError> {
    auto server_random = reader.secret<ServerRandom>();
    const auto settings = readSettings(reader);
    if (!settings) return fail(settings.error());
    return readSalt(reader).map([&](OnlineSalt salt) {
      return MethodActivated{std::move(server_random), *settings, std::move(salt)};
    });
  };
  constexpr std::size_t kSize = kAnswerHeaderSize + ServerRandom::kSize + kSettingsSize + kSaltSize;
  return decodeAnswer<MethodActivated>(plaintext, kSize, read_body);
}

AnswerResult<AddOrUpdateStarted> decodeAddOrUpdateStarted(ByteView plaintext) {
  const auto read_body = [](ByteReader& reader) -> Result<AddOrUpdateStarted, DeviceMessageError> {
    const auto session = reader.id<AddOrUpdateSessionId>();
    const auto challenge = reader.array<kChallengeSize>();
    return readSettings(reader).map([&](const DeviceSettings& settings) {
      return AddOrUpdateStarted{session, challenge, settings};
    });
  };
  constexpr std::size_t kSize = kAnswerHeaderSize + kUuidSize + kChallengeSize + kSettingsSize;
  return decodeAnswer<AddOrUpdateStarted>(plaintext, kSize, read_body);
}

AnswerResult<AuthenticationStarted> decodeAuthenticationStarted(ByteView plaintext) {
  const auto read_body = [](ByteReader& reader) -> Result<AuthenticationStarted, DeviceMessageError> {
    const auto session = reader.id<AuthenticationSessionId>();
    const auto challenge = reader.array<kChallengeSize>();
    const auto methods = readOnlineMethods(reader);
    if (!methods) return fail(methods.error());
    const auto title = readText(reader);
    if (!title) return fail(title.error());
    if (*title && !isOneLine(**title)) return fail(DeviceMessageError::kInvalidValue);
    const auto context = readText(reader);
    if (!context) return fail(context.error());
    return readSettings(reader).map([&](const DeviceSettings& settings) {
      return AuthenticationStarted{session, challenge, *methods, *title, *context, settings};
    });
  };
  return decodeAnswer<AuthenticationStarted>(plaintext, authenticationStartedSize(plaintext), read_body);
}

AnswerResult<AuthenticationFinished> decodeAuthenticationFinished(ByteView plaintext) {
  const auto read_body = [](ByteReader& reader) -> Result<AuthenticationFinished, DeviceMessageError> {
    const auto settings = readSettings(reader);
    if (!settings) return fail(settings.error());
    return readSalt(reader).map([&](OnlineSalt salt) { return AuthenticationFinished{*settings, std::move(salt)}; });
  };
  return decodeAnswer<AuthenticationFinished>(plaintext, kAnswerHeaderSize + kSettingsSize + kSaltSize, read_body);
}

AnswerResult<DeviceDeactivated> decodeDeviceDeactivated(ByteView plaintext) {
  return decodeEmpty<DeviceDeactivated>(plaintext);
}
AnswerResult<AuthenticationCancelled> decodeAuthenticationCancelled(ByteView plaintext) {
  return decodeEmpty<AuthenticationCancelled>(plaintext);
}
AnswerResult<MethodDeactivated> decodeMethodDeactivated(ByteView plaintext) {
  return decodeEmpty<MethodDeactivated>(plaintext);
}

}  // namespace heliograph::protocol
