#include "cli/json_output.h"

#include "base/hex.h"

namespace heliograph::cli {

Json toJson(const domain::Application& application) {
  Json configuration = Json::object();
  for (const auto& [property, value] : domain::propertiesOf(application.configuration)) configuration[property] = value;
  return {{"application_id", application.id.text()},
          {"organisation_id", application.organisation.text()},
          {"name", application.name},
          {"configuration", configuration}};
}

Json phoneConfiguration(const std::string& service_url, const ApplicationId& application,
                        const crypto::P256PublicKey& channel_key) {
  return {{"service_url", service_url},
          {"application_id", application.text()},
          {"channel_public_key", toHex(channel_key.point())}};
}

}  // namespace heliograph::cli
