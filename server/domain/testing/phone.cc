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
  for (const auto& [method, keys] : keys_) {
    copy.keys_.emplace(method, protocol::MethodKeys{keys.data_key.clone(), keys.otp_key.clone()});
  }
  return copy;
}

Phone::Reply<protocol::EnrolmentStarted> Phone::startEnrolment(const ApplicationId& application,
                                                               std::string_view code) {
  const auto answer = exchange([&](const protocol::ChannelSecrets&) {
    return protocol::encode(
        protocol::EnrolmentRequest{{time, protocol::RequestId::random(random_)},
                                   {application, key.publicKey(), SecretBytes::copyOf(bytesOf(code))}});
  });
  auto reply = understood(protocol::decodeEnrolmentStarted(answer.expose()));
  if (reply) {
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
  if (reply) {
    session = reply->session;
    challenge = reply->challenge;
  }
  return reply;
}

Phone::Reply<protocol::MethodActivated> Phone::finishAddOrUpdate(protocol::AuthMethod authorising,
                                                                 protocol::AuthMethod method, Entry entry) {
  auto phone_random = drawRandom();
  const auto answer = call(protocol::FinishAddOrUpdate{session.value(), authorising, response(authorising, entry),
                                                       method, phone_random.clone()});
  auto reply = understood(protocol::decodeMethodActivated(answer.expose()));
  keepKeys(method, phone_random, reply);
  return reply;
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

protocol::SignedRequest Phone::signedRequest(protocol::SignedBody body) {
  return {{time, protocol::RequestId::random(random_)}, device.value(), ticket, std::move(body)};
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

SecretBytes Phone::call(protocol::SignedBody body) {
  const protocol::SignedRequest request = signedRequest(std::move(body));
  return exchange([&](const protocol::ChannelSecrets& secrets) { return sign(request, secrets.encapsulated_key); });
}

protocol::PhoneRandom Phone::drawRandom() {
  return protocol::PhoneRandom::filledBy([&](MutableByteView out) { random_.fill(out); });
}

protocol::OnlineResponse Phone::response(protocol::AuthMethod authorising, Entry entry) const {
  const auto found = keys_.find(authorising);
  if (found == keys_.end()) return {};  // a method that this phone does not have
  auto response =
      protocol::onlineResponse(found->second.otp_key, device.value(), authorising, session.value(), challenge);
  if (entry == Entry::kWrong) response[0] ^= 1;
  return response;
}

void Phone::keepKeys(protocol::AuthMethod method, const protocol::PhoneRandom& phone_random,
                     const Reply<protocol::MethodActivated>& reply) {
  if (!reply) return;
  keys_.insert_or_assign(method, protocol::deriveMethodKeys(last_secrets_->key_agreement_secret, phone_random,
                                                            reply->server_random, device.value(), method));
}

}  // namespace heliograph::domain
