#include "http/admin/organisations.h"

#include <string>

#include "http/admin/administration_problem.h"
#include "http/body_reader.h"
#include "http/guarded.h"
#include "http/json.h"
#include "http/time_text.h"

namespace heliograph::http {
namespace {

constexpr const char* kOrganisations = "/admin-api/v1/organisations";

Outcome create(const Call& call, domain::Administration& administration) {
  const auto body = readBody(call.request, {"name"});
  if (!body) return fail(body.error());
  const auto name = body->text("name");
  if (!name) return fail(name.error());

  const auto created = administration.createOrganisation(std::string(*name), call.caller.origin(), call.now);
  if (!created) return fail(problemOf(created.error()));
  return createdJson(std::string(kOrganisations) + "/" + created->id.text(), toJson(*created));
}

Outcome list(domain::Administration& administration) {
  return okJson({{"organisations", Json::listOf(administration.organisations(), toJson)}});
}

Outcome find(domain::Administration& administration, const domain::OrganisationId& id) {
  const auto organisation = administration.findOrganisation(id);
  if (!organisation) return fail(problemOf(organisation.error()));
  return okJson(toJson(*organisation));
}

}  // namespace

Json toJson(const domain::Organisation& organisation) {
  return {{"id", organisation.id.text()},
          {"name", organisation.name},
          {"created_at", formatRfc3339(organisation.created_at)}};
}

void addOrganisationRoutes(Router& router, ApiKeyGate& gate, domain::Administration& administration) {
  const std::string path = kOrganisations;
  router.add(Method::kPost, path, guarded(gate, Access::kAdmin, [&administration](const Call& call) {
               return create(call, administration);
             }));
  router.add(Method::kGet, path,
             guarded(gate, Access::kAdmin, [&administration](const Call&) { return list(administration); }));
  router.add(Method::kGet, path + "/{organisation_id}",
             guardedWithId<domain::OrganisationId>(
                 gate, Access::kAdmin, ProblemCode::kUnknownOrganisation,
                 [&administration](const Call&, const auto& id) { return find(administration, id); }));
}

}  // namespace heliograph::http
