#include "cli/example.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/command_line_origin.h"
#include "cli/desk.h"

namespace heliograph::cli {
namespace {

constexpr const char* kName = "example";

// Everything allowed that a phone without a sensor can do, so that a newcomer can try it at once.
const domain::Properties kProperties{
    {"ALLOWED_AUTH_METHODS", "DEVICE,DEVICE:PIN,OFFLINE,OFFLINE:PIN"},
    {"OFFLINE_OTP_LENGTH", "6"},
};

domain::NewApiKey makeKey(domain::Administration& administration, const domain::OrganisationId& organisation,
                          domain::ApiKeyRole role, TimePoint now) {
  auto made = administration.createApiKey({.organisation = organisation, .name = kName, .role = role},
                                          commandLineOrigin(), now);
  if (!made) refuse(made.error(), kName);
  return std::move(*made);
}

}  // namespace

domain::Application exampleApplication(domain::Administration& administration, TimePoint now) {
  const auto organisation = administration.organisationNamed(kName, commandLineOrigin(), now);
  if (!organisation) refuse(organisation.error(), kName);
  const std::vector<domain::Application> applications = administration.applications();
  const auto found = std::ranges::find_if(applications, [&](const domain::Application& application) {
    return application.organisation == organisation->id && application.name == kName;
  });
  if (found != applications.end()) return *found;
  auto made = administration.createApplication(organisation->id, kName, kProperties, commandLineOrigin(), now);
  if (!made) refuse(made.error(), kName);
  return std::move(*made);
}

std::optional<Json> makeExample(domain::Administration& administration, const std::string& service_url,
                                const crypto::P256PublicKey& channel_key, TimePoint now) {
  if (!administration.applications().empty()) return std::nullopt;
  const domain::Application application = exampleApplication(administration, now);
  const auto key = makeKey(administration, application.organisation, domain::ApiKeyRole::kServiceProvider, now);
  const auto admin_key = makeKey(administration, application.organisation, domain::ApiKeyRole::kAdmin, now);
  return Json{{"application", toJson(application)},
              {"key_id", key.key.id.text()},
              {"key_secret", textOf(key.secret.expose())},
              {"admin_key_id", admin_key.key.id.text()},
              {"admin_key_secret", textOf(admin_key.secret.expose())},
              {"phone", phoneConfiguration(service_url, application.id, channel_key)}};
}

void printExample(const Json& example) {
  fmt::print(
      "first start: made an example application and API keys; the secrets are not shown again\n"
      "  application_id    {}\n  key_id            {}\n  key_secret        {}\n  admin_key_id      {}\n"
      "  admin_key_secret  {}\n  phone             {}\n",
      example["application"]["application_id"].get<std::string>(), example["key_id"].get<std::string>(),
      example["key_secret"].get<std::string>(), example["admin_key_id"].get<std::string>(),
      example["admin_key_secret"].get<std::string>(), example["phone"].dump());
}

}  // namespace heliograph::cli
