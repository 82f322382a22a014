#include "sdk/testing/fake_server.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

#include "base/hex.h"
#include "crypto/constant_time.h"
#include "protocol/context.h"
#include "protocol/otp.h"
#include "protocol/verification_data.h"

namespace heliograph::sdk {
namespace {

using protocol::AuthMethod;
using protocol::DeviceStatus;
using protocol::VerificationData;

protocol::DeviceSettings everythingAllowed() {
  protocol::DeviceSettings settings;
  for (const AuthMethod method : protocol::kAllAuthMethods) {
    settings.allowed.insert(method);
    if (protocol::isTwoFactor(method) && !protocol::isOffline(method)) settings.allowed_to_authorise.insert(method);
  }
  settings.otp_length = protocol::OtpLength::of(8);
  return settings;
}

SecretBytes refused(DeviceStatus status) { return protocol::encode(protocol::Refused{status}); }

std::optional<protocol::Context> contextOf(std::optional<std::string_view> text) {
  return text ? std::optional(protocol::Context::parse(*text).value()) : std::nullopt;
}

}  // namespace

FakeServer::FakeServer(Random& random, const Clock& clock)
    : random_(random),
      clock_(clock),
      application_(ApplicationId::random(random)),
      channel_key_(crypto::P256PrivateKey::generate(random)),
      settings_(everythingAllowed()),
      device_(DeviceId::random(random)) {
  random_.fill(ticket_);
}

std::string FakeServer::configuration() const {
  return R"({"service_url": "https://auth.example.org", "application_id": ")" + application_.text() +
         R"(", "channel_public_key": ")" + toHex(channel_key_.publicKey().point()) + R"("})";
}

void FakeServer::forgetDevice() {
  device_key_.reset();
  methods_.clear();
  session_.reset();
  authentications_.clear();
  salts_.clear();
  confirmed_salt_ = previous_salt_ = 0;
  clone_detected_ = false;
  enrolling_ = true;
  device_ = DeviceId::random(random_);
}

protocol::AuthMethodSet FakeServer::activatedMethods() const {
  protocol::AuthMethodSet activated;
  for (const auto& [method, state] : methods_) activated.insert(method);
  return activated;
}

FakeServer::AuthenticationNumber FakeServer::beginAuthentication(std::optional<std::string_view> title,
                                                                 std::optional<std::string_view> context,
                                                                 protocol::AuthMethodSet methods) {
  Authentication authentication{.start = {.session = protocol::AuthenticationSessionId::random(random_),
                                          .challenge = {},
                                          .auth_methods = methods,
                                          .title = contextOf(title),
                                          .context = contextOf(context),
                                          .settings = settings_}};
  random_.fill(authentication.start.challenge);
  authentications_.push_back(authentication);
  return authentications_.size() - 1;
}

FakeServer::AuthenticationStatus FakeServer::status(AuthenticationNumber number) const {
  return authentications_.at(number).status;
}

void FakeServer::expire(AuthenticationNumber number) {
  authentications_.at(number).status = AuthenticationStatus::kExpired;
}

std::string FakeServer::beginOffline(AuthMethod method, std::string_view context) const {
  protocol::Nonce nonce{};
  random_.fill(nonce);
  const protocol::SessionParameters parameters{
      .method = method, .otp_length = settings_.otp_length.value(), .nonce = nonce};
  const auto data = VerificationData::seal(methods_.at(method).keys.data_key, device_, parameters,
                                           protocol::Context::parse(context).value());
  return std::string(textOf(data.digits().view()));
}

std::string FakeServer::expectedPassword(std::string_view verification_data) const {
  const auto data = VerificationData::parse(verification_data).value();
  const protocol::MethodKeys& keys = methods_.at(data.parameters().method).keys;
  const auto context = data.open(keys.data_key, device_).value();
  return std::string(protocol::computeOtp(keys.otp_key, device_, data.parameters(), context).expose());
}

Result<Bytes, TransportError> FakeServer::exchange(const std::string&, ByteView message) {
  ++messages_;
  if (fault_ == Fault::kLoseMessage) return fail(TransportError::kUnreachable);
  if (fault_ == Fault::kBusy) return fail(TransportError::kBusy);
  const auto opened = protocol::openRequest(channel_key_, message);
  if (fault_ == Fault::kReject || !opened) return fail(TransportError::kRejected);

  const SecretBytes plaintext = answer(*opened);
  if (fault_ == Fault::kLoseAnswer) return fail(TransportError::kUnreachable);
  if (fault_ == Fault::kAnswerGarbage) return protocol::sealAnswer(opened->secrets, bytesOf("no answer"), random_);
  Bytes sealed = protocol::sealAnswer(opened->secrets, plaintext.expose(), random_);
  if (fault_ == Fault::kAlterAnswer) sealed.back() ^= 1;
  return sealed;
}

