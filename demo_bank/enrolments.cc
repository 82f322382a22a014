#include "demo_bank/enrolments.h"

#include <utility>

#include "base/uuid.h"

namespace heliograph::bank {
namespace {

constexpr const char* kOpen = "STARTED";

}  // namespace

std::optional<Enrolments::Enrolment> Enrolments::current(Customer customer) {
  const std::lock_guard lock(mutex_);
  const auto found = enrolments_.find(customer);
  return found == enrolments_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Enrolments::Enrolment> Enrolments::replace(Customer customer, const Enrolment& enrolment) {
  const std::lock_guard lock(mutex_);
  const auto [place, is_first] = enrolments_.try_emplace(customer, enrolment);
  if (is_first) return std::nullopt;
  return std::exchange(place->second, enrolment);
}

Answer<Json> Enrolments::begin(Customer customer) {
  const auto begun =
      api_.post("/enrolments", {{"application_id", application_id_}, {"user_reference", userReferenceOf(customer)}});
  if (!begun) return fail(begun.error());
  const Enrolment enrolment{formatUuid(randomUuid(random_)), begun->at("id"), begun->at("status"),
                            begun->at("expires_at")};
  const auto former = replace(customer, enrolment);
  // A code that nobody waits for any more is one more that somebody could guess. Refused where it was used meanwhile.
  if (former && former->status == kOpen) (void)api_.post("/enrolments/" + former->session_id + "/cancel");
  return Json{{"id", enrolment.id},
              {"status", enrolment.status},
              {"activation_code", begun->at("activation_code")},
              {"expires_at", enrolment.expires_at}};
}

Answer<Json> Enrolments::find(Customer customer) {
  auto enrolment = current(customer);
  if (!enrolment) return fail(Refusal{404, "UNKNOWN_ENROLMENT", "no phone is being set up"});
  if (enrolment->status == kOpen) {
    const auto now = api_.get("/enrolments/" + enrolment->session_id);
    if (!now) return fail(now.error());
    enrolment->status = now->at("status");
    const bool is_finished = enrolment->status != kOpen && finish(customer, *enrolment, enrolment->status);
    if (is_finished && enrolment->status == "COMPLETED") phones_.replace(customer, now->at("device_id"));
  }
  return Json{{"id", enrolment->id}, {"status", enrolment->status}, {"expires_at", enrolment->expires_at}};
}

bool Enrolments::finish(Customer customer, const Enrolment& enrolment, const std::string& status) {
  const std::lock_guard lock(mutex_);
  const auto found = enrolments_.find(customer);
  if (found == enrolments_.end() || found->second.id != enrolment.id || found->second.status != kOpen) return false;
  found->second.status = status;
  return true;
}

}  // namespace heliograph::bank
