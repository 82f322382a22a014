#include "domain/enrolments.h"

#include <utility>

#include "base/utf8.h"
#include "domain/races.h"
#include "domain/refusals.h"

namespace heliograph::domain {
namespace {

// How often a code may be drawn that another open enrolment has. More than that means that the codes are too short for
// how many are open.
constexpr int kMaxCodeDraws = 20;

bool isControl(char32_t code_point) { return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0); }

bool isPrintableUtf8(std::string_view text) {
  while (!text.empty()) {
    const auto decoded = decodeUtf8(text);
    if (!decoded || isControl(decoded->code_point)) return false;
    text.remove_prefix(decoded->length);
  }
  return true;
}

bool isUserReference(std::string_view text) {
  return !text.empty() && text.size() <= kMaxUserReferenceSize && isPrintableUtf8(text);
}

Refusal malformedUserReference() {
  return {RefusalCode::kMalformedRequest,
          "user_reference: must be 1 to 128 bytes of UTF-8 without control characters."};
}

Refusal unknownApplication() { return {RefusalCode::kUnknownApplication, "There is no such application."}; }

Refusal unknownEnrolment() { return {RefusalCode::kUnknownEnrolment, "There is no such enrolment."}; }

const Application* applicationOf(const Directory& directory, const Caller& caller, const ApplicationId& id) {
  const auto found = directory.applications.find(id);
  const bool is_callers = found != directory.applications.end() && found->second.organisation == caller.organisation;
  return is_callers ? &found->second : nullptr;
}

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

}  // namespace

Enrolments::Enrolments(Store& store, DirectoryCache& directory, const ActivationCodes& codes, Random& random)
    : store_(store), directory_(directory), codes_(codes), random_(random) {}

Answer<CreatedEnrolment> Enrolments::create(const Caller& caller, const ApplicationId& application_id,
                                            std::optional<std::string> user_reference, TimePoint now) {
  if (user_reference && !isUserReference(*user_reference)) return fail(malformedUserReference());
  auto directory = directory_.current();
  int draws = 0;
  for (int race = 0; race < kMaxRaces && draws < kMaxCodeDraws; ++race) {
    if (!isCurrent(*directory, caller)) return fail(revokedKey());
    const Application* application = applicationOf(*directory, caller, application_id);
    if (application == nullptr) return fail(unknownApplication());
    SecretBytes code = codes_.draw(application->configuration, random_);
    const NewEnrolment enrolment{.id = EnrolmentId::random(random_),
                                 .application = application_id,
                                 .organisation = caller.organisation,
                                 .user_reference = user_reference,
                                 .code_hash = codes_.hash(application_id, code.expose()),
                                 .created_at = now,
                                 .expires_at = now + application->configuration.enrolment_lifetime};
    const auto created = store_.createEnrolment(enrolment, directory->version);
    if (created) return CreatedEnrolment{viewOf(enrolmentOf(enrolment), now), std::move(code)};
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
    if (!view || view->status == SessionStatus::kCancelled) return view;
    if (view->status != SessionStatus::kStarted) return fail(sessionNotOpen(view->status));
    if (store_.cancelEnrolment(id, now)) {
      view->status = view->enrolment.status = SessionStatus::kCancelled;
      return view;
    }
  }
  throwTooManyRaces();
}

}  // namespace heliograph::domain
