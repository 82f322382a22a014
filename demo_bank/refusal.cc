#include "demo_bank/refusal.h"

#include <utility>

namespace heliograph::bank {

Refusal refusalOf(const http::Problem& problem) {
  return {http::statusOf(problem.code), std::string(http::nameOf(problem.code)), problem.detail, problem.retry_after};
}

Refusal unavailable() {
  return {503, "UNAVAILABLE", "this does not work at the moment; try again", std::chrono::seconds(1)};
}

http::Response render(const Refusal& refusal, std::string_view request_id) {
  http::Json document = http::problemDocument(refusal.status, refusal.code, refusal.detail);
  // The members are an object, so they are taken.
  static_cast<void>(document.addMembersOf(refusal.members.dump()));
  return http::problemResponse(refusal.status, std::move(document), refusal.retry_after, request_id);
}

}  // namespace heliograph::bank
