#include "domain/authentications.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "domain/caller_events.h"
#include "domain/callers_applications.h"
#include "domain/races.h"
#include "domain/refusals.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;
using protocol::AuthMethodSet;
using protocol::Context;

// --- refusals --------------------------------------------------------------------------------------------------------

Refusal unknownAuthentication() { return {RefusalCode::kUnknownSession, "There is no such authentication."}; }

Refusal noMethods() { return {RefusalCode::kMalformedRequest, "auth_methods: must not be empty."}; }

Refusal notAnOnlineMethod(AuthMethod method) {
  return {RefusalCode::kMalformedRequest,
          "auth_methods: " + std::string(protocol::apiName(method)) + " is not an online method."};
}

// Nothing where the directory was old: the caller looks again.
std::optional<Refusal> refusalOf(const BeginAuthenticationRefusal& refusal, const Directory& directory,
                                 const Caller& caller) {
  switch (refusal.kind) {
    case BeginAuthenticationRefusal::Kind::kStaleDirectory:
      return std::nullopt;
    case BeginAuthenticationRefusal::Kind::kUnknownDevice:
      return unknownDevice();
    case BeginAuthenticationRefusal::Kind::kKeyReused:
      return idempotencyKeyReused();
    case BeginAuthenticationRefusal::Kind::kNotOffered:
      return isOfCaller(refusal.application, directory, caller) ? methodNotAllowed("auth_methods") : unknownDevice();
    case BeginAuthenticationRefusal::Kind::kMethodNotActivated:
      return methodNotActivated("auth_methods");
    case BeginAuthenticationRefusal::Kind::kDeviceLocked:
      return deviceLocked(refusal.lock);
    case BeginAuthenticationRefusal::Kind::kMethodLocked:
      return methodLocked(refusal.lock);
  }
  return std::nullopt;
}

// --- the request -----------------------------------------------------------------------------------------------------

Answer<std::optional<Context>> parseText(std::string_view field, const std::optional<std::string_view>& text) {
  if (!text) return std::optional<Context>{};
  const auto parsed = Context::parse(*text);
  if (!parsed) return fail(invalidContext(field, parsed.error()));
  return std::optional(*parsed);
}

Answer<std::optional<Context>> parseTitle(const std::optional<std::string_view>& text) {
  constexpr std::string_view kField = "context_title";
  auto title = parseText(kField, text);
  const auto line_feed = title && *title ? text->find('\n') : std::string_view::npos;
  if (line_feed == std::string_view::npos) return title;
  return fail(invalidContext(
      kField, {.kind = protocol::ContextError::Kind::kForbiddenCodePoint, .offset = line_feed, .code_point = U'\n'}));
}

std::optional<Refusal> refusalOf(const std::optional<AuthMethodSet>& asked) {
  if (!asked) return std::nullopt;
  if (asked->empty()) return noMethods();
  for (const AuthMethod method : protocol::kAllAuthMethods) {
    if (asked->contains(method) && protocol::isOffline(method)) return notAnOnlineMethod(method);
  }
  return std::nullopt;
}

struct ParsedRequest {
  DeviceId device;
  std::optional<Context> title;
  std::optional<Context> context;
  std::optional<AuthMethodSet> auth_methods;
};

Answer<ParsedRequest> parse(const AuthenticationRequest& request) {
  const auto title = parseTitle(request.title);
  if (!title) return fail(title.error());
  const auto context = parseText("context", request.context);
  if (!context) return fail(context.error());
  if (auto refusal = refusalOf(request.auth_methods)) return fail(std::move(*refusal));
  return ParsedRequest{request.device, *title, *context, request.auth_methods};
}

// --- offers ----------------------------------------------------------------------------------------------------------

AuthMethodSet onlineOnesOf(AuthMethodSet methods) {
  AuthMethodSet online;
  for (const AuthMethod method : protocol::kAllAuthMethods) {
    if (methods.contains(method) && !protocol::isOffline(method)) online.insert(method);
  }
  return online;
}

bool areAllIn(AuthMethodSet methods, AuthMethodSet allowed) { return (methods.bits() & ~allowed.bits()) == 0; }

std::vector<AuthenticationOffer> offersOf(const Directory& directory, const Caller& caller,
                                          const std::optional<AuthMethodSet>& asked) {
  std::vector<AuthenticationOffer> offers;
  for (const auto& [id, application] : directory.applications) {
    if (application.organisation != caller.organisation) continue;
    const AuthMethodSet allowed = onlineOnesOf(application.configuration.allowed_auth_methods);
    const AuthMethodSet offered = asked.value_or(allowed);
    if (offered.empty() || !areAllIn(offered, allowed)) continue;
    offers.push_back({.application = id,
                      .auth_methods = offered,
                      .lifetime = application.configuration.authentication_session_lifetime});
  }
  return offers;
}

protocol::OnlineChallenge drawChallenge(Random& random) {
  protocol::OnlineChallenge challenge{};
  random.fill(challenge);
  return challenge;
}

// --- events ----------------------------------------------------------------------------------------------------------

