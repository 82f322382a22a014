#include "protocol/device_messages.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <limits>
#include <string_view>
#include <utility>

#include "crypto/hmac.h"

namespace heliograph::protocol {
namespace {

constexpr std::string_view kSignatureLabel = "heliograph/device-request/1";
constexpr std::string_view kResponseLabel = "heliograph/online-response/1";

enum class Type : std::uint8_t {
  kStartEnrolment = 0x01,
  kFinishEnrolment = 0x02,
  kStartAddOrUpdate = 0x03,
  kFinishAddOrUpdate = 0x04,
  kDeactivateDevice = 0x05,
};

constexpr std::size_t kUuidSize = 16;
constexpr std::size_t kTicketSize = std::tuple_size_v<DeviceTicket>;
constexpr std::size_t kRequestHeaderSize = 1 + 8 + kUuidSize;
constexpr std::size_t kMinEnrolmentSize = kRequestHeaderSize + kUuidSize + crypto::kP256PointSize + 1;
constexpr std::size_t kSettingsSize = 9;
constexpr std::size_t kAnswerHeaderSize = 2 + 1;
constexpr std::size_t kMaxMessageSize = 256;  // of any message here; the longest request has 243 bytes

constexpr std::uint8_t kNoOtpLength = 0;
constexpr std::uint8_t kNoRemainingAttempts = 0xFF;
constexpr std::uint8_t kMaxFailuresAllowed = 10;

// Writes into memory that is wiped, and never grows it: growth would leave copies behind.
class Writer {
 public:
  Writer& bytes(ByteView bytes) {
    assert(bytes.size() <= kMaxMessageSize - size_);
    std::ranges::copy(bytes, buffer_.exposeMutable().subspan(size_).begin());
    size_ += bytes.size();
    return *this;
  }
  template <class Unsigned>
  Writer& number(Unsigned value) {
    return bytes(bigEndian(value));
  }
  Writer& method(AuthMethod method) { return number(idOf(method)); }
  Writer& settings(const DeviceSettings& settings) {
    number(settings.allowed.bits());
    number(settings.allowed_to_authorise.bits());
    number(settings.otp_length ? static_cast<std::uint8_t>(settings.otp_length->digits()) : kNoOtpLength);
    number(static_cast<std::uint8_t>(settings.pin.type));
    return number(settings.pin.min_length).number(settings.pin.max_length).number(settings.failures_allowed);
  }
  Writer& header(Type type, const RequestHeader& header) {
    number(static_cast<std::uint8_t>(type));
    return number(static_cast<std::uint64_t>(toUnixMilliseconds(header.timestamp))).bytes(header.id.bytes());
  }
  Writer& accepted() { return number(static_cast<std::uint16_t>(DeviceStatus::kOk)).number(kNoRemainingAttempts); }

  [[nodiscard]] SecretBytes finish() const { return SecretBytes::copyOf(buffer_.expose().first(size_)); }

 private:
  SecretBytes buffer_{kMaxMessageSize};
  std::size_t size_ = 0;
};

// Reads what is known to be long enough: sizes are checked for the whole message before its first field is read.
class Reader {
 public:
  explicit Reader(ByteView bytes) : rest_(bytes) {}

  ByteView take(std::size_t size) {
    assert(size <= rest_.size());
    const ByteView taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }
  template <std::size_t Size>
  std::array<std::uint8_t, Size> array() {
    std::array<std::uint8_t, Size> copy{};
    std::ranges::copy(take(Size), copy.begin());
    return copy;
  }
  template <class Unsigned>
  Unsigned number() {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : take(sizeof(Unsigned))) value = value << 8 | byte;
    return static_cast<Unsigned>(value);
  }
  template <class SomeId>
  SomeId id() {
    return SomeId(array<kUuidSize>());
  }
  template <class SomeSecret>
  SomeSecret secret() {
    return SomeSecret::copyOf(take(SomeSecret::kSize).template first<SomeSecret::kSize>());
  }
  std::optional<AuthMethod> method() { return authMethodFromId(number<std::uint8_t>()); }

