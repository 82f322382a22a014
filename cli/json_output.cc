#include "cli/json_output.h"

#include "base/hex.h"
#include "http/time_text.h"

namespace heliograph::cli {

Json toJson(const domain::Application& application) {
  Json configuration = Json::object();
  for (const auto& [property, value] : domain::propertiesOf(application.configuration)) configuration[property] = value;
  return {{"application_id", application.id.text()},
          {"organisation_id", application.organisation.text()},
          {"name", application.name},
          {"configuration", configuration}};
}

Json toJson(const domain::ApiKey& key) {
  Json json{{"key_id", key.id.text()},
            {"organisation_id", key.organisation.text()},
            {"name", key.name},
            {"created_at", http::formatRfc3339(key.created_at)}};
  if (key.revoked_at) json["revoked_at"] = http::formatRfc3339(*key.revoked_at);
  return json;
}

Json phoneConfiguration(const std::string& service_url, const ApplicationId& application,
                        const crypto::P256PublicKey& channel_key) {
  return {{"service_url", service_url},
          {"application_id", application.text()},
          {"channel_public_key", toHex(channel_key.point())}};
}

}  // namespace heliograph::cli
