// A small phone, built out of protocol/ alone: what the server meets when somebody's phone calls, and when somebody
// else's does.
//
// It keeps its keys open and knows no PIN: a wrong PIN is a wrong response or a wrong password, as it is for the
// server.

#ifndef HELIOGRAPH_SERVER_DOMAIN_TESTING_PHONE_H_
#define HELIOGRAPH_SERVER_DOMAIN_TESTING_PHONE_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "crypto/p256.h"
#include "protocol/channel.h"
#include "protocol/device_messages.h"
#include "protocol/verification_data.h"

namespace heliograph::domain {

enum class Entry { kRight, kWrong };  // what the owner types

class Phone {
 public:
  // Carries a sealed message to the server and the sealed answer back.
  using Send = std::function<Result<Bytes, protocol::ChannelError>(ByteView message)>;
  template <class Accepted>
  using Reply = Result<Accepted, protocol::Refused>;

  Phone(const crypto::P256PublicKey& channel_key, Random& random, Send send, TimePoint time);

  // Another phone with all that this one has.
  [[nodiscard]] Phone clone() const;

  // Each makes one call. An answer that is malformed or does not open throws: the server is at fault then.
  Reply<protocol::EnrolmentStarted> startEnrolment(const ApplicationId& application, std::string_view code);
  Reply<protocol::MethodActivated> finishEnrolment(protocol::AuthMethod method);
  Reply<protocol::AddOrUpdateStarted> startAddOrUpdate();
  // Answers the challenge of the last startAddOrUpdate().
  Reply<protocol::MethodActivated> finishAddOrUpdate(protocol::AuthMethod authorising, protocol::AuthMethod method,
                                                     Entry entry = Entry::kRight);
  Reply<protocol::AuthenticationStarted> startAuthentication();
  // Answers what the last startAuthentication() found.
  Reply<protocol::AuthenticationFinished> finishAuthentication(protocol::AuthMethod method,
                                                               Entry entry = Entry::kRight);
  Reply<protocol::AuthenticationCancelled> cancelAuthentication();
  Reply<protocol::MethodDeactivated> deactivateMethod(protocol::AuthMethod method);
  Reply<protocol::DeviceDeactivated> deactivate();

  // Of the right form in either case.
  [[nodiscard]] std::string oneTimePassword(const protocol::VerificationData& data, Entry entry = Entry::kRight) const;

  // The pieces of a signed call, for tests that put them together wrongly.
  [[nodiscard]] protocol::FinishAddOrUpdate addOrUpdateRequest(protocol::AuthMethod authorising,
                                                               protocol::AuthMethod method,
                                                               Entry entry = Entry::kRight);
  [[nodiscard]] protocol::SignedRequest signedRequest(protocol::SignedBody body);
  [[nodiscard]] SecretBytes sign(const protocol::SignedRequest& request,
                                 const crypto::P256Point& encapsulated_key) const;
  // Seals what `plaintext` makes, sends it and opens the answer.
  using Plaintext = std::function<SecretBytes(const protocol::ChannelSecrets& secrets)>;
  [[nodiscard]] SecretBytes exchange(const Plaintext& plaintext);

  // What it is made of. Tests change it to forge.
  crypto::P256PrivateKey key;
  Send send;
  TimePoint time;  // of the next call; each is a millisecond later than the one before
  std::optional<DeviceId> device;
  protocol::DeviceTicket ticket{};
  std::optional<protocol::AddOrUpdateSessionId> session;
  protocol::OnlineChallenge challenge{};
  std::optional<protocol::AuthenticationStarted> authentication;
  std::optional<protocol::OnlineSalt> salt;  // for the next proof
  // What the server answers gets lost on its way: the test sees it, the phone keeps nothing of it.
  bool loses_answers = false;

 private:
  [[nodiscard]] protocol::RequestHeader newHeader();
  [[nodiscard]] SecretBytes call(protocol::SignedBody body);
  [[nodiscard]] protocol::PhoneRandom drawRandom();
  [[nodiscard]] protocol::OnlineProof proof(protocol::AuthMethod method, const UuidBytes& of_session,
                                            const protocol::OnlineChallenge& of_challenge,
                                            const protocol::OnlineSubject& subject, Entry entry) const;
  void keepKeys(protocol::AuthMethod method, const protocol::PhoneRandom& phone_random,
                const Reply<protocol::MethodActivated>& reply);
  void keepSalt(const protocol::OnlineSalt& next);

  crypto::P256PublicKey channel_key_;
  Random& random_;
  std::optional<protocol::ChannelSecrets> last_secrets_;
  std::map<protocol::AuthMethod, protocol::MethodKeys> keys_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_TESTING_PHONE_H_
