#include "protocol/device_requests.h"

#include <cassert>
#include <cstddef>
#include <limits>
#include <string_view>
#include <utility>

#include "base/byte_reader.h"
#include "base/secret_writer.h"
#include "protocol/message_bytes.h"

namespace heliograph::protocol {
namespace {

constexpr std::string_view kSignatureLabel = "heliograph/device-request/1";

enum class Type : std::uint8_t {
  kStartEnrolment = 0x01,
  kFinishEnrolment = 0x02,
  kStartAddOrUpdate = 0x03,
  kFinishAddOrUpdate = 0x04,
  kDeactivateDevice = 0x05,
  kStartAuthentication = 0x06,
  kFinishAuthentication = 0x07,
  kCancelAuthentication = 0x08,
  kDeactivateMethod = 0x09,
};

constexpr std::size_t kUuidSize = 16;
constexpr std::size_t kTicketSize = std::tuple_size_v<DeviceTicket>;
constexpr std::size_t kRequestHeaderSize = 1 + 8 + kUuidSize;
constexpr std::size_t kMinEnrolmentSize = kRequestHeaderSize + kUuidSize + crypto::kP256PointSize + 1;
constexpr std::size_t kProofSize = 1 + 4 + sizeof(OnlineResponse);
// Of any request, without its signature.
constexpr std::size_t kMaxRequestSize =
    std::max(kMinEnrolmentSize + kMaxActivationCodeSize,
             kRequestHeaderSize + kUuidSize + kTicketSize + kUuidSize + kProofSize + 1 + PhoneRandom::kSize);

std::optional<Type> typeFrom(std::uint8_t byte) {
  if (byte < static_cast<std::uint8_t>(Type::kStartEnrolment)) return std::nullopt;
  if (byte > static_cast<std::uint8_t>(Type::kDeactivateMethod)) return std::nullopt;
  return static_cast<Type>(byte);
}

// A body's size; StartEnrolment's depends on its code and is not asked for.
std::size_t signedBodySize(Type type) {
  switch (type) {
    case Type::kFinishEnrolment:
      return 1 + PhoneRandom::kSize;
    case Type::kFinishAddOrUpdate:
      return kUuidSize + kProofSize + 1 + PhoneRandom::kSize;
    case Type::kFinishAuthentication:
      return kUuidSize + kProofSize;
    case Type::kCancelAuthentication:
      return kUuidSize;
    case Type::kDeactivateMethod:
      return 1;
    case Type::kStartEnrolment:
    case Type::kStartAddOrUpdate:
    case Type::kDeactivateDevice:
    case Type::kStartAuthentication:
      return 0;
  }
  return 0;
}

// A time before 1970 or beyond what signed milliseconds hold is refused, so that arithmetic on it can not overflow.
std::optional<RequestHeader> readHeader(ByteReader& reader) {
  const auto milliseconds = reader.number<std::uint64_t>();
  const auto id = reader.id<RequestId>();
  if (milliseconds > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
  return RequestHeader{fromUnixMilliseconds(static_cast<std::int64_t>(milliseconds)), id};
}

Result<EnrolmentRequest, DeviceMessageError> decodeEnrolment(ByteView message) {
  if (message.size() < kMinEnrolmentSize) return fail(DeviceMessageError::kTruncated);
  const std::size_t code_size = message[kMinEnrolmentSize - 1];
  if (code_size == 0 || code_size > kMaxActivationCodeSize) return fail(DeviceMessageError::kInvalidValue);
  if (const auto size = checkMessageSize(message, kMinEnrolmentSize + code_size); !size) return fail(size.error());

  ByteReader reader(message.subspan(1));
  const auto header = readHeader(reader);
  if (!header) return fail(DeviceMessageError::kInvalidValue);
  const auto application = reader.id<ApplicationId>();
  auto device_key = crypto::P256PublicKey::fromPoint(reader.take(crypto::kP256PointSize));
  if (!device_key) return fail(DeviceMessageError::kInvalidKey);
  (void)reader.take(1);  // the code's size
  return EnrolmentRequest{
      *header, StartEnrolment{application, std::move(*device_key), SecretBytes::copyOf(reader.take(code_size))}};
}

Result<OnlineProof, DeviceMessageError> readProof(ByteReader& reader) {
  const auto method = readMethod(reader);
  const auto salt_number = reader.number<std::uint32_t>();
  const auto response = reader.array<sizeof(OnlineResponse)>();
  if (!method) return fail(DeviceMessageError::kUnknownMethod);
  if (salt_number == 0) return fail(DeviceMessageError::kInvalidValue);
  return OnlineProof{*method, salt_number, response};
}

Result<SignedBody, DeviceMessageError> readFinishEnrolment(ByteReader& reader) {
  const auto method = readMethod(reader);
  if (!method) return fail(DeviceMessageError::kUnknownMethod);
  return FinishEnrolment{*method, reader.secret<PhoneRandom>()};
}

Result<SignedBody, DeviceMessageError> readFinishAddOrUpdate(ByteReader& reader) {
  const auto session = reader.id<AddOrUpdateSessionId>();
  const auto proof = readProof(reader);
  if (!proof) return fail(proof.error());
  const auto method = readMethod(reader);
  if (!method) return fail(DeviceMessageError::kUnknownMethod);
  return FinishAddOrUpdate{session, *proof, *method, reader.secret<PhoneRandom>()};
}

Result<SignedBody, DeviceMessageError> readFinishAuthentication(ByteReader& reader) {
  const auto session = reader.id<AuthenticationSessionId>();
  const auto proof = readProof(reader);
  if (!proof) return fail(proof.error());
  return FinishAuthentication{session, *proof};
}

Result<SignedBody, DeviceMessageError> readDeactivateMethod(ByteReader& reader) {
  const auto method = readMethod(reader);
  if (!method) return fail(DeviceMessageError::kUnknownMethod);
  return DeactivateMethod{*method};
}

Result<SignedBody, DeviceMessageError> readSignedBody(Type type, ByteReader& reader) {
  switch (type) {
    case Type::kFinishEnrolment:
      return readFinishEnrolment(reader);
    case Type::kStartAddOrUpdate:
      return StartAddOrUpdate{};
    case Type::kFinishAddOrUpdate:
      return readFinishAddOrUpdate(reader);
    case Type::kDeactivateDevice:
      return DeactivateDevice{};
    case Type::kStartAuthentication:
      return StartAuthentication{};
    case Type::kFinishAuthentication:
      return readFinishAuthentication(reader);
    case Type::kCancelAuthentication:
      return CancelAuthentication{reader.id<AuthenticationSessionId>()};
    case Type::kDeactivateMethod:
      return readDeactivateMethod(reader);
    case Type::kStartEnrolment:
      break;  // not signed
  }
  return fail(DeviceMessageError::kUnknownType);
}

Result<ReceivedSignedRequest, DeviceMessageError> decodeSigned(Type type, ByteView message) {
  const std::size_t unsigned_size = kRequestHeaderSize + kUuidSize + kTicketSize + signedBodySize(type);
  if (const auto size = checkMessageSize(message, unsigned_size + crypto::kP256SignatureSize); !size) {
    return fail(size.error());
  }
  ByteReader reader(message.subspan(1));
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
Type typeOf(const StartAuthentication&) { return Type::kStartAuthentication; }
Type typeOf(const FinishAuthentication&) { return Type::kFinishAuthentication; }
Type typeOf(const CancelAuthentication&) { return Type::kCancelAuthentication; }
Type typeOf(const DeactivateMethod&) { return Type::kDeactivateMethod; }

void writeHeader(SecretWriter& writer, Type type, const RequestHeader& header) {
  writer.number(static_cast<std::uint8_t>(type));
  writer.number(static_cast<std::uint64_t>(toUnixMilliseconds(header.timestamp))).bytes(header.id.bytes());
}

void writeProof(SecretWriter& writer, const OnlineProof& proof) {
  assert(proof.salt_number != 0);
  writer.number(idOf(proof.method)).number(proof.salt_number).bytes(proof.response);
}

void writeBody(SecretWriter& writer, const FinishEnrolment& body) {
  writer.number(idOf(body.method)).bytes(body.phone_random.expose());
}
void writeBody(SecretWriter&, const StartAddOrUpdate&) {}
void writeBody(SecretWriter& writer, const FinishAddOrUpdate& body) {
  writer.bytes(body.session.bytes());
  writeProof(writer, body.proof);
  writer.number(idOf(body.method)).bytes(body.phone_random.expose());
}
void writeBody(SecretWriter&, const DeactivateDevice&) {}
void writeBody(SecretWriter&, const StartAuthentication&) {}
void writeBody(SecretWriter& writer, const FinishAuthentication& body) {
  writer.bytes(body.session.bytes());
  writeProof(writer, body.proof);
}
void writeBody(SecretWriter& writer, const CancelAuthentication& body) { writer.bytes(body.session.bytes()); }
void writeBody(SecretWriter& writer, const DeactivateMethod& body) { writer.number(idOf(body.method)); }

}  // namespace

SecretBytes encode(const EnrolmentRequest& request) {
  const StartEnrolment& body = request.body;
  assert(body.activation_code.size() >= 1 && body.activation_code.size() <= kMaxActivationCodeSize);
  SecretWriter writer(kMaxRequestSize);
  writeHeader(writer, Type::kStartEnrolment, request.header);
  writer.bytes(body.application.bytes())
      .bytes(body.device_key.point())
      .number(static_cast<std::uint8_t>(body.activation_code.size()));
  return writer.bytes(body.activation_code.expose()).finish();
}

SecretBytes encodeUnsigned(const SignedRequest& request) {
  return std::visit(
      [&request](const auto& body) {
        SecretWriter writer(kMaxRequestSize);
        writeHeader(writer, typeOf(body), request.header);
        writer.bytes(request.device.bytes()).bytes(request.ticket);
        writeBody(writer, body);
        return writer.finish();
      },
      request.body);
}

SecretBytes signatureInput(const crypto::P256Point& encapsulated_key, ByteView unsigned_request) {
  SecretWriter input(kSignatureLabel.size() + encapsulated_key.size() + unsigned_request.size());
  return input.bytes(bytesOf(kSignatureLabel)).bytes(encapsulated_key).bytes(unsigned_request).finish();
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

}  // namespace heliograph::protocol
