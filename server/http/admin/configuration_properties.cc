#include "http/admin/configuration_properties.h"

#include <string_view>
#include <utility>

#include "domain/application_configuration.h"
#include "http/guarded.h"
#include "http/json.h"

namespace heliograph::http {
namespace {

void addText(Json& json, std::string_view name, std::string_view text) {
  if (!text.empty()) json.add(name, text);
}

Json toJson(const domain::ConfigurationProperty& property) {
  Json json{{"name", property.name},   {"type", nameOf(typeOf(property))},    {"group", property.group},
            {"title", property.title}, {"description", property.description}, {"default", property.default_value}};
  addText(json, "default_note", property.default_note);
  addText(json, "unit", property.unit);
  if (typeOf(property) == domain::PropertyType::kNumber) {
    json.add("minimum", property.bounds.min);
    json.add("maximum", property.bounds.max);
    json.add("zero_allowed", property.bounds.or_zero);
  } else {
    json.add("choices", Json::listOf(choicesOf(property), [](const std::string_view& choice) { return Json(choice); }));
  }
  if (property.warning) {
    json.add("warning", Json{{"above", property.warning->above}, {"reason", property.warning->reason}});
  }
  addText(json, "change_note", property.change_note);
  return json;
}

Outcome list(const Call&) {
  Json properties = Json::emptyList();
  for (const domain::ConfigurationProperty& property : domain::kConfigurationProperties) {
    properties.append(toJson(property));
  }
  return okJson({{"properties", std::move(properties)}});
}

}  // namespace

void addConfigurationPropertyRoutes(Router& router, ApiKeyGate& gate) {
  router.add(Method::kGet, "/admin-api/v1/configuration-properties", guarded(gate, Access::kAdmin, list));
}

}  // namespace heliograph::http