SecretBytes FakeServer::answer(const protocol::OpenedRequest& opened) {
  const auto decoded = protocol::decodeRequest(opened.plaintext.expose());
  if (!decoded) return refused(DeviceStatus::kRejectedRequest);
  if (refusal_) return protocol::encode(*refusal_);
  if (const auto* enrolment = std::get_if<protocol::EnrolmentRequest>(&*decoded)) {
    if (!accepts(enrolment->header)) return refused(DeviceStatus::kRejectedRequest);
    return startEnrolment(enrolment->body);
  }
  const auto& received = std::get<protocol::ReceivedSignedRequest>(*decoded);
  const protocol::SignedRequest& request = received.request;
  if (!accepts(request.header)) return refused(DeviceStatus::kRejectedRequest);
  const bool known = device_key_ && request.device == device_ && request.ticket == ticket_ &&
                     received.isSignedBy(*device_key_, opened.secrets.encapsulated_key);
  if (!known) return refused(DeviceStatus::kNotActivated);
  if (clone_detected_) return refused(DeviceStatus::kLockedByAdmin);
  return std::visit([&](const auto& body) { return handle(body, opened.secrets); }, request.body);
}

bool FakeServer::accepts(const protocol::RequestHeader& header) {
  const auto distance = std::chrono::abs(header.timestamp - clock_.now());
  return distance <= protocol::kRequestTimeTolerance && seen_.insert(header.id).second;
}

SecretBytes FakeServer::startEnrolment(const protocol::StartEnrolment& request) {
  const bool right_code = textOf(request.activation_code.expose()) == kActivationCode;
  const bool claimed_by_another = device_key_ && *device_key_ != request.device_key;
  if (request.application != application_ || !right_code || claimed_by_another || !enrolling_) {
    return refused(DeviceStatus::kNoSession);
  }
  device_key_ = request.device_key;
  return protocol::encode(protocol::EnrolmentStarted{.device = device_, .ticket = ticket_, .settings = settings_});
}

SecretBytes FakeServer::handle(const protocol::FinishEnrolment& request, const protocol::ChannelSecrets& secrets) {
  if (!enrolling_) return refused(DeviceStatus::kNoSession);
  if (!settings_.allowed.contains(request.method)) return refused(DeviceStatus::kMethodNotAllowed);
  methods_.clear();
  offerSalt();
  return activate(request.method, request.phone_random, secrets);
}

SecretBytes FakeServer::handle(const protocol::StartAddOrUpdate&, const protocol::ChannelSecrets&) {
  enrolling_ = false;
  session_ = protocol::AddOrUpdateStarted{
      .session = protocol::AddOrUpdateSessionId::random(random_), .challenge = {}, .settings = settings_};
  random_.fill(session_->challenge);
  return protocol::encode(*session_);
}

SecretBytes FakeServer::handle(const protocol::FinishAddOrUpdate& request, const protocol::ChannelSecrets& secrets) {
  if (!session_ || request.session != session_->session) return refused(DeviceStatus::kNoSession);
  if (!settings_.allowed_to_authorise.contains(request.proof.method) || !methods_.contains(request.proof.method)) {
    return refused(DeviceStatus::kIllegalAuthMethod);
  }
  if (!settings_.allowed.contains(request.method)) return refused(DeviceStatus::kMethodNotAllowed);
  const auto subject = protocol::addOrUpdateSubject(request.method, request.phone_random);
  const auto refusal = refusalOf(request.proof, session_->session.bytes(), session_->challenge, subject);
  if (refusal) return protocol::encode(*refusal);
  session_.reset();
  return activate(request.method, request.phone_random, secrets);
}

SecretBytes FakeServer::handle(const protocol::DeactivateDevice&, const protocol::ChannelSecrets&) {
  forgetDevice();
  return protocol::encode(protocol::DeviceDeactivated{});
}

SecretBytes FakeServer::handle(const protocol::StartAuthentication&, const protocol::ChannelSecrets&) {
  enrolling_ = false;
  const auto newest = std::find_if(authentications_.rbegin(), authentications_.rend(), [](const auto& authentication) {
    return authentication.status == AuthenticationStatus::kStarted;
  });
  if (newest == authentications_.rend()) return refused(DeviceStatus::kNoSession);
  newest->start.settings = settings_;
  return protocol::encode(newest->start);
}

FakeServer::Authentication* FakeServer::authenticationOf(const protocol::AuthenticationSessionId& session) {
  const auto found = std::ranges::find_if(
      authentications_, [&](const auto& authentication) { return authentication.start.session == session; });
  return found == authentications_.end() ? nullptr : &*found;
}