std::optional<crypto::Sha256Hash> hashOf(const std::optional<Context>& context) {
  return context ? std::optional(crypto::sha256({context->bytes()})) : std::nullopt;
}

// An event has room for one method.
std::optional<AuthMethod> onlyOneOf(AuthMethodSet methods) {
  const auto count =
      std::ranges::count_if(protocol::kAllAuthMethods, [&](auto method) { return methods.contains(method); });
  if (count != 1) return std::nullopt;
  return *std::ranges::find_if(protocol::kAllAuthMethods, [&](auto method) { return methods.contains(method); });
}

AuditEvent beginning(const Caller& caller, const ParsedRequest& request, TimePoint now) {
  AuditEvent event = eventBy(caller, AuditAction::kAuthenticationBegun, now);
  event.device = request.device;
  event.auth_method = request.auth_methods ? onlyOneOf(*request.auth_methods) : std::nullopt;
  event.context_hash = hashOf(request.context);
  return event;
}

AuditEvent cancelling(const Caller& caller, const AuthenticationSession& session, TimePoint now) {
  AuditEvent event = eventBy(caller, AuditAction::kAuthenticationCancelled, now);
  event.application = session.application;
  event.device = session.device;
  event.session = session.id.bytes();
  event.auth_method = onlyOneOf(session.auth_methods);
  event.context_hash = hashOf(session.context);
  return event;
}

// Of a session that the caller may not see.
AuditEvent cancelling(const Caller& caller, const AuthenticationSessionId& id, TimePoint now) {
  AuditEvent event = eventBy(caller, AuditAction::kAuthenticationCancelled, now);
  event.session = id.bytes();
  return event;
}

AuthenticationView viewOf(AuthenticationSession session, TimePoint now) {
  const SessionStatus status = statusAt(session.status, session.expires_at, now);
  return {std::move(session), status};
}

}  // namespace

Authentications::Authentications(Store& store, DirectoryCache& directory, RequestLimits& limits, Random& random)
    : store_(store), directory_(directory), limits_(limits), random_(random) {}

Answer<AuthenticationView> Authentications::begin(const Caller& caller, const AuthenticationRequest& request,
                                                  const std::optional<IdempotencyKey>& idempotency, TimePoint now) {
  const auto parsed = parse(request);
  if (!parsed) return fail(parsed.error());
  if (auto refusal = limits_.take(request.device, now)) return fail(std::move(*refusal));
  const AuditEvent attempt = beginning(caller, *parsed, now);
  auto directory = directory_.current();
  for (int race = 0; race < kMaxRaces; ++race) {
    if (!isCurrent(*directory, caller)) return fail(revokedKey());
    AuditEvent event = attempt;
    const auto id = randomInShard<AuthenticationSessionId>(shardOf(request.device), random_);
    event.session = id.bytes();
    auto begun = store_.beginAuthentication({.directory_version = directory->version,
                                             .id = id,
                                             .device = request.device,
                                             .title = parsed->title,
                                             .context = parsed->context,
                                             .challenge = drawChallenge(random_),
                                             .now = now,
                                             .offers = offersOf(*directory, caller, parsed->auth_methods),
                                             .idempotency = idempotency},
                                            {std::move(event)});
    // A session that was begun before with the same key may have expired since: the answer is the one of then.
    if (begun) return AuthenticationView{*begun, begun->status};
    if (auto refusal = refusalOf(begun.error(), *directory, caller)) {
      return refuseAttempt(store_, attempt, std::move(*refusal));
    }
    directory = directory_.latest();
  }
  throwTooManyRaces();
}

Answer<AuthenticationView> Authentications::find(const Caller& caller, const AuthenticationSessionId& id,
                                                 TimePoint now) {
  auto directory = directory_.current();
  for (int race = 0; race < kMaxRaces; ++race) {
    if (!isCurrent(*directory, caller)) return fail(revokedKey());
    auto loaded = store_.loadAuthentication(id, directory->version);
    if (loaded) {
      if (loaded->session.organisation != caller.organisation) return fail(unknownAuthentication());
      return viewOf(std::move(loaded->session), now);
    }
    switch (loaded.error()) {
      case LoadAuthenticationRefusal::kUnknownSession:
        return fail(unknownAuthentication());
      case LoadAuthenticationRefusal::kStaleDirectory:
        directory = directory_.latest();
        break;
    }
  }
  throwTooManyRaces();
}

Answer<AuthenticationView> Authentications::cancel(const Caller& caller, const AuthenticationSessionId& id,
                                                   TimePoint now) {
  for (int race = 0; race < kMaxRaces; ++race) {
    auto view = find(caller, id, now);
    if (!view) return refuseAttempt(store_, cancelling(caller, id, now), view.error());
    if (view->status == SessionStatus::kCancelled) return view;
    const AuditEvent event = cancelling(caller, view->session, now);
    if (view->status != SessionStatus::kStarted) return refuseAttempt(store_, event, sessionNotOpen(view->status));
    if (store_.cancelAuthentication(id, now, {event})) {
      view->status = view->session.status = SessionStatus::kCancelled;
      view->session.finished_at = now;
      return view;
    }
  }
  throwTooManyRaces();
}

}  // namespace heliograph::domain
