#include "domain/offline_authentications.h"

#include <algorithm>
#include <utility>

#include "domain/caller_events.h"
#include "domain/callers_applications.h"
#include "domain/opened_keys.h"
#include "domain/races.h"
#include "domain/refusals.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;

// --- refusals --------------------------------------------------------------------------------------------------------

Refusal notAnOfflineMethod(AuthMethod method) {
  return {RefusalCode::kMalformedRequest,
          "auth_method: " + std::string(protocol::apiName(method)) + " is not an offline method."};
}

Refusal unknownOfflineAuthentication() {
  return {RefusalCode::kUnknownSession, "There is no such offline authentication."};
}

Refusal invalidOtp(protocol::OtpLength length) {
  return {RefusalCode::kInvalidOtp, "otp: must be exactly " + std::to_string(length.digits()) + " digits."};
}

// --- events ----------------------------------------------------------------------------------------------------------

AuditEvent eventOf(const Caller& caller, AuditAction action, const OfflineSession& session, TimePoint now) {
  AuditEvent event = eventBy(caller, action, now);
  event.application = session.application;
  event.device = session.device;
  event.session = session.id.bytes();
  event.auth_method = session.parameters.method;
  event.context_hash = crypto::sha256({session.context.bytes()});
  return event;
}

// Of a session that the caller may not see.
AuditEvent eventOfUnknown(const Caller& caller, AuditAction action, const OfflineSessionId& id, TimePoint now) {
  AuditEvent event = eventBy(caller, action, now);
  event.session = id.bytes();
  return event;
}

// --- begin -----------------------------------------------------------------------------------------------------------

std::vector<OfflineOffer> offersOf(const Directory& directory, const Caller& caller, AuthMethod method) {
  std::vector<OfflineOffer> offers;
  for (const auto& [id, application] : directory.applications) {
    const ApplicationConfiguration& configuration = application.configuration;
    if (application.organisation != caller.organisation) continue;
    if (!configuration.allowed_auth_methods.contains(method) || !configuration.offline_otp_length) continue;
    offers.push_back({.application = id,
                      .otp_length = *configuration.offline_otp_length,
                      .lifetime = configuration.offline_session_lifetime,
                      .attempts = attemptRulesOf(configuration)});
  }
  return offers;
}

// Nothing where the directory was old: the caller looks again.
std::optional<Refusal> refusalOf(const BeginOfflineRefusal& refusal, const Directory& directory, const Caller& caller) {
  switch (refusal.kind) {
    case BeginOfflineRefusal::Kind::kStaleDirectory:
      return std::nullopt;
    case BeginOfflineRefusal::Kind::kUnknownDevice:
      return unknownDevice();
    case BeginOfflineRefusal::Kind::kKeyReused:
      return idempotencyKeyReused();
    case BeginOfflineRefusal::Kind::kNotOffered:
      return isOfCaller(refusal.application, directory, caller) ? methodNotAllowed("auth_method") : unknownDevice();
    case BeginOfflineRefusal::Kind::kMethodNotActivated:
      return methodNotActivated("auth_method");
    case BeginOfflineRefusal::Kind::kDeviceLocked:
      return deviceLocked(refusal.lock);
    case BeginOfflineRefusal::Kind::kMethodLocked:
      return methodLocked(refusal.lock);
  }
  return std::nullopt;
}

AuditEvent beginning(const Caller& caller, const DeviceId& device, AuthMethod method, const protocol::Context& context,
                     TimePoint now) {
  AuditEvent event = eventBy(caller, AuditAction::kOfflineAuthenticationBegun, now);
  event.device = device;
  event.auth_method = method;
  event.context_hash = crypto::sha256({context.bytes()});
  return event;
}

protocol::Nonce drawNonce(Random& random) {
  protocol::Nonce nonce{};
  random.fill(nonce);
  return nonce;
}

protocol::VerificationData seal(const KeyRing& key_ring, const OfflineSession& session, const Wrapped& keys) {
  const auto opened = openKeys(key_ring, keys, session.device, session.parameters.method);
  return protocol::VerificationData::seal(opened.data_key, session.device, session.parameters, session.context);
}

// --- verify ----------------------------------------------------------------------------------------------------------

SessionStatus currentStatus(const OfflineSession& session, TimePoint now) {
  return statusAt(session.status, session.expires_at, now);
}