 private:
  ByteView rest_;
};

Result<void, DeviceMessageError> checkSize(ByteView message, std::size_t expected) {
  if (message.size() < expected) return fail(DeviceMessageError::kTruncated);
  if (message.size() > expected) return fail(DeviceMessageError::kTrailingBytes);
  return {};
}

std::optional<Type> typeFrom(std::uint8_t byte) {
  if (byte < static_cast<std::uint8_t>(Type::kStartEnrolment)) return std::nullopt;
  if (byte > static_cast<std::uint8_t>(Type::kDeactivateDevice)) return std::nullopt;
  return static_cast<Type>(byte);
}

// A body's size; StartEnrolment's depends on its code and is not asked for.
std::size_t signedBodySize(Type type) {
  switch (type) {
    case Type::kFinishEnrolment:
      return 1 + PhoneRandom::kSize;
    case Type::kFinishAddOrUpdate:
      return kUuidSize + 1 + sizeof(OnlineResponse) + 1 + PhoneRandom::kSize;
    case Type::kStartEnrolment:
    case Type::kStartAddOrUpdate:
    case Type::kDeactivateDevice:
      return 0;
  }
  return 0;
}

// A time before 1970 or beyond what signed milliseconds hold is refused, so that arithmetic on it can not overflow.
std::optional<RequestHeader> readHeader(Reader& reader) {
  const auto milliseconds = reader.number<std::uint64_t>();
  const auto id = reader.id<RequestId>();
  if (milliseconds > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
  return RequestHeader{fromUnixMilliseconds(static_cast<std::int64_t>(milliseconds)), id};
}

Result<EnrolmentRequest, DeviceMessageError> decodeEnrolment(ByteView message) {
  if (message.size() < kMinEnrolmentSize) return fail(DeviceMessageError::kTruncated);
  const std::size_t code_size = message[kMinEnrolmentSize - 1];
  if (code_size == 0 || code_size > kMaxActivationCodeSize) return fail(DeviceMessageError::kInvalidValue);
  if (const auto size = checkSize(message, kMinEnrolmentSize + code_size); !size) return fail(size.error());

  Reader reader(message.subspan(1));
  const auto header = readHeader(reader);
  if (!header) return fail(DeviceMessageError::kInvalidValue);
  const auto application = reader.id<ApplicationId>();
  auto device_key = crypto::P256PublicKey::fromPoint(reader.take(crypto::kP256PointSize));
  if (!device_key) return fail(DeviceMessageError::kInvalidKey);
  (void)reader.take(1);  // the code's size
  return EnrolmentRequest{
      *header, StartEnrolment{application, std::move(*device_key), SecretBytes::copyOf(reader.take(code_size))}};
}

Result<SignedBody, DeviceMessageError> readSignedBody(Type type, Reader& reader) {
  switch (type) {
    case Type::kFinishEnrolment: {
      const auto method = reader.method();
      if (!method) return fail(DeviceMessageError::kUnknownMethod);
      return FinishEnrolment{*method, reader.secret<PhoneRandom>()};
    }
    case Type::kStartAddOrUpdate:
      return StartAddOrUpdate{};
    case Type::kFinishAddOrUpdate: {
      const auto session = reader.id<AddOrUpdateSessionId>();
      const auto authorising_method = reader.method();
      const auto response = reader.array<sizeof(OnlineResponse)>();
      const auto method = reader.method();
      if (!authorising_method || !method) return fail(DeviceMessageError::kUnknownMethod);
      return FinishAddOrUpdate{session, *authorising_method, response, *method, reader.secret<PhoneRandom>()};
    }
    case Type::kDeactivateDevice:
      return DeactivateDevice{};
    case Type::kStartEnrolment:
      break;  // not signed
  }
  return fail(DeviceMessageError::kUnknownType);
}

Result<ReceivedSignedRequest, DeviceMessageError> decodeSigned(Type type, ByteView message) {
  const std::size_t unsigned_size = kRequestHeaderSize + kUuidSize + kTicketSize + signedBodySize(type);
  if (const auto size = checkSize(message, unsigned_size + crypto::kP256SignatureSize); !size) {
    return fail(size.error());
  }
  Reader reader(message.subspan(1));
  const auto header = readHeader(reader);
  if (!header) return fail(DeviceMessageError::kInvalidValue);
  const auto device = reader.id<DeviceId>();
  const auto ticket = reader.array<kTicketSize>();
  auto body = readSignedBody(type, reader);
  if (!body) return fail(body.error());
  return ReceivedSignedRequest{SignedRequest{*header, device, ticket, std::move(*body)},
                               SecretBytes::copyOf(message.first(unsigned_size)),
                               reader.array<crypto::kP256SignatureSize>()};
}

Type typeOf(const FinishEnrolment&) { return Type::kFinishEnrolment; }
Type typeOf(const StartAddOrUpdate&) { return Type::kStartAddOrUpdate; }
Type typeOf(const FinishAddOrUpdate&) { return Type::kFinishAddOrUpdate; }
Type typeOf(const DeactivateDevice&) { return Type::kDeactivateDevice; }

void writeBody(Writer& writer, const FinishEnrolment& body) {
  writer.method(body.method).bytes(body.phone_random.expose());
}
void writeBody(Writer&, const StartAddOrUpdate&) {}
void writeBody(Writer& writer, const FinishAddOrUpdate& body) {
  writer.bytes(body.session.bytes()).method(body.authorising_method).bytes(body.response);
  writer.method(body.method).bytes(body.phone_random.expose());
}
void writeBody(Writer&, const DeactivateDevice&) {}

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

std::optional<PinRules> readPinRules(Reader& reader) {
  const auto type = reader.number<std::uint8_t>();
  const auto min = reader.number<std::uint8_t>();
  const auto max = reader.number<std::uint8_t>();
  if (type > static_cast<std::uint8_t>(PinType::kAlphanumeric) || min == 0 || min > max) return std::nullopt;
  return PinRules{static_cast<PinType>(type), min, max};
}

Result<DeviceSettings, DeviceMessageError> readSettings(Reader& reader) {
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

// Reads status and remaining attempts, then leaves the body of an accepted call to `read_body`.
template <class Answer, class ReadBody>
AnswerResult<Answer> decodeAnswer(ByteView message, std::size_t body_size, ReadBody read_body) {
  if (message.size() < kAnswerHeaderSize) return fail(DeviceMessageError::kTruncated);
  Reader reader(message);
  const auto status = statusFrom(reader.number<std::uint16_t>());
  const auto remaining = reader.number<std::uint8_t>();
  if (!status) return fail(DeviceMessageError::kInvalidValue);

  if (*status == DeviceStatus::kOk) {
    if (remaining != kNoRemainingAttempts) return fail(DeviceMessageError::kInvalidValue);
    if (const auto size = checkSize(message, kAnswerHeaderSize + body_size); !size) return fail(size.error());
    Result<Answer, DeviceMessageError> answer = read_body(reader);
    if (!answer) return fail(answer.error());
    return AnswerResult<Answer>(tl::in_place, std::move(*answer));
  }
  if (message.size() > kAnswerHeaderSize) return fail(DeviceMessageError::kTrailingBytes);
  return AnswerResult<Answer>(tl::in_place, tl::unexpect, refusedWith(*status, remaining));
}

}  // namespace

SecretBytes encode(const EnrolmentRequest& request) {
  const StartEnrolment& body = request.body;
  assert(body.activation_code.size() >= 1 && body.activation_code.size() <= kMaxActivationCodeSize);
  Writer writer;
  writer.header(Type::kStartEnrolment, request.header).bytes(body.application.bytes());
  writer.bytes(body.device_key.point()).number(static_cast<std::uint8_t>(body.activation_code.size()));
  return writer.bytes(body.activation_code.expose()).finish();
}

SecretBytes encodeUnsigned(const SignedRequest& request) {
  return std::visit(
      [&request](const auto& body) {
        Writer writer;
        writer.header(typeOf(body), request.header).bytes(request.device.bytes()).bytes(request.ticket);
        writeBody(writer, body);
        return writer.finish();
      },
      request.body);
}

SecretBytes signatureInput(const crypto::P256Point& encapsulated_key, ByteView unsigned_request) {
  SecretBytes input(kSignatureLabel.size() + encapsulated_key.size() + unsigned_request.size());
  auto out = input.exposeMutable().begin();
  for (const ByteView part : {bytesOf(kSignatureLabel), ByteView(encapsulated_key), unsigned_request}) {
    out = std::ranges::copy(part, out).out;
  }
  return input;
}

bool ReceivedSignedRequest::isSignedBy(const crypto::P256PublicKey& device_key,
                                       const crypto::P256Point& encapsulated_key) const {
  return device_key.verify(signatureInput(encapsulated_key, unsigned_bytes.expose()).expose(), signature);
}

Result<std::variant<EnrolmentRequest, ReceivedSignedRequest>, DeviceMessageError> decodeRequest(ByteView plaintext) {
  if (plaintext.empty()) return fail(DeviceMessageError::kTruncated);
  const auto type = typeFrom(plaintext[0]);
  if (!type) return fail(DeviceMessageError::kUnknownType);
  if (*type == Type::kStartEnrolment) {
    auto request = decodeEnrolment(plaintext);
    if (!request) return fail(request.error());
    return std::move(*request);
  }
  auto request = decodeSigned(*type, plaintext);
  if (!request) return fail(request.error());
  return std::move(*request);
}

SecretBytes encode(const EnrolmentStarted& answer) {
  return Writer().accepted().bytes(answer.device.bytes()).bytes(answer.ticket).settings(answer.settings).finish();
}
SecretBytes encode(const MethodActivated& answer) {
  return Writer().accepted().bytes(answer.server_random.expose()).settings(answer.settings).finish();
}
SecretBytes encode(const AddOrUpdateStarted& answer) {
  return Writer().accepted().bytes(answer.session.bytes()).bytes(answer.challenge).settings(answer.settings).finish();
}
SecretBytes encode(const DeviceDeactivated&) { return Writer().accepted().finish(); }
SecretBytes encode(const Refused& answer) {
  assert(answer.status != DeviceStatus::kOk && answer.remaining_attempts != kNoRemainingAttempts);
  return Writer()
      .number(static_cast<std::uint16_t>(answer.status))
      .number(answer.remaining_attempts.value_or(kNoRemainingAttempts))
      .finish();
}

AnswerResult<EnrolmentStarted> decodeEnrolmentStarted(ByteView plaintext) {
  const auto read_body = [](Reader& reader) -> Result<EnrolmentStarted, DeviceMessageError> {
    const auto device = reader.id<DeviceId>();
    const auto ticket = reader.array<kTicketSize>();
    return readSettings(reader).map([&](const DeviceSettings& settings) {
      return EnrolmentStarted{device, ticket, settings};
    });
  };
  return decodeAnswer<EnrolmentStarted>(plaintext, kUuidSize + kTicketSize + kSettingsSize, read_body);
}

AnswerResult<MethodActivated> decodeMethodActivated(ByteView plaintext) {
  const auto read_body = [](Reader& reader) -> Result<MethodActivated, DeviceMessageError> {
    auto server_random = reader.secret<ServerRandom>();
    return readSettings(reader).map([&](const DeviceSettings& settings) {
      return MethodActivated{std::move(server_random), settings};
    });
  };
  return decodeAnswer<MethodActivated>(plaintext, ServerRandom::kSize + kSettingsSize, read_body);
}

AnswerResult<AddOrUpdateStarted> decodeAddOrUpdateStarted(ByteView plaintext) {
  const auto read_body = [](Reader& reader) -> Result<AddOrUpdateStarted, DeviceMessageError> {
    const auto session = reader.id<AddOrUpdateSessionId>();
    const auto challenge = reader.array<sizeof(OnlineChallenge)>();
    return readSettings(reader).map([&](const DeviceSettings& settings) {
      return AddOrUpdateStarted{session, challenge, settings};
    });
  };
  return decodeAnswer<AddOrUpdateStarted>(plaintext, kUuidSize + sizeof(OnlineChallenge) + kSettingsSize, read_body);
}

AnswerResult<DeviceDeactivated> decodeDeviceDeactivated(ByteView plaintext) {
  return decodeAnswer<DeviceDeactivated>(
      plaintext, 0, [](Reader&) -> Result<DeviceDeactivated, DeviceMessageError> { return DeviceDeactivated{}; });
}

OnlineResponse onlineResponse(const OtpKey& key, const DeviceId& device, AuthMethod method,
                              const AddOrUpdateSessionId& session, const OnlineChallenge& challenge) {
  const auto mac = crypto::hmac(
      crypto::HashAlgorithm::kSha256, key.expose(),
      {bytesOf(kResponseLabel), device.bytes(), bigEndian(idOf(method)), session.bytes(), ByteView(challenge)});
  OnlineResponse response{};
  std::ranges::copy(mac.view(), response.begin());
  return response;
}

}  // namespace heliograph::protocol
