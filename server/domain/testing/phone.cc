#include "domain/testing/phone.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace heliograph::domain {
namespace {

template <class Accepted>
Phone::Reply<Accepted> understood(protocol::AnswerResult<Accepted> answer) {
  if (!answer) throw std::runtime_error("the server's answer is malformed");
  return std::move(*answer);
}

protocol::OnlineSalt copyOf(const protocol::OnlineSalt& salt) { return {salt.number, salt.value.clone()}; }

SecretBytes joined(const SecretBytes& first, ByteView second) {
  SecretBytes bytes(first.size() + second.size());
  std::ranges::copy(second, std::ranges::copy(first.expose(), bytes.exposeMutable().begin()).out);
  return bytes;
}

}  // namespace

Phone::Phone(const crypto::P256PublicKey& channel_key, Random& random, Send send_function, TimePoint phone_time)
    : key(crypto::P256PrivateKey::generate(random)),
      send(std::move(send_function)),
      time(phone_time),
      channel_key_(channel_key),
      random_(random) {}

Phone Phone::clone() const {
  Phone copy(channel_key_, random_, send, time);
  copy.key = *crypto::P256PrivateKey::fromScalar(key.scalar());
  copy.device = device;
  copy.ticket = ticket;
  copy.session = session;
  copy.challenge = challenge;
  copy.authentication = authentication;
  if (salt) copy.salt = copyOf(*salt);
  copy.loses_answers = loses_answers;
  for (const auto& [method, keys] : keys_) {
    copy.keys_.emplace(method, protocol::MethodKeys{keys.data_key.clone(), keys.otp_key.clone()});
  }
  return copy;
}

Phone::Reply<protocol::EnrolmentStarted> Phone::startEnrolment(const ApplicationId& application,
                                                               std::string_view code) {
  const auto answer = exchange([&](const protocol::ChannelSecrets&) {
    return protocol::encode(
        protocol::EnrolmentRequest{newHeader(), {application, key.publicKey(), SecretBytes::copyOf(bytesOf(code))}});
  });
  auto reply = understood(protocol::decodeEnrolmentStarted(answer.expose()));
  if (reply && !loses_answers) {
    device = reply->device;
    ticket = reply->ticket;
  }
  return reply;
}

Phone::Reply<protocol::MethodActivated> Phone::finishEnrolment(protocol::AuthMethod method) {
  auto phone_random = drawRandom();
  const auto answer = call(protocol::FinishEnrolment{method, phone_random.clone()});
  auto reply = understood(protocol::decodeMethodActivated(answer.expose()));
  keepKeys(method, phone_random, reply);
  return reply;
}

Phone::Reply<protocol::AddOrUpdateStarted> Phone::startAddOrUpdate() {
  auto reply = understood(protocol::decodeAddOrUpdateStarted(call(protocol::StartAddOrUpdate{}).expose()));
  if (reply && !loses_answers) {
    session = reply->session;
    challenge = reply->challenge;
  }
  return reply;
}

Phone::Reply<protocol::MethodActivated> Phone::finishAddOrUpdate(protocol::AuthMethod authorising,
                                                                 protocol::AuthMethod method, Entry entry) {
  auto request = addOrUpdateRequest(authorising, method, entry);
  const auto phone_random = request.phone_random.clone();
  const auto answer = call(std::move(request));
  auto reply = understood(protocol::decodeMethodActivated(answer.expose()));
  keepKeys(method, phone_random, reply);
  return reply;
}

Phone::Reply<protocol::AuthenticationStarted> Phone::startAuthentication() {
  auto reply = understood(protocol::decodeAuthenticationStarted(call(protocol::StartAuthentication{}).expose()));
  if (reply && !loses_answers) authentication = *reply;
  return reply;
}

Phone::Reply<protocol::AuthenticationFinished> Phone::finishAuthentication(protocol::AuthMethod method, Entry entry) {
  const protocol::AuthenticationStarted& open = authentication.value();
  const auto subject = protocol::authenticationSubject(open.title, open.context);
  const auto answer = call(protocol::FinishAuthentication{
      open.session, proof(method, open.session.bytes(), open.challenge, subject, entry)});
  auto reply = understood(protocol::decodeAuthenticationFinished(answer.expose()));
  if (reply) keepSalt(reply->salt);
  return reply;
}

Phone::Reply<protocol::AuthenticationCancelled> Phone::cancelAuthentication() {
  return understood(protocol::decodeAuthenticationCancelled(
      call(protocol::CancelAuthentication{authentication.value().session}).expose()));
}

