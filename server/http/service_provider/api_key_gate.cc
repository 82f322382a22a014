#include "http/service_provider/api_key_gate.h"

#include <algorithm>
#include <chrono>

#include "domain/api_keys.h"
#include "http/basic_auth.h"

namespace heliograph::http {
namespace {

std::optional<domain::ApiKey> authenticate(const domain::Directory& directory, std::string_view authorization) {
  const auto credentials = BasicCredentials::parse(authorization);
  if (!credentials) return std::nullopt;
  auto key = domain::authenticate(directory, credentials->user(), credentials->password());
  if (!key || key->role != domain::ApiKeyRole::kServiceProvider) return std::nullopt;
  return key;
}

}  // namespace

ApiKeyGate::ApiKeyGate(const domain::DirectoryCache& directory, const Clock& clock)
    : directory_(directory), clock_(clock), failures_(kAuthenticationFailures) {}

Result<Call, Problem> ApiKeyGate::admit(const Request& request) {
  const TimePoint now = clock_.now();
  if (const auto key = authenticate(*directory_.current(), request.authorization)) {
    return Call{request, {key->id, key->organisation}, now};
  }
  if (!request.authorization.empty() && !failures_.take(request.source, now)) {
    Problem problem{ProblemCode::kTooManyRequests, "too many requests without a good API key came from this address"};
    const auto wait = std::chrono::ceil<std::chrono::seconds>(failures_.wait(request.source, now));
    problem.retry_after = std::max(wait, std::chrono::seconds(1));
    return fail(std::move(problem));
  }
  return fail(Problem{ProblemCode::kUnauthenticated, "this call needs an API key by HTTP Basic authentication"});
}

}  // namespace heliograph::http
