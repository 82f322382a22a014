#include "demo_bank/refusal.h"

namespace heliograph::bank {

Refusal refusalOf(const http::Problem& problem) {
  return {http::statusOf(problem.code), std::string(http::nameOf(problem.code)), problem.detail, problem.retry_after};
}

Refusal unavailable() {
  return {503, "UNAVAILABLE", "this does not work at the moment; try again", std::chrono::seconds(1)};
}

http::Response render(const Refusal& refusal, std::string_view request_id) {
  Json json{{"type", "about:blank"},
            {"title", http::reasonPhrase(refusal.status)},
            {"status", refusal.status},
            {"code", refusal.code},
            {"detail", refusal.detail}};
  json.update(refusal.members);
  json["request_id"] = request_id;
  http::Response response{refusal.status, {}, std::string(http::kProblemJson), json.dump()};
  if (refusal.retry_after) {
    response.headers.emplace_back("Retry-After", std::to_string(refusal.retry_after->count()));
  }
  return response;
}

}  // namespace heliograph::bank