// The guess, where it may be evaluated. Where not, why: in the order in which it is looked for.
Answer<protocol::Otp> guessAt(const OfflineSessionView& loaded, const ApplicationConfiguration& configuration,
                              std::string_view otp, TimePoint now) {
  const SessionStatus status = currentStatus(loaded.session, now);
  // A session fails when its device is locked. That the device is locked tells more, and until when.
  const bool may_be_open = status == SessionStatus::kStarted || status == SessionStatus::kFailed;
  if (may_be_open && isLocked(loaded.device_lock, now)) return fail(deviceLocked(loaded.device_lock));
  if (status != SessionStatus::kStarted) return fail(sessionNotOpen(status));
  // The store cancels the open sessions of a method that goes; should one be left open, nothing can be guessed at it.
  if (!loaded.method) return fail(sessionNotOpen(SessionStatus::kCancelled));
  const auto& [method, otp_length, nonce] = loaded.session.parameters;
  const auto guess = protocol::Otp::parse(otp, otp_length);
  if (!guess) return fail(invalidOtp(otp_length));
  if (!configuration.allowed_auth_methods.contains(method)) return fail(methodNotAllowed("auth_method"));
  if (!mayAttempt(loaded.method->attempts, attemptRulesOf(configuration), now)) {
    return fail(methodLocked(stateAt(loaded.method->attempts, now).lock));
  }
  return *guess;
}

bool isRight(const KeyRing& key_ring, const OfflineSessionView& loaded, const protocol::Otp& guess) {
  const OfflineSession& session = loaded.session;
  const auto keys = openKeys(key_ring, loaded.method->keys, session.device, session.parameters.method);
  return protocol::computeOtp(keys.otp_key, session.device, session.parameters, session.context).equals(guess);
}

// What is told of a guess, now and whenever the same call comes again.
VerifyOutcome verifyOutcomeOf(bool is_right, const AttemptState& after, const AttemptRules& rules, TimePoint now) {
  const SessionStatus failed = after.lock ? SessionStatus::kFailed : SessionStatus::kStarted;
  const SessionStatus status = is_right ? SessionStatus::kCompleted : failed;
  return {.is_right = is_right,
          .session_status = status,
          .remaining_attempts = remainingAttempts(after, rules, now),
          .finished_at = status == SessionStatus::kStarted ? std::nullopt : std::optional(now),
          .locked_until = after.lock ? after.lock->until : std::nullopt};
}

OfflineAttempt attemptOf(const OfflineSessionView& loaded, bool is_right, const AttemptRules& rules, TimePoint now) {
  const AttemptState& before = loaded.method->attempts;
  const AttemptState after = is_right ? afterSuccess(before) : afterFailure(before, rules, now);
  const VerifyOutcome outcome = verifyOutcomeOf(is_right, after, rules, now);
  return {.session = loaded.session.id,
          .device = loaded.session.device,
          .auth_method = loaded.session.parameters.method,
          .expected_method_version = loaded.method->version,
          .state = after,
          .session_status = outcome.session_status,
          .now = now,
          .idempotency = std::nullopt,
          .outcome = outcome};
}

AuditTrail trailOf(AuditEvent event, const OfflineAttempt& attempt) {
  event.outcome = attempt.outcome->is_right ? AuditOutcome::kSuccess : AuditOutcome::kFailure;
  AuditTrail trail{event};
  if (attempt.state.lock) {
    event.action = AuditAction::kMethodLocked;
    event.outcome = AuditOutcome::kSuccess;
    event.context_hash.reset();
    event.detail = nameOf(attempt.state.lock->reason);
    trail.push_back(std::move(event));
  }
  return trail;
}

std::optional<LockWarning> warningAt(int remaining_attempts, const AttemptRules& rules) {
  if (remaining_attempts != 1) return std::nullopt;
  return rules.lock_duration.count() == 0 ? LockWarning::kPermanent : LockWarning::kTemporary;
}

VerifiedOfflineAuthentication answerOf(OfflineSession session, const VerifyOutcome& outcome,
                                       const AttemptRules& rules) {
  session.status = outcome.session_status;
  session.finished_at = outcome.finished_at;
  return {.view = {.session = std::move(session),
                   .status = outcome.session_status,
                   .remaining_attempts = outcome.remaining_attempts,
                   .locked_until = outcome.locked_until},
          .result = outcome.is_right ? VerifyResult::kSuccess : VerifyResult::kFailure,
          .warning = warningAt(outcome.remaining_attempts, rules)};
}

AttemptOutcome attemptOutcomeOf(const Refusal& refusal) {
  const bool is_locked = refusal.code == RefusalCode::kDeviceLocked || refusal.code == RefusalCode::kMethodLocked;
  if (is_locked) return AttemptOutcome::kLocked;
  if (refusal.code != RefusalCode::kSessionNotOpen) return AttemptOutcome::kRefused;
  return refusal.status == SessionStatus::kExpired ? AttemptOutcome::kExpired : AttemptOutcome::kNotOpen;
}

