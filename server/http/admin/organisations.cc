#include "http/admin/organisations.h"

#include <nlohmann/json.hpp>
#include <string>

#include "http/admin/administration_problem.h"
#include "http/body_reader.h"
#include "http/guarded.h"
#include "http/time_text.h"

namespace heliograph::http {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kOrganisations = "/admin-api/v1/organisations";

Json toJson(const domain::Organisation& organisation) {
  return {{"id", organisation.id.text()},
          {"name", organisation.name},
          {"created_at", formatRfc3339(organisation.created_at)}};
}

Outcome create(const Call& call, domain::Administration& administration) {
  const auto body = readBody(call.request, {"name"});
  if (!body) return fail(body.error());
  const auto name = body->text("name");
  if (!name) return fail(name.error());

  const auto created = administration.createOrganisation(std::string(*name), call.caller.origin(), call.now);
  if (!created) return fail(problemOf(created.error()));
  return createdJson(std::string(kOrganisations) + "/" + created->id.text(), toJson(*created).dump());
}

Outcome list(domain::Administration& administration) {
  Json json{{"organisations", Json::array()}};
  for (const auto& organisation : administration.organisations()) json["organisations"].push_back(toJson(organisation));
  return okJson(json.dump());
}

Outcome find(domain::Administration& administration, const domain::OrganisationId& id) {
  const auto organisation = administration.findOrganisation(id);
  if (!organisation) return fail(problemOf(organisation.error()));
  return okJson(toJson(*organisation).dump());
}

}  // namespace

std::string renderOrganisation(const domain::Organisation& organisation) { return toJson(organisation).dump(); }

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
