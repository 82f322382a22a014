#include "domain/authentication_calls.h"

#include <utility>

namespace heliograph::domain {
namespace {

using protocol::AuthenticationCancelled;
using protocol::AuthenticationFinished;
using protocol::AuthenticationStarted;
using protocol::DeviceStatus;
using protocol::Refused;

// Of the methods that the session was begun for, those that may answer it now.
protocol::AuthMethodSet answering(const AuthenticationSession& session, const VerifiedCall& call) {
  protocol::AuthMethodSet methods;
  for (const Method& method : call.device.methods) {
    if (!session.auth_methods.contains(method.auth_method)) continue;
    if (!call.configuration.allowed_auth_methods.contains(method.auth_method)) continue;
    if (isLocked(method.attempts.lock, call.mark.received_at)) continue;
    methods.insert(method.auth_method);
  }
  return methods;
}

AuditEvent eventOf(const VerifiedCall& call, AuditAction action, const AuthenticationSessionId& id,
                   const std::optional<AuthenticationSession>& session) {
  AuditEvent event = call.event(action);
  event.session = id.bytes();
  if (session && session->context) event.context_hash = crypto::sha256({session->context->bytes()});
  return event;
}

std::optional<Refused> refusalOfSession(const std::optional<AuthenticationSession>& session, TimePoint now) {
  if (!session) return Refused{DeviceStatus::kNoSession};
  return refusalOf(statusAt(session->status, session->expires_at, now));
}

std::optional<Refused> refusalOfMethod(protocol::AuthMethod auth_method, const AuthenticationSession& session,
                                       const Device& device, const VerifiedCall& call) {
  const Method* method = device.find(auth_method);
  if (method == nullptr || !session.auth_methods.contains(auth_method)) {
    return Refused{DeviceStatus::kIllegalAuthMethod};
  }
  if (!call.configuration.allowed_auth_methods.contains(auth_method)) return Refused{DeviceStatus::kMethodNotAllowed};
  return refusalOfLocked(*method, attemptRulesOf(call.configuration), call.mark.received_at);
}

}  // namespace

DeviceAnswer<AuthenticationStarted> AuthenticationCalls::start(const VerifiedCall& call) {
  const TimePoint now = call.mark.received_at;
  if (const auto refusal = refusalOf(call.device, now)) {
    return refuse(store_, call.event(AuditAction::kAuthenticationAttempted), *refusal);
  }
  const auto session = store_.findOpenAuthentication(call.device.id, now);
  if (!session) return refuse(DeviceStatus::kNoSession);
  const protocol::AuthMethodSet methods = answering(*session, call);
  if (methods.empty()) return refuse(DeviceStatus::kNoSession);
  return AuthenticationStarted{.session = session->id,
                               .challenge = session->challenge,
                               .auth_methods = methods,
                               .title = session->title,
                               .context = session->context,
                               .settings = deviceSettingsOf(call.configuration)};
}

DeviceAnswer<AuthenticationFinished> AuthenticationCalls::finish(const VerifiedCall& call,
                                                                 const protocol::FinishAuthentication& request) {
  return decideByNow<AuthenticationFinished>(store_, call,
                                             [&](const Device& device) { return attempt(call, device, request); });
}

Decision<AuthenticationFinished> AuthenticationCalls::attempt(const VerifiedCall& call, const Device& device,
                                                              const protocol::FinishAuthentication& request) {
  const TimePoint now = call.mark.received_at;
  const auto session = store_.findAuthentication(device.id, request.session);
  AuditEvent attempted = eventOf(call, AuditAction::kAuthenticationAttempted, request.session, session);
  attempted.auth_method = request.proof.method;
  if (const auto refusal = refusalOf(device, now)) return attempts_.refuse(attempted, *refusal);
  if (const auto refusal = refusalOfSession(session, now)) return attempts_.refuse(attempted, *refusal);
  if (const auto refusal = refusalOfMethod(request.proof.method, *session, device, call)) {
    return attempts_.refuse(attempted, *refusal);
  }
  if (isLate(device.salts, request.proof.salt_number, call.sent_at)) {
    return attempts_.refuse(attempted, {DeviceStatus::kRejectedRequest});
  }
  if (isOfClone(device.salts, request.proof.salt_number)) {
    return refuseClone<AuthenticationFinished>(attempts_, call, device, attempted);
  }
  return evaluate(call, device, *session, request.proof, attempted);
}

Decision<AuthenticationFinished> AuthenticationCalls::evaluate(const VerifiedCall& call, const Device& device,
                                                               const AuthenticationSession& session,
                                                               const protocol::OnlineProof& proof,
                                                               const AuditEvent& attempted) {
  const Method& method = *device.find(proof.method);
  const auto attempt = attemptOf(device, method, session.id);
  const protocol::OnlineQuestion question{.device = device.id,
                                          .method = method.auth_method,
                                          .session = session.id.bytes(),
                                          .challenge = session.challenge,
                                          .subject = protocol::authenticationSubject(session.title, session.context)};
  if (!isRight(proof, question, method, key_ring_, salts_)) {
    const WrongProof wrong = countWrong(call, device, method, attempted);
    const auto record = store_.recordAuthenticationFailure(recordOf(wrong, attempt, call.mark), wrong.audit);
    const AttemptEnd end{AttemptOutcome::kWrong, wrong.after.device_lock};
    return answerAfter<AuthenticationFinished>(record, end, fail(wrong.refused), attempts_, attempted);
  }
  const SaltNumbers numbers = afterUse(device.salts, proof.salt_number, call.sent_at);
  const auto record =
      store_.recordAuthenticationSuccess({.attempt = attempt,
                                          .mark = call.mark,
                                          .state = afterSuccess(method.attempts),
                                          .salts = numbers,
                                          .device_locks = afterOnlineSuccess(device.locks, method.auth_method)},
                                         {attempted});
  return answerAfter<AuthenticationFinished>(
      record, {AttemptOutcome::kRight},
      AuthenticationFinished{deviceSettingsOf(call.configuration), salts_.salt(device.id, numbers.offered)}, attempts_,
      attempted);
}

DeviceAnswer<AuthenticationCancelled> AuthenticationCalls::cancel(const VerifiedCall& call,
                                                                  const protocol::CancelAuthentication& request) {
  return decideByNow<AuthenticationCancelled>(
      store_, call, [&](const Device& device) { return attemptToCancel(call, device, request); });
}

Decision<AuthenticationCancelled> AuthenticationCalls::attemptToCancel(const VerifiedCall& call, const Device& device,
                                                                       const protocol::CancelAuthentication& request) {
  const TimePoint now = call.mark.received_at;
  const auto session = store_.findAuthentication(device.id, request.session);
  const AuditEvent cancelled = eventOf(call, AuditAction::kAuthenticationCancelled, request.session, session);
  if (const auto refusal = refusalOf(device, now)) return refuse(store_, cancelled, *refusal);
  if (session && session->status == SessionStatus::kCancelled) return AuthenticationCancelled{};
  if (const auto refusal = refusalOfSession(session, now)) return refuse(store_, cancelled, *refusal);
  if (!store_.cancelAuthentication(request.session, now, {cancelled})) return std::nullopt;
  return AuthenticationCancelled{};
}

}  // namespace heliograph::domain
