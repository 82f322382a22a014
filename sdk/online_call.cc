#include "sdk/online_call.h"

#include <algorithm>
#include <string>

#include "sdk/key_store_failure.h"

namespace heliograph::sdk {
namespace {

using protocol::DeviceStatus;

Error errorOf(TransportError error) {
  switch (error) {
    case TransportError::kUnreachable:
      break;
    case TransportError::kRejected:
      return {ErrorCode::kRejectedRequest, "the server cannot read the message"};
    case TransportError::kBusy:
      return {ErrorCode::kTryLater, "the server asks to try later"};
  }
  return {ErrorCode::kNetworkUnavailable, "the server cannot be reached"};
}

SecretBytes concatenated(ByteView first, ByteView second) {
  SecretBytes both(first.size() + second.size());
  const auto rest = std::ranges::copy(first, both.exposeMutable().begin()).out;
  std::ranges::copy(second, rest);
  return both;
}

}  // namespace

Error errorOf(const protocol::Refused& refused) {
  const auto remaining_attempts =
      refused.remaining_attempts ? std::optional<int>(*refused.remaining_attempts) : std::nullopt;
  switch (refused.status) {
    case DeviceStatus::kOk:  // Refused never has it
      break;
    case DeviceStatus::kNotActivated:
      return {ErrorCode::kNotActivated, "the server does not know this device"};
    case DeviceStatus::kMethodNotAllowed:
      return {ErrorCode::kMethodNotAllowed, "the application does not allow this method"};
    case DeviceStatus::kNoSession:
      return {ErrorCode::kNoSession, "the server has no such session or activation code"};
    case DeviceStatus::kSessionExpired:
      return {ErrorCode::kExpiredSession, "the session has expired"};
    case DeviceStatus::kAuthenticationFailed:
      return {ErrorCode::kAuthenticationFailed, "the authentication failed", remaining_attempts};
    case DeviceStatus::kLockedByAdmin:
      return {ErrorCode::kLockedByAdmin, "locked by an administrator"};
    case DeviceStatus::kLocked:
      return {ErrorCode::kLocked, "locked after too many failures", remaining_attempts};
    case DeviceStatus::kIllegalAuthMethod:
      return {ErrorCode::kIllegalAuthMethod, "the method may not authorise this"};
    case DeviceStatus::kRejectedRequest:
      return {ErrorCode::kRejectedRequest, "the server did not accept the message: is the clock right?"};
    case DeviceStatus::kTryLater:
      return {ErrorCode::kTryLater, "the server asks to try later"};
  }
  return {ErrorCode::kUnexpectedAnswer, "the server refused without a reason that is known"};
}

Outcome<OnlineCall> OnlineCall::begin(const Environment& environment) {
  if (!environment.config) return fail(Error{ErrorCode::kWrongState, "no configuration is loaded"});
  if (environment.transport == nullptr) return fail(errorOf(TransportError::kUnreachable));
  return OnlineCall(environment, protocol::ChannelRequest::begin(environment.config->channel_key, environment.random));
}

protocol::RequestHeader OnlineCall::newHeader() const {
  return {.timestamp = environment_->clock.now(), .id = protocol::RequestId::random(environment_->random)};
}

Outcome<SecretBytes> OnlineCall::sendEnrolment(protocol::StartEnrolment body) {
  const SecretBytes plaintext =
      protocol::encode(protocol::EnrolmentRequest{.header = newHeader(), .body = std::move(body)});
  return send(plaintext.expose());
}

Outcome<SecretBytes> OnlineCall::sendSigned(const DeviceIdentity& device, protocol::SignedBody body) {
  const SecretBytes unsigned_request = protocol::encodeUnsigned(
      {.header = newHeader(), .device = device.id, .ticket = device.ticket, .body = std::move(body)});
  const SecretBytes signed_bytes =
      protocol::signatureInput(request_.secrets().encapsulated_key, unsigned_request.expose());
  const auto signature = environment_->key_store.sign(signed_bytes.expose());
  if (!signature) return fail(errorOf(signature.error()));
  return send(concatenated(unsigned_request.expose(), *signature).expose());
}

Outcome<SecretBytes> OnlineCall::send(ByteView plaintext) {
  const Bytes message = request_.seal(plaintext);
  const auto answer = environment_->transport->exchange(environment_->config->service_url, message);
  if (!answer) return fail(errorOf(answer.error()));
  auto opened = protocol::openAnswer(request_.secrets(), *answer);
  if (!opened) return fail(Error{ErrorCode::kUnexpectedAnswer, "the answer is not the server's"});
  return std::move(*opened);
}

}  // namespace heliograph::sdk
