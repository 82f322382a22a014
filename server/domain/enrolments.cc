#include "domain/enrolments.h"

#include <utility>

#include "domain/caller_events.h"
#include "domain/callers_applications.h"
#include "domain/races.h"
#include "domain/refusals.h"

namespace heliograph::domain {
namespace {

// How often a code may be drawn that another open enrolment has. More than that means that the codes are too short for
// how many are open.
constexpr int kMaxCodeDraws = 20;

Refusal malformedUserReference() {
  return {RefusalCode::kMalformedRequest,
          "user_reference: must be 1 to 128 bytes of UTF-8 without control characters."};
}

Refusal unknownApplication() { return {RefusalCode::kUnknownApplication, "There is no such application."}; }

Refusal unknownEnrolment() { return {RefusalCode::kUnknownEnrolment, "There is no such enrolment."}; }

EnrolmentView viewOf(Enrolment enrolment, TimePoint now) {
  // A device that is still enrolling is nobody's business yet.
  if (enrolment.status != SessionStatus::kCompleted) enrolment.device.reset();
  const SessionStatus status = statusAt(enrolment.status, enrolment.expires_at, now);
  return {std::move(enrolment), status};
}

Enrolment enrolmentOf(const NewEnrolment& created) {
  return {.id = created.id,
          .application = created.application,
          .organisation = created.organisation,
          .user_reference = created.user_reference,
          .status = SessionStatus::kStarted,
          .device = std::nullopt,
          .created_at = created.created_at,
          .expires_at = created.expires_at};
}

AuditEvent eventOf(const Caller& caller, AuditAction action, const Enrolment& enrolment, TimePoint now) {
  AuditEvent event = eventBy(caller, action, now);
  event.application = enrolment.application;
  event.device = enrolment.device;
  event.session = enrolment.id.bytes();
  return event;
}

// Of an application or an enrolment that the caller has named and may not see.
AuditEvent eventAt(const Caller& caller, const ApplicationId& application, TimePoint now) {
  AuditEvent event = eventBy(caller, AuditAction::kEnrolmentCreated, now);
  event.application = application;
  return event;
}
AuditEvent eventAt(const Caller& caller, const EnrolmentId& id, TimePoint now) {
  AuditEvent event = eventBy(caller, AuditAction::kEnrolmentCancelled, now);
  event.session = id.bytes();
  return event;
}

}  // namespace

Enrolments::Enrolments(Store& store, DirectoryCache& directory, const ActivationCodes& codes, Random& random)
    : store_(store), directory_(directory), codes_(codes), random_(random) {}

Answer<CreatedEnrolment> Enrolments::create(const Caller& caller, const ApplicationId& application_id,
                                            std::optional<std::string> user_reference, TimePoint now) {
  if (user_reference && !isLabel(*user_reference)) return fail(malformedUserReference());
  auto directory = directory_.current();
  int draws = 0;
  for (int race = 0; race < kMaxRaces && draws < kMaxCodeDraws; ++race) {
    if (!isCurrent(*directory, caller)) return fail(revokedKey());
    const Application* application = applicationOf(*directory, caller, application_id);
    if (application == nullptr)
      return refuseAttempt(store_, eventAt(caller, application_id, now), unknownApplication());
    SecretBytes code = codes_.draw(application->configuration, random_);
    const NewEnrolment enrolment{.id = EnrolmentId::random(random_),
                                 .application = application_id,
                                 .organisation = caller.organisation,
                                 .user_reference = user_reference,
                                 .code_hash = codes_.hash(application_id, code.expose()),
                                 .created_at = now,
                                 .expires_at = now + application->configuration.enrolment_lifetime};
    const Enrolment made = enrolmentOf(enrolment);
    const auto created = store_.createEnrolment(enrolment, directory->version,
                                                {eventOf(caller, AuditAction::kEnrolmentCreated, made, now)});
    if (created) return CreatedEnrolment{viewOf(made, now), std::move(code)};
    switch (created.error()) {
      case CreateEnrolmentRefusal::kStaleDirectory:
        directory = directory_.latest();
        break;
      case CreateEnrolmentRefusal::kCodeTaken:
        ++draws;
        break;
    }
  }
  throwTooManyRaces();
}

Answer<EnrolmentView> Enrolments::find(const Caller& caller, const EnrolmentId& id, TimePoint now) {
  if (!isCurrent(*directory_.latest(), caller)) return fail(revokedKey());
  auto enrolment = store_.findEnrolment(id);
  if (!enrolment || enrolment->organisation != caller.organisation) return fail(unknownEnrolment());
  return viewOf(std::move(*enrolment), now);
}

Answer<EnrolmentView> Enrolments::cancel(const Caller& caller, const EnrolmentId& id, TimePoint now) {
  for (int race = 0; race < kMaxRaces; ++race) {
    auto view = find(caller, id, now);
    if (!view) return refuseAttempt(store_, eventAt(caller, id, now), view.error());
    if (view->status == SessionStatus::kCancelled) return view;
    const AuditEvent event = eventOf(caller, AuditAction::kEnrolmentCancelled, view->enrolment, now);
    if (view->status != SessionStatus::kStarted) return refuseAttempt(store_, event, sessionNotOpen(view->status));
    if (store_.cancelEnrolment(id, now, {event})) {
      view->status = view->enrolment.status = SessionStatus::kCancelled;
      return view;
    }
  }
  throwTooManyRaces();
}

}  // namespace heliograph::domain
