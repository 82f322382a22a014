#include "http/admin/configuration.h"

#include <optional>
#include <string>

#include "http/admin/administration_problem.h"
#include "http/admin/number_text.h"
#include "http/body_reader.h"
#include "http/guarded.h"
#include "http/json.h"
#include "http/query.h"
#include "http/time_text.h"

namespace heliograph::http {
namespace {

constexpr const char* kConfiguration = "/admin-api/v1/applications/{application_id}/configuration";

// The version that the caller expects; nothing where any will do. One entity tag only: nobody has two configurations in
// hand when changing one.
Result<std::optional<domain::ConfigurationVersion>, Problem> expectedVersion(const Request& request) {
  const std::string_view tag = request.findHeader("If-Match").value_or("*");
  if (tag == "*") return std::nullopt;
  const bool is_quoted = tag.size() > 2 && tag.front() == '"' && tag.back() == '"';
  const auto version = is_quoted ? parseCount(tag.substr(1, tag.size() - 2)) : std::nullopt;
  if (!version) return fail(malformed("If-Match: it must be the ETag of a configuration, or *"));
  return version;
}

Outcome render(const domain::Application& application) {
  const Json json{{"configuration", domain::propertiesOf(application.configuration)},
                  {"version", application.configuration_version},
                  {"changed_at", formatRfc3339(application.changed_at)},
                  {"warnings", domain::warningsOf(application.configuration)}};
  Response response = okJson(json);
  response.headers.emplace_back("ETag", "\"" + std::to_string(application.configuration_version) + "\"");
  return response;
}

Outcome find(const Call&, domain::Administration& administration, const ApplicationId& id) {
  const auto application = administration.findApplication(id);
  if (!application) return fail(problemOf(application.error()));
  return render(*application);
}

Result<bool, Problem> isDryRun(const Request& request) {
  const auto query = readQuery(request, {"dry_run"});
  if (!query) return fail(query.error());
  const auto dry_run = query->optionalText("dry_run").value_or("false");
  if (dry_run != "true" && dry_run != "false") return fail(malformed("dry_run: it must be true or false"));
  return dry_run == "true";
}

// PUT and PATCH differ in what they call.
template <auto kSet, auto kTry>
Outcome set(const Call& call, domain::Administration& administration, const ApplicationId& id) {
  const auto is_dry_run = isDryRun(call.request);
  if (!is_dry_run) return fail(is_dry_run.error());
  const auto expected = expectedVersion(call.request);
  if (!expected) return fail(expected.error());
  const auto properties = readTexts(call.request);
  if (!properties) return fail(properties.error());
  const auto changed = *is_dry_run ? (administration.*kTry)(id, *properties, *expected)
                                   : (administration.*kSet)(id, *properties, *expected, call.caller.origin(), call.now);
  if (!changed) return fail(problemOf(changed.error()));
  return render(*changed);
}

Outcome showHistory(const Call&, domain::Administration& administration, const ApplicationId& id) {
  const auto changes = administration.configurationHistory(id);
  if (!changes) return fail(problemOf(changes.error()));
  return okJson({{"changes", Json::listOf(*changes, toJson)}});
}

}  // namespace

Json toJson(const domain::ConfigurationChange& change) {
  Json json{{"version", change.version}, {"changed_at", formatRfc3339(change.at)}};
  if (change.changed_by) json.add("changed_by_key_id", change.changed_by->text());
  json.add("configuration", change.properties);
  return json;
}

void addConfigurationRoutes(Router& router, ApiKeyGate& gate, domain::Administration& administration) {
  const std::string path = kConfiguration;
  const auto with_id = [&](auto function) {
    return guardedWithId<ApplicationId>(
        gate, Access::kAdmin, ProblemCode::kUnknownApplication,
        [&administration, function](const Call& call, const auto& id) { return function(call, administration, id); });
  };
  router.add(Method::kGet, path, with_id(find));
  router.add(Method::kPut, path,
             with_id(set<&domain::Administration::replaceConfiguration, &domain::Administration::tryReplacement>));
  router.add(Method::kPatch, path,
             with_id(set<&domain::Administration::changeConfiguration, &domain::Administration::tryChange>));
  router.add(Method::kGet, path + "/history", with_id(showHistory));
}

}  // namespace heliograph::http
