#include "domain/refused_credentials.h"

#include <string_view>

namespace heliograph::domain {
namespace {

constexpr std::string_view kOthers = "others";

}  // namespace

void RefusedCredentials::add(const std::string& address, const std::string& request_id) {
  const std::lock_guard lock(mutex_);
  const bool has_place = counts_.size() < kMaxAddresses || counts_.contains(address);
  Count& count = counts_[has_place ? address : std::string(kOthers)];
  ++count.refused;
  count.request_id = request_id;
}

AuditTrail RefusedCredentials::take(TimePoint now) {
  std::map<std::string, Count> counts;
  {
    const std::lock_guard lock(mutex_);
    counts.swap(counts_);
  }
  AuditTrail trail;
  for (const auto& [address, count] : counts) {
    trail.push_back({.at = now,
                     .origin = {.actor = AuditActor::kStranger, .request_id = count.request_id, .address = address},
                     .action = AuditAction::kCredentialsRefused,
                     .outcome = AuditOutcome::kRefused,
                     .detail = std::to_string(count.refused)});
  }
  return trail;
}

}  // namespace heliograph::domain