// --- look ------------------------------------------------------------------------------------------------------------

// Until when nothing can be tried; nothing where no lock holds, or one that does not end by itself.
std::optional<TimePoint> lockedUntil(const OfflineSessionView& loaded, TimePoint now) {
  std::optional<TimePoint> latest;
  const std::optional<Lock> method_lock = loaded.method ? loaded.method->attempts.lock : std::nullopt;
  for (const auto& lock : {loaded.device_lock, method_lock}) {
    if (!isLocked(lock, now)) continue;
    if (!lock->until) return std::nullopt;
    latest = std::max(latest, lock->until);
  }
  return latest;
}

OfflineAuthenticationView viewOf(OfflineSessionView loaded, const AttemptRules& rules, TimePoint now) {
  const bool is_usable = loaded.method && !isLocked(loaded.device_lock, now);
  const int remaining = is_usable ? remainingAttempts(loaded.method->attempts, rules, now) : 0;
  const SessionStatus status = currentStatus(loaded.session, now);
  const auto locked_until = lockedUntil(loaded, now);
  return {std::move(loaded.session), status, remaining, locked_until};
}

}  // namespace

const ApplicationConfiguration& OfflineAuthentications::Loaded::configuration() const {
  return directory->applications.at(view.session.application).configuration;
}

OfflineAuthentications::OfflineAuthentications(Store& store, DirectoryCache& directory, const KeyRing& key_ring,
                                               RequestLimits& limits, Random& random, Observer& observer)
    : store_(store),
      directory_(directory),
      key_ring_(key_ring),
      limits_(limits),
      random_(random),
      observer_(observer) {}

Answer<BegunOfflineAuthentication> OfflineAuthentications::begin(const Caller& caller, const DeviceId& device,
                                                                 AuthMethod method, std::string_view text,
                                                                 const std::optional<IdempotencyKey>& idempotency,
                                                                 TimePoint now) {
  const auto context = protocol::Context::parse(text);
  if (!context) return fail(invalidContext("context", context.error()));
  if (!protocol::isOffline(method)) return fail(notAnOfflineMethod(method));
  if (auto refusal = limits_.take(device, now)) return fail(std::move(*refusal));
  const AuditEvent attempt = beginning(caller, device, method, *context, now);
  auto directory = directory_.current();
  for (int race = 0; race < kMaxRaces; ++race) {
    if (!isCurrent(*directory, caller)) return fail(revokedKey());
    AuditEvent event = attempt;
    const auto id = randomInShard<OfflineSessionId>(shardOf(device), random_);
    event.session = id.bytes();
    const auto begun = store_.beginOfflineSession({.directory_version = directory->version,
                                                   .id = id,
                                                   .device = device,
                                                   .auth_method = method,
                                                   .nonce = drawNonce(random_),
                                                   .context = *context,
                                                   .now = now,
                                                   .offers = offersOf(*directory, caller, method),
                                                   .idempotency = idempotency},
                                                  {std::move(event)});
    if (begun) {
      return BegunOfflineAuthentication{{begun->session, begun->session.status, begun->remaining_attempts},
                                        seal(key_ring_, begun->session, begun->keys)};
    }
    if (auto refusal = refusalOf(begun.error(), *directory, caller)) {
      return refuseAttempt(store_, attempt, std::move(*refusal));
    }
    directory = directory_.latest();
  }
  throwTooManyRaces();
}

Answer<VerifiedOfflineAuthentication> OfflineAuthentications::verify(const Caller& caller, const OfflineSessionId& id,
                                                                     std::string_view otp,
                                                                     const std::optional<IdempotencyKey>& idempotency,
                                                                     TimePoint now) {
  constexpr AuditAction kAction = AuditAction::kOfflineAuthenticationAttempted;
  for (int race = 0; race < kMaxRaces; ++race) {
    auto loaded = load(caller, id, idempotency);
    if (!loaded) return refuseGuess(eventOfUnknown(caller, kAction, id, now), loaded.error());
    OfflineSession& session = loaded->view.session;
    const AttemptRules rules = attemptRulesOf(loaded->configuration());
    if (loaded->view.earlier) return answerOf(std::move(session), *loaded->view.earlier, rules);
    // One token a call, however many races it loses.
    auto too_many = race == 0 ? limits_.take(session.device, now) : std::nullopt;
    if (too_many) return fail(std::move(*too_many));
    const AuditEvent event = eventOf(caller, kAction, session, now);
    const auto guess = guessAt(loaded->view, loaded->configuration(), otp, now);
    if (!guess) return refuseGuess(event, guess.error());
    OfflineAttempt attempt = attemptOf(loaded->view, isRight(key_ring_, loaded->view, *guess), rules, now);
    attempt.idempotency = idempotency;
    // The outcome leaves only if the count that allowed it was still the count when it was recorded. Otherwise a crowd
    // of guesses could all be told their outcome under one count.
    if (store_.recordOfflineAttempt(attempt, trailOf(event, attempt))) {
      tell(attempt);
      return answerOf(std::move(session), *attempt.outcome, rules);
    }
  }
  throwTooManyRaces();
}

