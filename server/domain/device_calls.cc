#include "domain/device_calls.h"

#include <chrono>
#include <utility>
#include <variant>

namespace heliograph::domain {
namespace {

using protocol::DeviceStatus;
using protocol::Refused;

template <class Accepted>
SecretBytes encoded(const DeviceAnswer<Accepted>& answer) {
  return answer ? protocol::encode(*answer) : protocol::encode(answer.error());
}

SecretBytes refused(DeviceStatus status) { return protocol::encode(Refused{status}); }

bool isTimely(const protocol::RequestHeader& header, TimePoint now) {
  return std::chrono::abs(header.timestamp - now) <= protocol::kRequestTimeTolerance;
}

DeviceStatus statusOf(DeviceChangeRefusal refusal) {
  switch (refusal) {
    case DeviceChangeRefusal::kReplayed:
      return DeviceStatus::kRejectedRequest;
    case DeviceChangeRefusal::kUnknownDevice:
      return DeviceStatus::kNotActivated;
    case DeviceChangeRefusal::kMethodNotActivated:
      return DeviceStatus::kMethodNotAllowed;
  }
  return DeviceStatus::kNotActivated;
}

bool isSignedBy(const Device& device, const protocol::ReceivedSignedRequest& received,
                const protocol::ChannelSecrets& secrets) {
  const auto key = crypto::P256PublicKey::fromPoint(device.public_key);
  return key && received.isSignedBy(*key, secrets.encapsulated_key);
}

}  // namespace

DeviceCalls::DeviceCalls(Store& store, DirectoryCache& directory, const KeyRing& key_ring,
                         const crypto::P256PrivateKey& channel_key, const ActivationCodes& codes, Random& random,
                         Observer& observer)
    : store_(store),
      directory_(directory),
      channel_key_(channel_key),
      random_(random),
      tickets_(channel_key),
      salts_(channel_key),
      enrolment_(store, directory, key_ring, codes, tickets_, salts_, random),
      add_or_update_(store, key_ring, salts_, random, observer),
      authentication_(store, key_ring, salts_, observer) {}

Result<Bytes, protocol::ChannelError> DeviceCalls::answer(ByteView message, const std::string& source,
                                                          const std::string& request_id, TimePoint now) {
  const auto opened = protocol::openRequest(channel_key_, message);
  if (!opened) return fail(opened.error());
  const AuditOrigin origin{.actor = AuditActor::kDevice, .request_id = request_id, .address = source};
  return protocol::sealAnswer(opened->secrets, reply(*opened, origin, now).expose(), random_);
}

SecretBytes DeviceCalls::reply(const protocol::OpenedRequest& opened, const AuditOrigin& origin, TimePoint now) {
  const auto request = protocol::decodeRequest(opened.plaintext.expose());
  if (!request) return refused(DeviceStatus::kRejectedRequest);
  if (const auto* received = std::get_if<protocol::ReceivedSignedRequest>(&*request)) {
    return reply(*received, opened.secrets, origin, now);
  }
  const auto& [header, body] = std::get<protocol::EnrolmentRequest>(*request);
  if (!isTimely(header, now)) return refused(DeviceStatus::kRejectedRequest);
  return encoded(enrolment_.start(body, {header.id, now}, origin));
}

SecretBytes DeviceCalls::reply(const protocol::ReceivedSignedRequest& received, const protocol::ChannelSecrets& secrets,
                               const AuditOrigin& origin, TimePoint now) {
  const protocol::SignedRequest& request = received.request;
  if (!isTimely(request.header, now)) return refused(DeviceStatus::kRejectedRequest);
  if (!tickets_.isIssued(request.ticket, request.device)) return refused(DeviceStatus::kNotActivated);
  const auto device = store_.findDevice(request.device);
  // One answer for all who have not proved who they are, and for whom is not here any more.
  if (!device || !isSignedBy(*device, received, secrets) || device->state == DeviceState::kDeactivated) {
    return refused(DeviceStatus::kNotActivated);
  }
  const auto directory = directory_.latest();
  return reply(request.body, {.device = *device,
                              .configuration = directory->applications.at(device->application).configuration,
                              .secrets = secrets,
                              .mark = {request.header.id, now},
                              .sent_at = request.header.timestamp,
                              .origin = origin});
}

SecretBytes DeviceCalls::reply(const protocol::SignedBody& body, const VerifiedCall& call) {
  struct Conversations {
    DeviceCalls& calls;
    const VerifiedCall& call;
    SecretBytes operator()(const protocol::FinishEnrolment& request) const {
      return encoded(calls.enrolment_.finish(call, request));
    }
    SecretBytes operator()(const protocol::StartAddOrUpdate&) const {
      return encoded(calls.add_or_update_.start(call));
    }
    SecretBytes operator()(const protocol::FinishAddOrUpdate& request) const {
      return encoded(calls.add_or_update_.finish(call, request));
    }
    SecretBytes operator()(const protocol::DeactivateDevice&) const { return encoded(calls.deactivate(call)); }
    SecretBytes operator()(const protocol::StartAuthentication&) const {
      return encoded(calls.authentication_.start(call));
    }
    SecretBytes operator()(const protocol::FinishAuthentication& request) const {
      return encoded(calls.authentication_.finish(call, request));
    }
    SecretBytes operator()(const protocol::CancelAuthentication& request) const {
      return encoded(calls.authentication_.cancel(call, request));
    }
    SecretBytes operator()(const protocol::DeactivateMethod& request) const {
      return encoded(calls.deactivate(call, request));
    }
  };
  return std::visit(Conversations{*this, call}, body);
}

// A locked device, too, may leave.
DeviceAnswer<protocol::DeviceDeactivated> DeviceCalls::deactivate(const VerifiedCall& call) {
  const AuditEvent deactivated = call.event(AuditAction::kDeviceDeactivated);
  const auto removed = store_.deactivateDevice(
      {.device = call.device.id, .now = call.mark.received_at, .mark = call.mark}, {deactivated});
  if (!removed) return refuse(store_, deactivated, Refused{statusOf(removed.error())});
  return protocol::DeviceDeactivated{};
}

// And it may part with a method, but not with one that was locked by hand: it could be added again without the lock.
DeviceAnswer<protocol::MethodDeactivated> DeviceCalls::deactivate(const VerifiedCall& call,
                                                                  const protocol::DeactivateMethod& request) {
  AuditEvent deactivated = call.event(AuditAction::kMethodDeactivated);
  deactivated.auth_method = request.method;
  if (const auto locked = refusalOfLockedByAdmin(call.device, request.method, call.mark.received_at)) {
    return refuse(store_, deactivated, *locked);
  }
  const auto removed = store_.deactivateMethod(
      {.device = call.device.id, .auth_method = request.method, .now = call.mark.received_at, .mark = call.mark},
      {deactivated});
  if (!removed) return refuse(store_, deactivated, Refused{statusOf(removed.error())});
  return protocol::MethodDeactivated{};
}

}  // namespace heliograph::domain
