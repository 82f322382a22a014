#include "domain/offline_authentications.h"

#include <array>
#include <utility>

#include "domain/opened_keys.h"
#include "domain/races.h"
#include "domain/refusals.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;

// --- refusals --------------------------------------------------------------------------------------------------------

std::string hexadecimal(char32_t code_point) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  for (int shift = code_point > 0xFFFF ? 20 : 12; shift >= 0; shift -= 4) text += kDigits[code_point >> shift & 0xF];
  return text;
}

std::string sentenceOf(const protocol::ContextError& error) {
  using Kind = protocol::ContextError::Kind;
  const std::string place = " at byte " + std::to_string(error.offset) + ".";
  switch (error.kind) {
    case Kind::kEmpty:
      return "context: must not be empty.";
    case Kind::kTooLong:
      return "context: must not be longer than " + std::to_string(protocol::kMaxContextSize) + " bytes of UTF-8.";
    case Kind::kInvalidUtf8:
      return "context: is not valid UTF-8" + place;
    case Kind::kForbiddenCodePoint:
      return "context: has U+" + hexadecimal(error.code_point) + ", which is not allowed," + place;
  }
  return {};
}

Refusal notAnOfflineMethod(AuthMethod method) {
  return {RefusalCode::kMalformedRequest,
          "auth_method: " + std::string(protocol::apiName(method)) + " is not an offline method."};
}

Refusal methodNotAllowed() {
  return {RefusalCode::kMethodNotAllowed, "auth_method: is not allowed by the application's configuration."};
}

Refusal methodNotActivated() {
  return {RefusalCode::kMethodNotActivated, "auth_method: is not activated on this device."};
}

std::optional<TimePoint> endOf(const std::optional<Lock>& lock) { return lock ? lock->until : std::nullopt; }

Refusal deviceLocked(const std::optional<Lock>& lock) {
  return {RefusalCode::kDeviceLocked, "The device is locked.", std::nullopt, endOf(lock)};
}

Refusal methodLocked(const std::optional<Lock>& lock) {
  return {RefusalCode::kMethodLocked, "The authentication method is locked.", std::nullopt, endOf(lock)};
}

Refusal unknownSession() { return {RefusalCode::kUnknownSession, "There is no such offline authentication."}; }