SecretBytes FakeServer::handle(const protocol::FinishAuthentication& request, const protocol::ChannelSecrets&) {
  Authentication* open = authenticationOf(request.session);
  if (open != nullptr && open->status == AuthenticationStatus::kExpired) return refused(DeviceStatus::kSessionExpired);
  if (open == nullptr || open->status != AuthenticationStatus::kStarted) return refused(DeviceStatus::kNoSession);
  if (!open->start.auth_methods.contains(request.proof.method) || !methods_.contains(request.proof.method)) {
    return refused(DeviceStatus::kIllegalAuthMethod);
  }
  const auto subject = protocol::authenticationSubject(open->start.title, open->start.context);
  const auto refusal = refusalOf(request.proof, request.session.bytes(), open->start.challenge, subject);
  if (refusal && refusal->status == DeviceStatus::kLocked) open->status = AuthenticationStatus::kFailed;
  if (refusal) return protocol::encode(*refusal);
  open->status = AuthenticationStatus::kCompleted;
  return protocol::encode(protocol::AuthenticationFinished{.settings = settings_, .salt = offeredSalt()});
}

SecretBytes FakeServer::handle(const protocol::CancelAuthentication& request, const protocol::ChannelSecrets&) {
  Authentication* open = authenticationOf(request.session);
  if (open == nullptr || open->status != AuthenticationStatus::kStarted) return refused(DeviceStatus::kNoSession);
  open->status = AuthenticationStatus::kCancelled;
  return protocol::encode(protocol::AuthenticationCancelled{});
}

SecretBytes FakeServer::handle(const protocol::DeactivateMethod& request, const protocol::ChannelSecrets&) {
  if (methods_.erase(request.method) == 0) return refused(DeviceStatus::kMethodNotAllowed);
  return protocol::encode(protocol::MethodDeactivated{});
}

std::optional<protocol::Refused> FakeServer::refusalOf(const protocol::OnlineProof& proof, const UuidBytes& session,
                                                       const protocol::OnlineChallenge& challenge,
                                                       const protocol::OnlineSubject& subject) {
  used_salts_.push_back(proof.salt_number);
  Method& method = methods_.at(proof.method);
  if (method.failures >= settings_.failures_allowed) return protocol::Refused{DeviceStatus::kLocked};
  // One that is none of the three was taken from a copy of the phone.
  const bool current =
      proof.salt_number == salts_.size() || proof.salt_number == confirmed_salt_ || proof.salt_number == previous_salt_;
  if (!current) {
    clone_detected_ = true;
    return protocol::Refused{DeviceStatus::kLockedByAdmin};
  }
  const protocol::OnlineQuestion question{
      .device = device_, .method = proof.method, .session = session, .challenge = challenge, .subject = subject};
  const auto expected = protocol::onlineResponse(method.keys.otp_key, question, salts_.at(proof.salt_number - 1));
  if (!crypto::equalInConstantTime(proof.response, expected)) {
    ++method.failures;
    const int remaining = settings_.failures_allowed - method.failures;
    if (remaining == 0) return protocol::Refused{DeviceStatus::kLocked};
    return protocol::Refused{.status = DeviceStatus::kAuthenticationFailed,
                             .remaining_attempts = static_cast<std::uint8_t>(remaining)};
  }
  method.failures = 0;
  if (proof.salt_number > confirmed_salt_) previous_salt_ = std::exchange(confirmed_salt_, proof.salt_number);
  offerSalt();
  return std::nullopt;
}

void FakeServer::offerSalt() {
  salts_.push_back({.number = static_cast<std::uint32_t>(salts_.size() + 1),
                    .value = decltype(protocol::OnlineSalt::value)::filledBy([&](auto out) { random_.fill(out); })});
}

protocol::OnlineSalt FakeServer::offeredSalt() const {
  return {.number = salts_.back().number, .value = salts_.back().value.clone()};
}

SecretBytes FakeServer::activate(AuthMethod method, const protocol::PhoneRandom& phone_random,
                                 const protocol::ChannelSecrets& secrets) {
  protocol::MethodActivated activated{
      .server_random = protocol::ServerRandom::filledBy([&](auto out) { random_.fill(out); }),
      .settings = settings_,
      .salt = offeredSalt()};
  auto keys =
      protocol::deriveMethodKeys(secrets.key_agreement_secret, phone_random, activated.server_random, device_, method);
  methods_.insert_or_assign(method, Method{.keys = std::move(keys)});
  return protocol::encode(activated);
}

}  // namespace heliograph::sdk
