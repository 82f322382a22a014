// The server's end of the protocol, in memory and for one device: a Transport that opens what the phone seals, and the
// service provider's calls that a test makes. It keeps the rules that the phone can notice and no others; the real ones
// are in server/.

#ifndef HELIOGRAPH_SDK_TESTING_FAKE_SERVER_H_
#define HELIOGRAPH_SDK_TESTING_FAKE_SERVER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "crypto/p256.h"
#include "protocol/auth_method.h"
#include "protocol/channel.h"
#include "protocol/device_messages.h"
#include "protocol/method_keys.h"
#include "protocol/online_proof.h"
#include "protocol/otp.h"
#include "sdk/transport.h"

namespace heliograph::sdk {

class FakeServer final : public Transport {
 public:
  static constexpr std::string_view kActivationCode = "12345678";

  // What goes wrong with every message until set back.
  enum class Fault {
    kNone,
    kLoseMessage,    // it never arrives
    kLoseAnswer,     // it is acted upon, and nobody hears of it
    kBusy,           // 503
    kReject,         // 400
    kAlterAnswer,    // one bit
    kAnswerGarbage,  // sealed well, but no answer
  };

  FakeServer(Random& random, const Clock& clock);

  // For Controller::loadConfig().
  [[nodiscard]] std::string configuration() const;

  void play(Fault fault) { fault_ = fault; }
  // Refuses every message until set back to nothing.
  void refuse(std::optional<protocol::Refused> refusal) { refusal_ = refusal; }
  void configure(const protocol::DeviceSettings& settings) { settings_ = settings; }
  [[nodiscard]] const protocol::DeviceSettings& settings() const { return settings_; }
  void forgetDevice();

  [[nodiscard]] int messages() const { return messages_; }
  [[nodiscard]] bool knowsDevice() const { return device_key_.has_value(); }
  [[nodiscard]] protocol::AuthMethodSet activatedMethods() const;

  // What a service provider begins and sees. A phone gets the newest one that is open.
  enum class AuthenticationStatus { kStarted, kCompleted, kFailed, kCancelled, kExpired };
  using AuthenticationNumber = std::size_t;
  AuthenticationNumber beginAuthentication(std::optional<std::string_view> title,
                                           std::optional<std::string_view> context, protocol::AuthMethodSet methods);
  [[nodiscard]] AuthenticationStatus status(AuthenticationNumber number) const;
  void expire(AuthenticationNumber number);

  // The numbers of the salts that the phone's responses held, right or wrong.
  [[nodiscard]] const std::vector<std::uint32_t>& usedSalts() const { return used_salts_; }

  // Verification data for an activated offline method, and the password that its owner should come up with.
  [[nodiscard]] std::string beginOffline(protocol::AuthMethod method, std::string_view context) const;
  [[nodiscard]] std::string expectedPassword(std::string_view verification_data) const;

  [[nodiscard]] Result<Bytes, TransportError> exchange(const std::string& service_url, ByteView message) override;

 private:
  [[nodiscard]] SecretBytes answer(const protocol::OpenedRequest& opened);
  [[nodiscard]] bool accepts(const protocol::RequestHeader& header);
  [[nodiscard]] SecretBytes startEnrolment(const protocol::StartEnrolment& request);
  [[nodiscard]] SecretBytes handle(const protocol::FinishEnrolment& request, const protocol::ChannelSecrets& secrets);
  [[nodiscard]] SecretBytes handle(const protocol::StartAddOrUpdate& request, const protocol::ChannelSecrets& secrets);
  [[nodiscard]] SecretBytes handle(const protocol::FinishAddOrUpdate& request, const protocol::ChannelSecrets& secrets);
  [[nodiscard]] SecretBytes handle(const protocol::DeactivateDevice& request, const protocol::ChannelSecrets& secrets);
  [[nodiscard]] SecretBytes handle(const protocol::StartAuthentication& request,
                                   const protocol::ChannelSecrets& secrets);
  [[nodiscard]] SecretBytes handle(const protocol::FinishAuthentication& request,
                                   const protocol::ChannelSecrets& secrets);
  [[nodiscard]] SecretBytes handle(const protocol::CancelAuthentication& request,
                                   const protocol::ChannelSecrets& secrets);
  [[nodiscard]] SecretBytes handle(const protocol::DeactivateMethod& request, const protocol::ChannelSecrets& secrets);
  // Nothing where the response is right; then a new salt is on offer.
  [[nodiscard]] std::optional<protocol::Refused> refusalOf(const protocol::OnlineProof& proof, const UuidBytes& session,
                                                           const protocol::OnlineChallenge& challenge,
                                                           const protocol::OnlineSubject& subject);
  void offerSalt();
  [[nodiscard]] protocol::OnlineSalt offeredSalt() const;
  [[nodiscard]] SecretBytes activate(protocol::AuthMethod method, const protocol::PhoneRandom& phone_random,
                                     const protocol::ChannelSecrets& secrets);

  struct Method {
    protocol::MethodKeys keys;
    int failures = 0;
  };
  struct Authentication {
    protocol::AuthenticationStarted start;
    AuthenticationStatus status = AuthenticationStatus::kStarted;
  };
  [[nodiscard]] Authentication* authenticationOf(const protocol::AuthenticationSessionId& session);

  Random& random_;
  const Clock& clock_;
  ApplicationId application_;
  crypto::P256PrivateKey channel_key_;
  protocol::DeviceSettings settings_;
  Fault fault_ = Fault::kNone;
  std::optional<protocol::Refused> refusal_;
  int messages_ = 0;

  std::set<protocol::RequestId> seen_;
  DeviceId device_;
  protocol::DeviceTicket ticket_{};
  std::optional<crypto::P256PublicKey> device_key_;
  bool enrolling_ = true;  // until the device makes another call than to finish its enrolment
  std::map<protocol::AuthMethod, Method> methods_;
  std::optional<protocol::AddOrUpdateStarted> session_;
  std::vector<Authentication> authentications_;

  std::vector<protocol::OnlineSalt> salts_;  // number 1 first; the last one is on offer
  std::uint32_t confirmed_salt_ = 0;         // the newest that a right response held
  std::uint32_t previous_salt_ = 0;          // the one that was confirmed before
  std::vector<std::uint32_t> used_salts_;
  bool clone_detected_ = false;
};

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_TESTING_FAKE_SERVER_H_
