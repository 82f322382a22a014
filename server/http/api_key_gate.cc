#include "http/api_key_gate.h"

#include <optional>
#include <string_view>
#include <utility>

#include "domain/api_keys.h"
#include "domain/domain.h"
#include "http/basic_auth.h"
#include "http/console/console_page.h"
#include "http/cookie.h"

namespace heliograph::http {
namespace {

std::optional<domain::ApiKey> authenticate(const domain::Directory& directory, std::string_view authorization,
                                           TimePoint now) {
  const auto credentials = BasicCredentials::parse(authorization);
  if (!credentials) return std::nullopt;
  return domain::authenticate(directory, credentials->user(), credentials->password(), now);
}

Call callOf(const Request& request, const domain::ApiKey& key, TimePoint now) {
  return {request, {key.id, key.organisation, request.request_id, request.source}, now};
}

Problem needsKey(const Request& request) {
  if (saysItIsTheConsole(request)) return {ProblemCode::kUnauthenticated, "sign in with a good API key"};
  return {ProblemCode::kUnauthenticated, "this call needs an API key by HTTP Basic authentication"};
}

}  // namespace

bool mayAccess(domain::ApiKeyRole role, Access access) {
  switch (access) {
    case Access::kRead:
      return role == domain::ApiKeyRole::kServiceProvider || role == domain::ApiKeyRole::kReadOnly;
    case Access::kWrite:
      return role == domain::ApiKeyRole::kServiceProvider;
    case Access::kAdmin:
      return role == domain::ApiKeyRole::kAdmin;
  }
  return false;
}

ApiKeyGate::ApiKeyGate(domain::Domain& domain, const Clock& clock)
    : directory_(domain.directory),
      limits_(domain.limits),
      uses_(domain.api_key_uses),
      refused_(domain.refused_credentials),
      console_sessions_(domain.console_sessions),
      clock_(clock),
      failures_(kAuthenticationFailures) {}

Result<Call, Problem> ApiKeyGate::admit(const Request& request, Access access) {
  const std::string_view authorization = request.header("Authorization");
  if (authorization.empty()) {
    if (access != Access::kAdmin) return fail(needsKey(request));
    return admitConsole(request).map([](const ConsoleCall& admitted) { return admitted.call; });
  }
  const TimePoint now = clock_.now();
  const auto key = letIn(request, access, now, [&](const domain::Directory& directory) {
    return authenticate(directory, authorization, now);
  });
  if (!key) return fail(key.error());
  return callOf(request, *key, now);
}

Result<ConsoleCall, Problem> ApiKeyGate::admitConsole(const Request& request) {
  const TimePoint now = clock_.now();
  const auto token = findCookie(request.header("Cookie"), kConsoleCookie);
  if (!token && token.error() == CookieError::kAbsent) return fail(needsKey(request));
  if (const auto page = requireConsolePage(request); !page) return fail(page.error());
  if (!token) return fail(refuse(request, now));
  const auto session = console_sessions_.open(*token, now);
  if (!session) {
    return fail(session.error() == domain::ConsoleTokenRefusal::kExpired ? needsKey(request) : refuse(request, now));
  }
  const auto key = letIn(request, Access::kAdmin, now, [&](const domain::Directory& directory) {
    return domain::findGoodKey(directory, session->key, now);
  });
  if (!key) return fail(key.error());
  return ConsoleCall{callOf(request, *key, now), *key, *session};
}

Result<ConsoleCall, Problem> ApiKeyGate::signIn(const Request& request, std::string_view key_id, ByteView secret) {
  const TimePoint now = clock_.now();
  const auto key = letIn(request, Access::kAdmin, now, [&](const domain::Directory& directory) {
    return domain::authenticate(directory, key_id, secret, now);
  });
  if (!key) return fail(key.error());
  const Call call = callOf(request, *key, now);
  return ConsoleCall{call, *key, console_sessions_.signIn(call.caller, now)};
}

template <class Find>
Result<domain::ApiKey, Problem> ApiKeyGate::letIn(const Request& request, Access access, TimePoint now,
                                                  const Find& find) {
  std::optional<domain::ApiKey> key = find(*directory_.current());
  if (!key) return fail(refuse(request, now));
  if (!mayAccess(key->role, access)) {
    return fail(Problem{ProblemCode::kForbidden, "the role of this API key does not allow this call"});
  }
  if (const auto refusal = limits_.take(key->id, now)) return fail(problemOf(*refusal));
  // What the service provider API does is decided by a version of the directory that the store has confirmed
  // (domain/directory.h). What the admin API does names none, so the store is asked here.
  if (access == Access::kAdmin && !find(*directory_.latest())) return fail(refuse(request, now));
  uses_.add(key->id, now);
  return std::move(*key);
}

Problem ApiKeyGate::refuse(const Request& request, TimePoint now) {
  refused_.add(request.source, request.request_id);
  if (failures_.take(request.source, now)) return needsKey(request);
  Problem problem{ProblemCode::kTooManyRequests, "too many requests without a good API key came from this address"};
  problem.retry_after = retryAfter(failures_.wait(request.source, now));
  return problem;
}

}  // namespace heliograph::http
