#include "http/admin/applications.h"

#include <string>

#include "http/admin/administration_problem.h"
#include "http/body_reader.h"
#include "http/guarded.h"
#include "http/json.h"
#include "http/query.h"
#include "http/time_text.h"

namespace heliograph::http {
namespace {

constexpr const char* kApplications = "/admin-api/v1/applications";

Json toJson(const domain::Application& application) {
  return {{"id", application.id.text()},
          {"organisation_id", application.organisation.text()},
          {"name", application.name},
          {"configuration", domain::propertiesOf(application.configuration)},
          {"configuration_version", application.configuration_version},
          {"warnings", domain::warningsOf(application.configuration)},
          {"created_at", formatRfc3339(application.created_at)},
          {"changed_at", formatRfc3339(application.changed_at)}};
}

Outcome create(const Call& call, domain::Administration& administration) {
  const auto body = readBody(call.request, {.texts = {"organisation_id", "name"}, .objects = {"configuration"}});
  if (!body) return fail(body.error());
  const auto organisation = body->id<domain::OrganisationId>("organisation_id");
  if (!organisation) return fail(organisation.error());
  const auto name = body->text("name");
  if (!name) return fail(name.error());
  const auto properties = body->optionalObject("configuration").value_or(domain::Properties());

  const auto created =
      administration.createApplication(*organisation, std::string(*name), properties, call.caller.origin(), call.now);
  if (!created) return fail(problemOf(created.error()));
  return createdJson(std::string(kApplications) + "/" + created->id.text(), toJson(*created));
}

Outcome list(const Call& call, domain::Administration& administration) {
  const auto query = readQuery(call.request, {"organisation_id"});
  if (!query) return fail(query.error());
  const auto organisation = query->optionalId<domain::OrganisationId>("organisation_id");
  if (!organisation) return fail(organisation.error());

  Json applications = Json::emptyList();
  for (const domain::Application& application : administration.applications()) {
    if (*organisation && application.organisation != **organisation) continue;
    applications.append(toJson(application));
  }
  return okJson({{"applications", std::move(applications)}});
}

Outcome find(domain::Administration& administration, const ApplicationId& id) {
  const auto application = administration.findApplication(id);
  if (!application) return fail(problemOf(application.error()));
  return okJson(toJson(*application));
}

}  // namespace

void addApplicationRoutes(Router& router, ApiKeyGate& gate, domain::Administration& administration) {
  const std::string path = kApplications;
  router.add(Method::kPost, path, guarded(gate, Access::kAdmin, [&administration](const Call& call) {
               return create(call, administration);
             }));
  router.add(Method::kGet, path,
             guarded(gate, Access::kAdmin, [&administration](const Call& call) { return list(call, administration); }));
  router.add(Method::kGet, path + "/{application_id}",
             guardedWithId<ApplicationId>(
                 gate, Access::kAdmin, ProblemCode::kUnknownApplication,
                 [&administration](const Call&, const auto& id) { return find(administration, id); }));
}

}  // namespace heliograph::http
