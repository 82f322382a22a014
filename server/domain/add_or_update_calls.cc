#include "domain/add_or_update_calls.h"

#include <utility>

#include "crypto/constant_time.h"
#include "domain/new_method_keys.h"
#include "domain/opened_keys.h"
#include "domain/races.h"

namespace heliograph::domain {
namespace {

using protocol::DeviceStatus;
using protocol::Refused;

// One factor never authorises, whatever the configuration says; nor does an offline method, which answers no challenge.
bool mayAuthorise(protocol::AuthMethod method, const ApplicationConfiguration& configuration) {
  return !protocol::isOffline(method) && protocol::isTwoFactor(method) &&
         configuration.allowed_auth_methods_for_auth_and_activate.contains(method);
}

std::optional<Refused> refusalOf(const Device& device, const protocol::FinishAddOrUpdate& request,
                                 const ApplicationConfiguration& configuration, TimePoint now) {
  if (device.state != DeviceState::kActive) return Refused{DeviceStatus::kNotActivated};
  if (const auto locked = refusalOfLocked(device, now)) return locked;
  const Method* authorising = device.find(request.authorising_method);
  if (authorising == nullptr || !mayAuthorise(request.authorising_method, configuration)) {
    return Refused{DeviceStatus::kIllegalAuthMethod};
  }
  if (!configuration.allowed_auth_methods.contains(request.method)) return Refused{DeviceStatus::kMethodNotAllowed};
  if (!mayAttempt(authorising->attempts, attemptRulesOf(configuration), now)) {
    return Refused{DeviceStatus::kLocked, std::uint8_t{0}};
  }
  return std::nullopt;
}

std::optional<Refused> refusalOf(const std::optional<AddOrUpdateSession>& session, const Device& device,
                                 TimePoint now) {
  if (!session || session->device != device.id) return Refused{DeviceStatus::kNoSession};
  switch (statusAt(session->status, session->expires_at, now)) {
    case SessionStatus::kStarted:
      return std::nullopt;
    case SessionStatus::kExpired:
      return Refused{DeviceStatus::kSessionExpired};
    case SessionStatus::kCompleted:
    case SessionStatus::kFailed:
    case SessionStatus::kCancelled:
      return Refused{DeviceStatus::kNoSession};
  }
  return Refused{DeviceStatus::kNoSession};
}

bool isRight(const KeyRing& key_ring, const Device& device, const Method& authorising,
             const AddOrUpdateSession& session, const protocol::OnlineResponse& response) {
  const auto keys = openKeys(key_ring, authorising.keys, device.id, authorising.auth_method);
  const auto expected =
      protocol::onlineResponse(keys.otp_key, device.id, authorising.auth_method, session.id, session.challenge);
  return crypto::equalInConstantTime(expected, response);
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

DeviceStatus statusOf(StartAddOrUpdateRefusal refusal) {
  switch (refusal) {
    case StartAddOrUpdateRefusal::kReplayed:
      return DeviceStatus::kRejectedRequest;
    case StartAddOrUpdateRefusal::kUnknownDevice:
      return DeviceStatus::kNotActivated;
  }
  return DeviceStatus::kNotActivated;
}

// The answer that is due once it is known what became of the record; nothing after a lost race.
std::optional<DeviceAnswer<protocol::MethodActivated>> answerAfter(AddOrUpdateRecord record,
                                                                   DeviceAnswer<protocol::MethodActivated> recorded) {
  switch (record) {
    case AddOrUpdateRecord::kRecorded:
      return recorded;
    case AddOrUpdateRecord::kReplayed:
      return refuse(DeviceStatus::kRejectedRequest);
    case AddOrUpdateRecord::kLostRace:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

DeviceAnswer<protocol::AddOrUpdateStarted> AddOrUpdateCalls::start(const VerifiedCall& call) {
  if (const auto locked = refusalOfLocked(call.device, call.mark.received_at)) return fail(*locked);
  const AddOrUpdateSession session = newSession(call, random_);
  const auto started = store_.startAddOrUpdate(session, call.mark);
  if (!started) return refuse(statusOf(started.error()));
  return protocol::AddOrUpdateStarted{session.id, session.challenge, deviceSettingsOf(call.configuration)};
}

DeviceAnswer<protocol::MethodActivated> AddOrUpdateCalls::finish(const VerifiedCall& call,
                                                                 const protocol::FinishAddOrUpdate& request) {
  std::optional<Device> device = call.device;
  for (int race = 0; race < kMaxRaces; ++race) {
    if (!device) return refuse(DeviceStatus::kNotActivated);
    if (auto answer = attempt(call, *device, request)) return std::move(*answer);
    device = store_.findDevice(call.device.id);
  }
  throwTooManyRaces();
}

std::optional<DeviceAnswer<protocol::MethodActivated>> AddOrUpdateCalls::attempt(
    const VerifiedCall& call, const Device& device, const protocol::FinishAddOrUpdate& request) {
  const TimePoint now = call.mark.received_at;
  if (const auto refusal = refusalOf(device, request, call.configuration, now)) return fail(*refusal);
  const auto session = store_.findAddOrUpdateSession(request.session);
  if (const auto refusal = refusalOf(session, device, now)) return fail(*refusal);

  const Method& authorising = *device.find(request.authorising_method);
  const AddOrUpdateAttempt attempt{.device = device.id,
                                   .session = request.session,
                                   .authorising_method = request.authorising_method,
                                   .expected_method_version = authorising.version,
                                   .expected_device_version = device.version};
  return isRight(key_ring_, device, authorising, *session, request.response)
             ? succeed(call, attempt, authorising.attempts, request)
             : failAttempt(call, attempt, authorising.attempts, device.locks);
}

std::optional<DeviceAnswer<protocol::MethodActivated>> AddOrUpdateCalls::succeed(
    const VerifiedCall& call, const AddOrUpdateAttempt& attempt, const AttemptState& before,
    const protocol::FinishAddOrUpdate& request) {
  auto keys = makeMethodKeys(call.secrets.key_agreement_secret, request.phone_random, attempt.device, request.method,
                             key_ring_, random_);
  const auto record = store_.recordAddOrUpdateSuccess({.attempt = attempt,
                                                       .mark = call.mark,
                                                       .authorising_state = afterSuccess(before),
                                                       .auth_method = request.method,
                                                       .keys = std::move(keys.wrapped)});
  return answerAfter(record,
                     protocol::MethodActivated{std::move(keys.server_random), deviceSettingsOf(call.configuration)});
}

std::optional<DeviceAnswer<protocol::MethodActivated>> AddOrUpdateCalls::failAttempt(const VerifiedCall& call,
                                                                                     const AddOrUpdateAttempt& attempt,
                                                                                     const AttemptState& before,
                                                                                     int device_locks) {
  const TimePoint now = call.mark.received_at;
  const AttemptRules rules = attemptRulesOf(call.configuration);
  const OnlineFailure after = afterOnlineFailure(before, device_locks, rules, now);
  const auto record = store_.recordAddOrUpdateFailure({.attempt = attempt,
                                                       .mark = call.mark,
                                                       .authorising_state = after.state,
                                                       .device_lock = after.device_lock,
                                                       .device_locks = after.device_locks});
  const int remaining = after.device_lock ? 0 : remainingAttempts(after.state, rules, now);
  const DeviceStatus status = after.device_lock ? DeviceStatus::kLocked : DeviceStatus::kAuthenticationFailed;
  return answerAfter(record, fail(Refused{status, static_cast<std::uint8_t>(remaining)}));
}

}  // namespace heliograph::domain
