#include "http/api_key_gate.h"

#include <optional>
#include <string_view>

#include "domain/api_keys.h"
#include "http/basic_auth.h"

namespace heliograph::http {
namespace {

std::optional<domain::ApiKey> authenticate(const domain::Directory& directory, std::string_view authorization,
                                           TimePoint now) {
  const auto credentials = BasicCredentials::parse(authorization);
  if (!credentials) return std::nullopt;
  return domain::authenticate(directory, credentials->user(), credentials->password(), now);
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

ApiKeyGate::ApiKeyGate(domain::DirectoryCache& directory, domain::RequestLimits& limits, domain::ApiKeyUses& uses,
                       domain::RefusedCredentials& refused, const Clock& clock)
    : directory_(directory),
      limits_(limits),
      uses_(uses),
      refused_(refused),
      clock_(clock),
      failures_(kAuthenticationFailures) {}

Result<Call, Problem> ApiKeyGate::admit(const Request& request, Access access) {
  const TimePoint now = clock_.now();
  const auto key = authenticate(*directory_.current(), request.authorization, now);
  if (!key) return fail(refuse(request, now));
  if (!mayAccess(key->role, access)) {
    return fail(Problem{ProblemCode::kForbidden, "the role of this API key does not allow this call"});
  }
  if (const auto refusal = limits_.take(key->id, now)) return fail(problemOf(*refusal));
  // What the service provider API does is decided by a version of the directory that the store has confirmed
  // (domain/directory.h). What the admin API does names none, so the store is asked here.
  if (access == Access::kAdmin && !authenticate(*directory_.latest(), request.authorization, now)) {
    return fail(refuse(request, now));
  }
  uses_.add(key->id, now);
  return Call{request, {key->id, key->organisation, request.request_id, request.source}, now};
}

Problem ApiKeyGate::refuse(const Request& request, TimePoint now) {
  const bool has_credentials = !request.authorization.empty();
  if (has_credentials) refused_.add(request.source, request.request_id);
  if (!has_credentials || failures_.take(request.source, now)) {
    return {ProblemCode::kUnauthenticated, "this call needs an API key by HTTP Basic authentication"};
  }
  Problem problem{ProblemCode::kTooManyRequests, "too many requests without a good API key came from this address"};
  problem.retry_after = retryAfter(failures_.wait(request.source, now));
  return problem;
}

}  // namespace heliograph::http