Refusal invalidOtp(protocol::OtpLength length) {
  return {RefusalCode::kInvalidOtp, "otp: must be exactly " + std::to_string(length.digits()) + " digits."};
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

bool isOfCaller(const std::optional<ApplicationId>& id, const Directory& directory, const Caller& caller) {
  if (!id) return false;
  const auto found = directory.applications.find(*id);
  return found != directory.applications.end() && found->second.organisation == caller.organisation;
}

// Nothing where the directory was old: the caller looks again.
std::optional<Refusal> refusalOf(const BeginOfflineRefusal& refusal, const Directory& directory, const Caller& caller) {
  switch (refusal.kind) {
    case BeginOfflineRefusal::Kind::kStaleDirectory:
      return std::nullopt;
    case BeginOfflineRefusal::Kind::kUnknownDevice:
      return unknownDevice();
    case BeginOfflineRefusal::Kind::kNotOffered:
      return isOfCaller(refusal.application, directory, caller) ? methodNotAllowed() : unknownDevice();
    case BeginOfflineRefusal::Kind::kMethodNotActivated:
      return methodNotActivated();
    case BeginOfflineRefusal::Kind::kDeviceLocked:
      return deviceLocked(refusal.lock);
    case BeginOfflineRefusal::Kind::kMethodLocked:
      return methodLocked(refusal.lock);
  }
  return std::nullopt;
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

SessionStatus statusAt(const OfflineSession& session, TimePoint now) {
  return domain::statusAt(session.status, session.expires_at, now);
}

// The store cancels a method's open sessions when its keys go; should one be left open, nothing can be guessed at it.
bool hasKeysOfSession(const OfflineSessionView& loaded) {
  return loaded.method && loaded.method->activated_at <= loaded.session.created_at;
}

// The guess, where it may be evaluated. Where not, why: in the order in which it is looked for.
Answer<protocol::Otp> guessAt(const OfflineSessionView& loaded, const ApplicationConfiguration& configuration,
                              std::string_view otp, TimePoint now) {
  const SessionStatus status = statusAt(loaded.session, now);
  if (status != SessionStatus::kStarted) return fail(sessionNotOpen(status));
  if (!hasKeysOfSession(loaded)) return fail(sessionNotOpen(SessionStatus::kCancelled));
  const auto& [method, otp_length, nonce] = loaded.session.parameters;
  const auto guess = protocol::Otp::parse(otp, otp_length);
  if (!guess) return fail(invalidOtp(otp_length));
  if (!configuration.allowed_auth_methods.contains(method)) return fail(methodNotAllowed());
  if (isLocked(loaded.device_lock, now)) return fail(deviceLocked(loaded.device_lock));
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

OfflineAttempt attemptOf(const OfflineSessionView& loaded, bool is_right, const AttemptRules& rules, TimePoint now) {
  const AttemptState& before = loaded.method->attempts;
  const AttemptState after = is_right ? afterSuccess(before) : afterFailure(before, rules, now);
  const SessionStatus failed = after.lock ? SessionStatus::kFailed : SessionStatus::kStarted;
  return {.session = loaded.session.id,
          .device = loaded.session.device,
          .auth_method = loaded.session.parameters.method,
          .expected_method_version = loaded.method->version,
          .state = after,
          .session_status = is_right ? SessionStatus::kCompleted : failed,
          .now = now};
}

// What was loaded, as it stands once `attempt` is recorded.
OfflineSessionView afterAttempt(OfflineSessionView loaded, const OfflineAttempt& attempt) {
  loaded.session.status = attempt.session_status;
  if (attempt.session_status != SessionStatus::kStarted) loaded.session.finished_at = attempt.now;
  loaded.method->attempts = attempt.state;
  return loaded;
}

OfflineAuthenticationView viewOf(OfflineSessionView loaded, const AttemptRules& rules, TimePoint now) {
  const bool is_usable = loaded.method && !isLocked(loaded.device_lock, now);
  const int remaining = is_usable ? remainingAttempts(loaded.method->attempts, rules, now) : 0;
  const SessionStatus status = statusAt(loaded.session, now);
  return {std::move(loaded.session), status, remaining};
}

}  // namespace

const ApplicationConfiguration& OfflineAuthentications::Loaded::configuration() const {
  return directory->applications.at(view.session.application).configuration;
}

OfflineAuthentications::OfflineAuthentications(Store& store, DirectoryCache& directory, const KeyRing& key_ring,
                                               Random& random)
    : store_(store), directory_(directory), key_ring_(key_ring), random_(random) {}

Answer<BegunOfflineAuthentication> OfflineAuthentications::begin(const Caller& caller, const DeviceId& device,
                                                                 AuthMethod method, std::string_view text,
                                                                 TimePoint now) {
  const auto context = protocol::Context::parse(text);
  if (!context) return fail(Refusal{RefusalCode::kInvalidContext, sentenceOf(context.error())});
  if (!protocol::isOffline(method)) return fail(notAnOfflineMethod(method));
  auto directory = directory_.current();
  for (int race = 0; race < kMaxRaces; ++race) {
    if (!isCurrent(*directory, caller)) return fail(revokedKey());
    const auto begun = store_.beginOfflineSession({.directory_version = directory->version,
                                                   .id = randomInShard<OfflineSessionId>(shardOf(device), random_),
                                                   .device = device,
                                                   .auth_method = method,
                                                   .nonce = drawNonce(random_),
                                                   .context = *context,
                                                   .now = now,
                                                   .offers = offersOf(*directory, caller, method)});
    if (begun) {
      const int remaining = remainingAttempts(begun->attempts, begun->rules, now);
      return BegunOfflineAuthentication{{begun->session, begun->session.status, remaining},
                                        seal(key_ring_, begun->session, begun->keys)};
    }
    if (auto refusal = refusalOf(begun.error(), *directory, caller)) return fail(std::move(*refusal));
    directory = directory_.latest();
  }
  throwTooManyRaces();
}

Answer<VerifiedOfflineAuthentication> OfflineAuthentications::verify(const Caller& caller, const OfflineSessionId& id,
                                                                     std::string_view otp, TimePoint now) {
  for (int race = 0; race < kMaxRaces; ++race) {
    auto loaded = load(caller, id);
    if (!loaded) return fail(loaded.error());
    const auto guess = guessAt(loaded->view, loaded->configuration(), otp, now);
    if (!guess) return fail(guess.error());
    const AttemptRules rules = attemptRulesOf(loaded->configuration());
    const bool is_right = isRight(key_ring_, loaded->view, *guess);
    const OfflineAttempt attempt = attemptOf(loaded->view, is_right, rules, now);
    // The outcome leaves only if the count that allowed it was still the count when it was recorded. Otherwise a crowd
    // of guesses could all be told their outcome under one count.
    if (store_.recordOfflineAttempt(attempt)) {
      return VerifiedOfflineAuthentication{viewOf(afterAttempt(std::move(loaded->view), attempt), rules, now),
                                           is_right ? VerifyResult::kSuccess : VerifyResult::kFailure};
    }
  }
  throwTooManyRaces();
}

Answer<OfflineAuthenticationView> OfflineAuthentications::find(const Caller& caller, const OfflineSessionId& id,
                                                               TimePoint now) {
  auto loaded = load(caller, id);
  if (!loaded) return fail(loaded.error());
  const AttemptRules rules = attemptRulesOf(loaded->configuration());
  return viewOf(std::move(loaded->view), rules, now);
}

Answer<OfflineAuthenticationView> OfflineAuthentications::cancel(const Caller& caller, const OfflineSessionId& id,
                                                                 TimePoint now) {
  for (int race = 0; race < kMaxRaces; ++race) {
    auto view = find(caller, id, now);
    if (!view || view->status == SessionStatus::kCancelled) return view;
    if (view->status != SessionStatus::kStarted) return fail(sessionNotOpen(view->status));
    if (store_.cancelOfflineSession(id, now)) {
      view->status = view->session.status = SessionStatus::kCancelled;
      view->session.finished_at = now;
      return view;
    }
  }
  throwTooManyRaces();
}

Answer<protocol::VerificationData> OfflineAuthentications::verificationData(const Caller& caller,
                                                                            const OfflineSessionId& id, TimePoint now) {
  const auto loaded = load(caller, id);
  if (!loaded) return fail(loaded.error());
  const SessionStatus status = statusAt(loaded->view.session, now);
  if (status != SessionStatus::kStarted) return fail(sessionNotOpen(status));
  if (!hasKeysOfSession(loaded->view)) return fail(sessionNotOpen(SessionStatus::kCancelled));
  return seal(key_ring_, loaded->view.session, loaded->view.method->keys);
}

Answer<OfflineAuthentications::Loaded> OfflineAuthentications::load(const Caller& caller, const OfflineSessionId& id) {
  auto directory = directory_.current();
  for (int race = 0; race < kMaxRaces; ++race) {
    if (!isCurrent(*directory, caller)) return fail(revokedKey());
    auto view = store_.loadOfflineSession(id, directory->version);
    if (view) {
      if (view->session.organisation != caller.organisation) return fail(unknownSession());
      return Loaded{std::move(*view), std::move(directory)};
    }
    switch (view.error()) {
      case LoadOfflineRefusal::kUnknownSession:
        return fail(unknownSession());
      case LoadOfflineRefusal::kStaleDirectory:
        directory = directory_.latest();
        break;
    }
  }
  throwTooManyRaces();
}

}  // namespace heliograph::domain