Phone::Reply<protocol::MethodDeactivated> Phone::deactivateMethod(protocol::AuthMethod method) {
  return understood(protocol::decodeMethodDeactivated(call(protocol::DeactivateMethod{method}).expose()));
}

Phone::Reply<protocol::DeviceDeactivated> Phone::deactivate() {
  return understood(protocol::decodeDeviceDeactivated(call(protocol::DeactivateDevice{}).expose()));
}

std::string Phone::oneTimePassword(const protocol::VerificationData& data, Entry entry) const {
  const protocol::MethodKeys& keys = keys_.at(data.parameters().method);
  const auto context = data.open(keys.data_key, device.value());
  if (!context) throw std::runtime_error("the verification data is not for this phone");
  std::string password(protocol::computeOtp(keys.otp_key, device.value(), data.parameters(), *context).expose());
  if (entry == Entry::kWrong) password[0] = password[0] == '9' ? '0' : static_cast<char>(password[0] + 1);
  return password;
}

protocol::FinishAddOrUpdate Phone::addOrUpdateRequest(protocol::AuthMethod authorising, protocol::AuthMethod method,
                                                      Entry entry) {
  auto phone_random = drawRandom();
  const auto subject = protocol::addOrUpdateSubject(method, phone_random);
  return {session.value(), proof(authorising, session->bytes(), challenge, subject, entry), method,
          std::move(phone_random)};
}

protocol::SignedRequest Phone::signedRequest(protocol::SignedBody body) {
  return {newHeader(), device.value(), ticket, std::move(body)};
}

SecretBytes Phone::sign(const protocol::SignedRequest& request, const crypto::P256Point& encapsulated_key) const {
  const SecretBytes unsigned_bytes = protocol::encodeUnsigned(request);
  const auto signature = key.sign(protocol::signatureInput(encapsulated_key, unsigned_bytes.expose()).expose());
  return joined(unsigned_bytes, signature);
}

SecretBytes Phone::exchange(const Plaintext& plaintext) {
  auto channel = protocol::ChannelRequest::begin(channel_key_, random_);
  const Bytes message = channel.seal(plaintext(channel.secrets()).expose());
  const auto answer = send(message);
  if (!answer) throw std::runtime_error("the server did not open the message");
  auto opened = protocol::openAnswer(channel.secrets(), *answer);
  if (!opened) throw std::runtime_error("the server's answer does not open");
  const protocol::ChannelSecrets& secrets = channel.secrets();
  last_secrets_ = protocol::ChannelSecrets{secrets.encapsulated_key, secrets.answer_secret.clone(),
                                           secrets.key_agreement_secret.clone()};
  return std::move(*opened);
}

protocol::RequestHeader Phone::newHeader() {
  const TimePoint sent_at = time;
  if (time < TimePoint::max()) time += std::chrono::milliseconds(1);
  return {sent_at, protocol::RequestId::random(random_)};
}

SecretBytes Phone::call(protocol::SignedBody body) {
  const protocol::SignedRequest request = signedRequest(std::move(body));
  return exchange([&](const protocol::ChannelSecrets& secrets) { return sign(request, secrets.encapsulated_key); });
}

protocol::PhoneRandom Phone::drawRandom() {
  return protocol::PhoneRandom::filledBy([&](MutableByteView out) { random_.fill(out); });
}

protocol::OnlineProof Phone::proof(protocol::AuthMethod method, const UuidBytes& of_session,
                                   const protocol::OnlineChallenge& of_challenge,
                                   const protocol::OnlineSubject& subject, Entry entry) const {
  const auto found = keys_.find(method);
  // A method that this phone does not have.
  if (found == keys_.end() || !salt) return {.method = method, .salt_number = salt ? salt->number : 1, .response = {}};
  auto response = protocol::onlineResponse(found->second.otp_key,
                                           {.device = device.value(),
                                            .method = method,
                                            .session = of_session,
                                            .challenge = of_challenge,
                                            .subject = subject},
                                           *salt);
  if (entry == Entry::kWrong) response[0] ^= 1;
  return {.method = method, .salt_number = salt->number, .response = response};
}

void Phone::keepKeys(protocol::AuthMethod method, const protocol::PhoneRandom& phone_random,
                     const Reply<protocol::MethodActivated>& reply) {
  if (!reply || loses_answers) return;
  keys_.insert_or_assign(method, protocol::deriveMethodKeys(last_secrets_->key_agreement_secret, phone_random,
                                                            reply->server_random, device.value(), method));
  keepSalt(reply->salt);
}

void Phone::keepSalt(const protocol::OnlineSalt& next) {
  if (!loses_answers) salt = copyOf(next);
}

}  // namespace heliograph::domain
