#include "http/service_provider/enrolments.h"

#include <optional>
#include <string>

#include "http/body_reader.h"
#include "http/guarded.h"
#include "http/json.h"
#include "http/time_text.h"

namespace heliograph::http {
namespace {

constexpr const char* kEnrolments = "/api/smart-device/v1/enrolments";

Json toJson(const domain::EnrolmentView& view) {
  const domain::Enrolment& enrolment = view.enrolment;
  Json json{{"id", enrolment.id.text()}, {"application_id", enrolment.application.text()}};
  if (enrolment.user_reference) json.add("user_reference", *enrolment.user_reference);
  json.add("status", domain::nameOf(view.status));
  // Before it is completed the device is somebody who knows a code; it gets a name when it has proved more.
  if (enrolment.device && view.status == domain::SessionStatus::kCompleted) {
    json.add("device_id", enrolment.device->text());
  }
  json.add("created_at", formatRfc3339(enrolment.created_at));
  json.add("expires_at", formatRfc3339(enrolment.expires_at));
  return json;
}

Outcome create(const Call& call, domain::Enrolments& enrolments) {
  const auto body = readBody(call.request, {"application_id", "user_reference"});
  if (!body) return fail(body.error());
  const auto application = body->id<ApplicationId>("application_id");
  if (!application) return fail(application.error());
  std::optional<std::string> user_reference(body->optionalText("user_reference"));

  const auto created = enrolments.create(call.caller, *application, std::move(user_reference), call.now);
  if (!created) return fail(problemOf(created.error()));

  Json json = toJson(created->view);
  json.add("activation_code", textOf(created->activation_code.expose()));
  return createdJson(std::string(kEnrolments) + "/" + created->view.enrolment.id.text(), json);
}

Outcome find(const Call& call, domain::Enrolments& enrolments, const domain::EnrolmentId& id) {
  const auto found = enrolments.find(call.caller, id, call.now);
  if (!found) return fail(problemOf(found.error()));
  return okJson(toJson(*found));
}

Outcome cancel(const Call& call, domain::Enrolments& enrolments, const domain::EnrolmentId& id) {
  if (const auto empty = requireEmptyBody(call.request); !empty) return fail(empty.error());
  const auto cancelled = enrolments.cancel(call.caller, id, call.now);
  if (!cancelled) return fail(problemOf(cancelled.error()));
  return okJson(toJson(*cancelled));
}

}  // namespace

void addEnrolmentRoutes(Router& router, ApiKeyGate& gate, domain::Enrolments& enrolments) {
  const std::string path = kEnrolments;
  const auto with_id = [&](Access access, auto function) {
    return guardedWithId<domain::EnrolmentId>(
        gate, access, ProblemCode::kUnknownEnrolment,
        [&enrolments, function](const Call& call, const auto& id) { return function(call, enrolments, id); });
  };
  router.add(Method::kPost, path,
             guarded(gate, Access::kWrite, [&enrolments](const Call& call) { return create(call, enrolments); }));
  router.add(Method::kGet, path + "/{enrolment_id}", with_id(Access::kRead, find));
  router.add(Method::kPost, path + "/{enrolment_id}/cancel", with_id(Access::kWrite, cancel));
}

}  // namespace heliograph::http
