#include "domain/add_or_update_calls.h"

#include <utility>

#include "domain/new_method_keys.h"
#include "domain/server_keys.h"

namespace heliograph::domain {
namespace {

using protocol::AddOrUpdateStarted;
using protocol::DeviceStatus;
using protocol::MethodActivated;
using protocol::Refused;

// One factor never authorises, whatever the configuration says; nor does an offline method, which answers no challenge.
bool mayAuthorise(protocol::AuthMethod method, const ApplicationConfiguration& configuration) {
  return !protocol::isOffline(method) && protocol::isTwoFactor(method) &&
         authorisingMethodsOf(configuration).contains(method);
}

std::optional<Refused> refusalOfRequest(const protocol::FinishAddOrUpdate& request, const Device& device,
                                        const VerifiedCall& call) {
  const TimePoint now = call.mark.received_at;
  const ApplicationConfiguration& configuration = call.configuration;
  const Method* authorising = device.find(request.proof.method);
  if (authorising == nullptr || !mayAuthorise(request.proof.method, configuration)) {
    return Refused{DeviceStatus::kIllegalAuthMethod};
  }
  if (!configuration.allowed_auth_methods.contains(request.method)) return Refused{DeviceStatus::kMethodNotAllowed};
  if (const auto locked = refusalOfLockedByAdmin(device, request.method, now)) return locked;
  return refusalOfLocked(*authorising, attemptRulesOf(configuration), now);
}

std::optional<Refused> refusalOfSession(const std::optional<AddOrUpdateSession>& session, const Device& device,
                                        TimePoint now) {
  if (!session || session->device != device.id) return Refused{DeviceStatus::kNoSession};
  return refusalOf(statusAt(session->status, session->expires_at, now));
}

AddOrUpdateSession newSession(const VerifiedCall& call, Random& random) {
  const TimePoint now = call.mark.received_at;
  protocol::OnlineChallenge challenge{};
  random.fill(challenge);
  return {.id = randomInShard<AddOrUpdateSessionId>(shardOf(call.device.id), random),
          .device = call.device.id,
          .challenge = challenge,
          .status = SessionStatus::kStarted,
          .created_at = now,
          .expires_at = now + call.configuration.authentication_session_lifetime};
}

AuditEvent eventOf(const VerifiedCall& call, AuditAction action, const AddOrUpdateSessionId& session) {
  AuditEvent event = call.event(action);
  event.session = session.bytes();
  return event;
}

AuditEvent activationOf(protocol::AuthMethod method, const VerifiedCall& call, const AddOrUpdateSessionId& session) {
  AuditEvent event = eventOf(call, AuditAction::kMethodActivated, session);
  event.auth_method = method;
  return event;
}

DeviceStatus statusOf(StartAddOrUpdateRefusal refusal) {
  switch (refusal) {
    case StartAddOrUpdateRefusal::kReplayed:
      return DeviceStatus::kRejectedRequest;
    case StartAddOrUpdateRefusal::kUnknownDevice:
      return DeviceStatus::kNotActivated;
  }
  return DeviceStatus::kNotActivated;
}

}  // namespace

DeviceAnswer<AddOrUpdateStarted> AddOrUpdateCalls::start(const VerifiedCall& call) {
  const AuditEvent attempted = call.event(AuditAction::kAddOrUpdateStarted);
  if (const auto locked = refusalOfLocked(call.device, call.mark.received_at)) {
    return refuse(store_, attempted, *locked);
  }
  const AddOrUpdateSession session = newSession(call, random_);
  const auto started =
      store_.startAddOrUpdate(session, call.mark, {eventOf(call, AuditAction::kAddOrUpdateStarted, session.id)});
  if (!started) return refuse(store_, attempted, Refused{statusOf(started.error())});
  return AddOrUpdateStarted{session.id, session.challenge, deviceSettingsOf(call.configuration)};
}

DeviceAnswer<MethodActivated> AddOrUpdateCalls::finish(const VerifiedCall& call,
                                                       const protocol::FinishAddOrUpdate& request) {
  return decideByNow<MethodActivated>(store_, call,
                                      [&](const Device& device) { return attempt(call, device, request); });
}

Decision<MethodActivated> AddOrUpdateCalls::attempt(const VerifiedCall& call, const Device& device,
                                                    const protocol::FinishAddOrUpdate& request) {
  const TimePoint now = call.mark.received_at;
  AuditEvent attempted = eventOf(call, AuditAction::kAddOrUpdateAttempted, request.session);
  attempted.auth_method = request.proof.method;
  if (const auto refusal = refusalOf(device, now)) return attempts_.refuse(attempted, *refusal);
  if (const auto refusal = refusalOfRequest(request, device, call)) return attempts_.refuse(attempted, *refusal);
  const auto session = store_.findAddOrUpdateSession(request.session);
  if (const auto refusal = refusalOfSession(session, device, now)) return attempts_.refuse(attempted, *refusal);
  if (isLate(device.salts, request.proof.salt_number, call.sent_at)) {
    return attempts_.refuse(attempted, {DeviceStatus::kRejectedRequest});
  }
  if (isOfClone(device.salts, request.proof.salt_number)) {
    return refuseClone<MethodActivated>(attempts_, call, device, attempted);
  }
  return evaluate(call, device, *session, request, attempted);
}

Decision<MethodActivated> AddOrUpdateCalls::evaluate(const VerifiedCall& call, const Device& device,
                                                     const AddOrUpdateSession& session,
                                                     const protocol::FinishAddOrUpdate& request,
                                                     const AuditEvent& attempted) {
  const Method& authorising = *device.find(request.proof.method);
  const auto attempt = attemptOf(device, authorising, session.id);
  const protocol::OnlineQuestion question{
      .device = device.id,
      .method = authorising.auth_method,
      .session = session.id.bytes(),
      .challenge = session.challenge,
      .subject = protocol::addOrUpdateSubject(request.method, request.phone_random)};
  if (isRight(request.proof, question, authorising, key_ring_, salts_)) {
    return activate(call, device, attempt, request, attempted);
  }
  const WrongProof wrong = countWrong(call, device, authorising, attempted);
  const auto record = store_.recordAddOrUpdateFailure(recordOf(wrong, attempt, call.mark), wrong.audit);
  const AttemptEnd end{AttemptOutcome::kWrong, wrong.after.device_lock};
  return answerAfter<MethodActivated>(record, end, fail(wrong.refused), attempts_, attempted);
}

Decision<MethodActivated> AddOrUpdateCalls::activate(const VerifiedCall& call, const Device& device,
                                                     const AddOrUpdateAttempt& attempt,
                                                     const protocol::FinishAddOrUpdate& request,
                                                     const AuditEvent& attempted) {
  followRotation(store_, key_ring_);
  auto keys = makeMethodKeys(call.secrets.key_agreement_secret, request.phone_random, device.id, request.method,
                             key_ring_, random_);
  const SaltNumbers numbers = afterUse(device.salts, request.proof.salt_number, call.sent_at);
  const auto record =
      store_.recordAddOrUpdateSuccess({.attempt = attempt,
                                       .mark = call.mark,
                                       .authorising_state = afterSuccess(device.find(attempt.auth_method)->attempts),
                                       .salts = numbers,
                                       .device_locks = afterOnlineSuccess(device.locks, attempt.auth_method),
                                       .auth_method = request.method,
                                       .keys = std::move(keys.wrapped)},
                                      {attempted, activationOf(request.method, call, request.session)});
  return answerAfter<MethodActivated>(
      record, {AttemptOutcome::kRight},
      MethodActivated{std::move(keys.server_random), deviceSettingsOf(call.configuration),
                      salts_.salt(device.id, numbers.offered)},
      attempts_, attempted);
}

}  // namespace heliograph::domain
