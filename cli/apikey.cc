// heliograph apikey: keys for the service provider API and the admin API.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>

#include "cli/commands.h"
#include "cli/desk.h"
#include "cli/json_output.h"
#include "cli/server_option.h"
#include "command_line/exit_code.h"
#include "http/admin/api_keys.h"
#include "http/json.h"

namespace heliograph::cli {
namespace {

struct ApiKeyOptions {
  std::filesystem::path file;
  std::string organisation = "default";
  std::string name = "service provider";
  std::string role = "SERVICE_PROVIDER";
  std::optional<int> days;
  std::string id;
};

// As the admin API shows it, with the id under the name that goes with key_secret.
Json toJson(const domain::ApiKey& key) {
  Json json{{"key_id", key.id.text()}};
  json.update(Json::parse(http::toJson(key).text()));
  json.erase("id");
  return json;
}

domain::ApiKeyRequest requestOf(const ApiKeyOptions& options, Desk& desk) {
  const auto role = domain::apiKeyRoleFromName(options.role);
  if (!role) throw CommandFailure(ExitCode::kUsage, options.role + ": is none of SERVICE_PROVIDER, READ_ONLY, ADMIN");
  domain::ApiKeyRequest request{
      .organisation = desk.organisationMadeFor(options.organisation), .name = options.name, .role = *role};
  if (options.days) request.expires_at = desk.now() + std::chrono::days(*options.days);
  return request;
}

void create(const ApiKeyOptions& options, const GlobalOptions& global) {
  Desk desk(options.file);
  const auto made = desk.domain().administration.createApiKey(requestOf(options, desk), desk.origin(), desk.now());
  if (!made) refuse(made.error(), options.name);
  if (global.json) {
    Json json = toJson(made->key);
    json["key_secret"] = textOf(made->secret.expose());
    fmt::print("{}\n", json.dump());
    return;
  }
  fmt::print("key_id      {}\nkey_secret  {}\n", made->key.id.text(), textOf(made->secret.expose()));
  fmt::print(stderr, "heliograph: the secret is not kept and not shown again\n");
}

std::string_view stateOf(const domain::ApiKey& key, TimePoint now) {
  if (key.revoked_at) return "revoked";
  if (key.expires_at && *key.expires_at <= now) return "expired";
  return "active";
}

void list(const ApiKeyOptions& options, const GlobalOptions& global) {
  Desk desk(options.file);
  Json all = Json::array();
  for (const domain::ApiKey& key : desk.domain().administration.apiKeys()) {
    Json json = toJson(key);
    if (!global.json) {
      fmt::print("{}  {:7}  {:16}  last used {}  {}\n", key.id.text(), stateOf(key, desk.now()),
                 domain::nameOf(key.role), json.value("last_used_at", "never"), key.name);
    }
    all.push_back(std::move(json));
  }
  if (global.json) fmt::print("{}\n", all.dump());
}

void revoke(const ApiKeyOptions& options, const GlobalOptions& global) {
  const auto id = domain::ApiKeyId::parse(options.id);
  if (!id) throw CommandFailure(ExitCode::kUsage, options.id + ": is no key id");
  Desk desk(options.file);
  const auto revoked = desk.domain().administration.revokeApiKey(*id, desk.origin(), desk.now());
  if (!revoked) refuse(revoked.error(), options.id);
  if (global.json) {
    fmt::print("{}\n", toJson(*revoked).dump());
  } else {
    fmt::print("revoked {}\n", options.id);
  }
}

}  // namespace

void addApiKeyCommand(CLI::App& root, const GlobalOptions& global) {
  auto options = std::make_shared<ApiKeyOptions>();
  CLI::App* keys = root.add_subcommand("apikey", "Keys for the service provider API and the admin API");
  keys->require_subcommand(1);

  CLI::App* create_command = keys->add_subcommand("create", "Make a key; its secret is shown once");
  create_command->add_option("--organisation", options->organisation, "Whose applications it sees")
      ->capture_default_str();
  create_command->add_option("--name", options->name, "What it is for")->capture_default_str();
  create_command->add_option("--role", options->role, "SERVICE_PROVIDER, READ_ONLY or ADMIN")->capture_default_str();
  create_command->add_option("--expires-in-days", options->days, "Good for so many days; else until revoked")
      ->check(CLI::Range(1, 3660));
  create_command->callback([options, &global] { create(*options, global); });

  CLI::App* list_command = keys->add_subcommand("list", "List all keys, revoked ones too");
  list_command->callback([options, &global] { list(*options, global); });

  CLI::App* revoke_command = keys->add_subcommand("revoke", "Revoke a key at once");
  revoke_command->add_option("key", options->id, "The key's id")->required();
  revoke_command->callback([options, &global] { revoke(*options, global); });

  for (CLI::App* command : {create_command, list_command, revoke_command}) addServerFileOption(*command, options->file);
}

}  // namespace heliograph::cli
