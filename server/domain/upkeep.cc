#include "domain/upkeep.h"

#include <string>

#include "domain/audit_chain.h"

namespace heliograph::domain {
namespace {

// Key uses and strangers' attempts cost at most one write each in this time, however many there are.
constexpr std::chrono::seconds kHalfMinute{30};
constexpr std::chrono::hours kCleanUpInterval{1};
// A step is one transaction, which requests that write wait for: some milliseconds.
constexpr int kCleanUpStep = 500;
constexpr int kRotationStep = 100;

// A clock that was set back must not keep anything waiting until it has caught up.
bool isDue(const std::optional<TimePoint>& last, std::chrono::seconds interval, TimePoint now) {
  return !last || now < *last || now - *last >= interval;
}

}  // namespace

Upkeep::Upkeep(Store& store, const crypto::P256PrivateKey& channel_key, MasterKeyRotation& rotation,
               ApiKeyUses& api_key_uses, RefusedCredentials& refused_credentials, const UpkeepRules& rules,
               Observer& observer)
    : store_(store),
      audit_key_(auditKeyOf(channel_key)),
      rotation_(rotation),
      api_key_uses_(api_key_uses),
      refused_credentials_(refused_credentials),
      rules_(rules),
      observer_(observer) {}

bool Upkeep::run(TimePoint now) {
  doEveryHalfMinute(now);
  const bool has_more_to_seal = sealAudit(now);
  const bool has_more_to_clean = cleanUp(now);
  // The last one: a key that does not open stops nothing but the rotation.
  const bool has_more_to_rotate = rotate(now);
  observer_.upkeepDone(now);
  return has_more_to_seal || has_more_to_clean || has_more_to_rotate;
}

void Upkeep::finish(TimePoint now) {
  flush(now);
  while (sealAudit(now)) {
  }
}

void Upkeep::requestRotation(const AuditOrigin& origin) {
  const std::lock_guard lock(mutex_);
  if (!rotation_asker_) rotation_asker_ = origin;
}

void Upkeep::requestCleanUp(const AuditOrigin& origin) {
  const std::lock_guard lock(mutex_);
  if (!clean_up_asker_) clean_up_asker_ = origin;
}

bool Upkeep::isRotating() const {
  const std::lock_guard lock(mutex_);
  return rotation_asker_.has_value();
}

bool Upkeep::isCleaningUp() const {
  const std::lock_guard lock(mutex_);
  return clean_up_asker_.has_value();
}

bool Upkeep::sealAudit(TimePoint now) {
  const int sealed = sealAuditBatch(store_, audit_key_, now);
  if (sealed > 0) observer_.auditSealed(sealed);
  return sealed == kMaxAuditBatch;
}

void Upkeep::doEveryHalfMinute(TimePoint now) {
  if (!isDue(last_half_minute_, kHalfMinute, now)) return;
  rotation_.follow();
  flush(now);
  last_half_minute_ = now;
}

// What the store did not take stays here, and nothing more is taken until it does: an outage loses no count.
void Upkeep::flush(TimePoint now) {
  if (uses_to_write_.empty()) uses_to_write_ = api_key_uses_.take();
  if (!uses_to_write_.empty()) store_.recordApiKeyUses(uses_to_write_);
  uses_to_write_.clear();
  if (refused_to_write_.empty()) refused_to_write_ = refused_credentials_.take(now);
  if (!refused_to_write_.empty()) store_.recordAudit(refused_to_write_);
  refused_to_write_.clear();
}

bool Upkeep::cleanUp(TimePoint now) {
  if (isDue(last_clean_up_, kCleanUpInterval, now)) requestCleanUp({.actor = AuditActor::kServer});
  const std::optional<AuditOrigin> asker = askerOf(clean_up_asker_);
  if (!asker) return false;

  const bool is_for_ever = rules_.session_retention == std::chrono::hours::zero();
  const TimePoint sessions_before = is_for_ever ? TimePoint{} : now - rules_.session_retention;
  const int removed = store_.cleanUp(sessions_before, now, kCleanUpStep);
  cleaned_up_ += static_cast<std::uint64_t>(removed);
  if (removed > 0) return true;
  endCleanUp(*asker, now);
  return false;
}

void Upkeep::endCleanUp(const AuditOrigin& asker, TimePoint now) {
  const AuditEvent event{
      .at = now, .origin = asker, .action = AuditAction::kSessionsCleanedUp, .detail = std::to_string(cleaned_up_)};
  if (cleaned_up_ > 0) store_.recordAudit({event});
  cleaned_up_ = 0;
  last_clean_up_ = now;
  const std::lock_guard lock(mutex_);
  clean_up_asker_.reset();
}

bool Upkeep::rotate(TimePoint now) {
  const std::optional<AuditOrigin> asker = askerOf(rotation_asker_);
  if (!asker) return false;
  try {
    if (rotation_.step(kRotationStep, *asker, now) > 0) return true;
  } catch (const StoreUnavailable&) {
    throw;  // goes on when the store is back
  } catch (const StoreOverloaded&) {
    throw;
  } catch (...) {
    endRotation();  // would fail in every round; whoever reads the log asks again
    throw;
  }
  endRotation();
  return false;
}

std::optional<AuditOrigin> Upkeep::askerOf(const std::optional<AuditOrigin>& request) const {
  const std::lock_guard lock(mutex_);
  return request;
}

void Upkeep::endRotation() {
  const std::lock_guard lock(mutex_);
  rotation_asker_.reset();
}

}  // namespace heliograph::domain
