#include "domain/enrolment_calls.h"

#include <utility>

#include "domain/new_method_keys.h"
#include "domain/races.h"
#include "domain/server_keys.h"

namespace heliograph::domain {
namespace {

using protocol::DeviceStatus;

// From everywhere together an application's codes meet at most 100 guesses and one more every 3 s: 400 in the 15
// minutes that a code of 8 digits is good for by default, which is 1 in 250,000 for each enrolment that is open.
constexpr TokenBucketRules kWrongCodesOfSource{.capacity = 10, .tokens_per_second = 1.0 / 30};
constexpr TokenBucketRules kWrongCodesOfApplication{.capacity = 100, .tokens_per_second = 1.0 / 3};

DeviceStatus statusOf(EnrolmentStartRefusal refusal) {
  switch (refusal) {
    case EnrolmentStartRefusal::kReplayed:
      return DeviceStatus::kRejectedRequest;
    case EnrolmentStartRefusal::kNoSession:
      return DeviceStatus::kNoSession;
    case EnrolmentStartRefusal::kExpired:
      return DeviceStatus::kSessionExpired;
  }
  return DeviceStatus::kNoSession;
}

DeviceStatus statusOf(EnrolmentFinishRefusal refusal) {
  switch (refusal) {
    case EnrolmentFinishRefusal::kReplayed:
      return DeviceStatus::kRejectedRequest;
    case EnrolmentFinishRefusal::kNoSession:
      return DeviceStatus::kNoSession;
    case EnrolmentFinishRefusal::kExpired:
      return DeviceStatus::kSessionExpired;
    case EnrolmentFinishRefusal::kOldMasterKey:
      return DeviceStatus::kTryLater;
  }
  return DeviceStatus::kNoSession;
}

// The store fills in what the code leads to.
AuditEvent enrolmentStarted(const Application& application, const AuditOrigin& origin, TimePoint now) {
  return {.at = now,
          .origin = origin,
          .action = AuditAction::kEnrolmentStarted,
          .organisation = application.organisation,
          .application = application.id};
}

std::optional<protocol::Refused> refusalOf(const VerifiedCall& call, protocol::AuthMethod method) {
  const TimePoint now = call.mark.received_at;
  if (const auto locked = refusalOfLocked(call.device, now)) return locked;
  const bool is_allowed = call.configuration.allowed_auth_methods.contains(method);
  if (protocol::isOffline(method) || !is_allowed) return protocol::Refused{DeviceStatus::kMethodNotAllowed};
  return refusalOfLockedByAdmin(call.device, method, now);
}

}  // namespace

EnrolmentCalls::EnrolmentCalls(Store& store, DirectoryCache& directory, const KeyRing& key_ring,
                               const ActivationCodes& codes, const DeviceTickets& tickets, const OnlineSalts& salts,
                               Random& random)
    : store_(store),
      directory_(directory),
      key_ring_(key_ring),
      codes_(codes),
      tickets_(tickets),
      salts_(salts),
      random_(random),
      wrong_codes_by_source_(kWrongCodesOfSource),
      wrong_codes_by_application_(kWrongCodesOfApplication) {}

DeviceAnswer<protocol::EnrolmentStarted> EnrolmentCalls::start(const protocol::StartEnrolment& request,
                                                               const RequestMark& mark, const AuditOrigin& origin) {
  const std::string& source = origin.address;
  // The directory in memory: a stranger's made-up application costs no look-up.
  if (!directory_.current()->applications.contains(request.application)) return refuse(DeviceStatus::kNoSession);
  if (!takeGuess(source, request.application, mark.received_at)) return refuse(DeviceStatus::kTryLater);
  const auto directory = directory_.latest();
  const Application& application = directory->applications.at(request.application);
  const auto started =
      store_.startEnrolment({.mark = mark,
                             .application = application.id,
                             .code_hash = codes_.hash(application.id, request.activation_code.expose()),
                             .device_key = request.device_key.point(),
                             .device_id_seed = randomUuid(random_)},
                            {enrolmentStarted(application, origin, mark.received_at)});
  const bool was_wrong = !started && started.error() == EnrolmentStartRefusal::kNoSession;
  if (!was_wrong) giveGuessBack(source, application.id, mark.received_at);
  if (!started) return refuse(statusOf(started.error()));
  return protocol::EnrolmentStarted{started->device, tickets_.issue(started->device),
                                    deviceSettingsOf(application.configuration)};
}

DeviceAnswer<protocol::MethodActivated> EnrolmentCalls::finish(const VerifiedCall& call,
                                                               const protocol::FinishEnrolment& request) {
  AuditEvent activated = call.event(AuditAction::kMethodActivated);
  activated.auth_method = request.method;
  if (const auto refusal = refusalOf(call, request.method)) return refuse(store_, activated, *refusal);
  const SaltNumbers numbers = afterOffer(call.device.salts, call.sent_at);
  for (int race = 0; race < kMaxRaces; ++race) {
    followRotation(store_, key_ring_);
    auto keys = makeMethodKeys(call.secrets.key_agreement_secret, request.phone_random, call.device.id, request.method,
                               key_ring_, random_);
    const auto finished = store_.finishEnrolment({.mark = call.mark,
                                                  .device = call.device.id,
                                                  .auth_method = request.method,
                                                  .keys = std::move(keys.wrapped),
                                                  .salts = numbers},
                                                 {activated});
    if (finished) {
      return protocol::MethodActivated{std::move(keys.server_random), deviceSettingsOf(call.configuration),
                                       salts_.salt(call.device.id, numbers.offered)};
    }
    if (finished.error() == EnrolmentFinishRefusal::kOldMasterKey) continue;
    return refuse(store_, activated, {statusOf(finished.error())});
  }
  throwTooManyRaces();
}

// Taken before the code is looked up, and given back where it was not wrong: codes that come in at the same moment must
// not all be tried for the same token.
bool EnrolmentCalls::takeGuess(const std::string& source, const ApplicationId& application, TimePoint now) {
  if (!wrong_codes_by_source_.take(source, now)) return false;
  if (wrong_codes_by_application_.take(application.text(), now)) return true;
  wrong_codes_by_source_.giveBack(source, now);
  return false;
}

void EnrolmentCalls::giveGuessBack(const std::string& source, const ApplicationId& application, TimePoint now) {
  wrong_codes_by_source_.giveBack(source, now);
  wrong_codes_by_application_.giveBack(application.text(), now);
}

}  // namespace heliograph::domain
