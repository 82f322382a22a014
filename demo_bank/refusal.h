// Why the bank does not do what its customer's browser asks: its own reason, or the one that Heliograph gave.

#ifndef HELIOGRAPH_DEMO_BANK_REFUSAL_H_
#define HELIOGRAPH_DEMO_BANK_REFUSAL_H_

#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/problem.h"
#include "http/response.h"

namespace heliograph::bank {

using Json = nlohmann::ordered_json;

struct Refusal {
  int status;  // of HTTP
  std::string code;
  std::string detail;
  std::optional<std::chrono::seconds> retry_after = std::nullopt;
  Json members = Json::object();  // what else the problem says: locked_until, session_status
};

template <class Value>
using Answer = Result<Value, Refusal>;

[[nodiscard]] Refusal refusalOf(const http::Problem& problem);

// 503 UNAVAILABLE: something that the bank needs is not there. Nothing of it is told to the customer.
[[nodiscard]] Refusal unavailable();

// application/problem+json, as the server's other problems (http/problem.h).
[[nodiscard]] http::Response render(const Refusal& refusal, std::string_view request_id);

}  // namespace heliograph::bank

#endif  // HELIOGRAPH_DEMO_BANK_REFUSAL_H_