tl::unexpected<Refusal> OfflineAuthentications::refuseGuess(AuditEvent attempt, Refusal refusal) {
  const bool is_attempt = isOfAttempt(refusal.code);
  const AttemptOutcome outcome = attemptOutcomeOf(refusal);
  auto refused = refuseAttempt(store_, std::move(attempt), std::move(refusal));
  if (is_attempt) observer_.attempted(AttemptKind::kOffline, outcome);
  return refused;
}

void OfflineAuthentications::tell(const OfflineAttempt& recorded) {
  const bool is_right = recorded.outcome->is_right;
  observer_.attempted(AttemptKind::kOffline, is_right ? AttemptOutcome::kRight : AttemptOutcome::kWrong);
  if (recorded.state.lock) observer_.methodLocked(recorded.state.lock->reason);
}

Answer<OfflineAuthenticationView> OfflineAuthentications::find(const Caller& caller, const OfflineSessionId& id,
                                                               TimePoint now) {
  auto loaded = load(caller, id, std::nullopt);
  if (!loaded) return fail(loaded.error());
  const AttemptRules rules = attemptRulesOf(loaded->configuration());
  return viewOf(std::move(loaded->view), rules, now);
}

Answer<OfflineAuthenticationView> OfflineAuthentications::cancel(const Caller& caller, const OfflineSessionId& id,
                                                                 TimePoint now) {
  constexpr AuditAction kAction = AuditAction::kOfflineAuthenticationCancelled;
  for (int race = 0; race < kMaxRaces; ++race) {
    auto view = find(caller, id, now);
    if (!view) return refuseAttempt(store_, eventOfUnknown(caller, kAction, id, now), view.error());
    if (view->status == SessionStatus::kCancelled) return view;
    const AuditEvent event = eventOf(caller, kAction, view->session, now);
    if (view->status != SessionStatus::kStarted) return refuseAttempt(store_, event, sessionNotOpen(view->status));
    if (store_.cancelOfflineSession(id, now, {event})) {
      view->status = view->session.status = SessionStatus::kCancelled;
      view->session.finished_at = now;
      return view;
    }
  }
  throwTooManyRaces();
}

Answer<protocol::VerificationData> OfflineAuthentications::verificationData(const Caller& caller,
                                                                            const OfflineSessionId& id, TimePoint now) {
  const auto loaded = load(caller, id, std::nullopt);
  if (!loaded) return fail(loaded.error());
  const SessionStatus status = currentStatus(loaded->view.session, now);
  if (status != SessionStatus::kStarted) return fail(sessionNotOpen(status));
  if (!loaded->view.method) return fail(sessionNotOpen(SessionStatus::kCancelled));
  return seal(key_ring_, loaded->view.session, loaded->view.method->keys);
}

Answer<OfflineAuthentications::Loaded> OfflineAuthentications::load(const Caller& caller, const OfflineSessionId& id,
                                                                    const std::optional<IdempotencyKey>& idempotency) {
  auto directory = directory_.current();
  for (int race = 0; race < kMaxRaces; ++race) {
    if (!isCurrent(*directory, caller)) return fail(revokedKey());
    auto view = store_.loadOfflineSession(id, directory->version, idempotency);
    if (view) {
      if (view->session.organisation != caller.organisation) return fail(unknownOfflineAuthentication());
      return Loaded{std::move(*view), std::move(directory)};
    }
    switch (view.error()) {
      case LoadOfflineRefusal::kUnknownSession:
        return fail(unknownOfflineAuthentication());
      case LoadOfflineRefusal::kKeyReused:
        return fail(idempotencyKeyReused());
      case LoadOfflineRefusal::kStaleDirectory:
        directory = directory_.latest();
        break;
    }
  }
  throwTooManyRaces();
}

}  // namespace heliograph::domain
