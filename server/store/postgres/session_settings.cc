#include "store/postgres/session_settings.h"

namespace heliograph::store {

std::string sessionSettings(std::chrono::milliseconds timeout, std::chrono::milliseconds lock_timeout) {
  const std::string limit = std::to_string(timeout.count());
  return "SET statement_timeout = " + limit + "; SET lock_timeout = " + std::to_string(lock_timeout.count()) +
         "; SET idle_in_transaction_session_timeout = " + limit + "; " + kPlanByKey +
         "SET join_collapse_limit = 1; SET from_collapse_limit = 1";
}

}  // namespace heliograph::store
