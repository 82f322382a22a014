// One call to the server: seal, sign, send, open.
//
// Every call is a message of its own, with a fresh ephemeral key, request id and timestamp. So repeating a finish call
// after a failure sends no message twice, and the keys that the repetition makes are its own.

#ifndef HELIOGRAPH_SDK_ONLINE_CALL_H_
#define HELIOGRAPH_SDK_ONLINE_CALL_H_

#include <utility>

#include "base/secret.h"
#include "protocol/channel.h"
#include "protocol/device_messages.h"
#include "sdk/environment.h"
#include "sdk/error.h"
#include "sdk/registration.h"

namespace heliograph::sdk {

// Sends once. `environment` must outlive it.
class OnlineCall {
 public:
  // kWrongState where no configuration is loaded, kNetworkUnavailable where there is no transport.
  [[nodiscard]] static Outcome<OnlineCall> begin(const Environment& environment);

  // The opened answer. kNetworkUnavailable, kTryLater, kRejectedRequest or kUnexpectedAnswer; after the first and the
  // last nobody knows whether the server acted.
  [[nodiscard]] Outcome<SecretBytes> sendEnrolment(protocol::StartEnrolment body);
  [[nodiscard]] Outcome<SecretBytes> sendSigned(const DeviceIdentity& device, protocol::SignedBody body);

  // From which the keys of a method are derived that this call activates.
  [[nodiscard]] const protocol::KeyAgreementSecret& keyAgreementSecret() const {
    return request_.secrets().key_agreement_secret;
  }

 private:
  OnlineCall(const Environment& environment, protocol::ChannelRequest request)
      : environment_(&environment), request_(std::move(request)) {}

  [[nodiscard]] protocol::RequestHeader newHeader() const;
  [[nodiscard]] Outcome<SecretBytes> send(ByteView plaintext);

  const Environment* environment_;
  protocol::ChannelRequest request_;
};

[[nodiscard]] Error errorOf(const protocol::Refused& refused);

// kUnexpectedAnswer where the answer is malformed, the server's own error where it refused.
template <class Answer>
[[nodiscard]] Outcome<Answer> accepted(protocol::AnswerResult<Answer> decoded) {
  if (!decoded) return fail(Error{ErrorCode::kUnexpectedAnswer, "the server's answer is malformed"});
  if (!*decoded) return fail(errorOf(decoded->error()));
  return std::move(**decoded);
}

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_ONLINE_CALL_H_
