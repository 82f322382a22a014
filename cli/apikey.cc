// heliograph apikey: keys for the service provider API.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/installation.h"
#include "cli/json_output.h"
#include "cli/server_file.h"
#include "cli/server_option.h"
#include "domain/administration.h"

namespace heliograph::cli {
namespace {

struct ApiKeyOptions {
  std::filesystem::path file;
  std::string organisation = "default";
  std::string name = "service provider";
  std::string id;
};

void create(const ApiKeyOptions& options, const GlobalOptions& global) {
  crypto::SystemRandom random;
  const auto store = openStore(readServerFile(options.file));
  domain::Administration administration(*store, random);
  const domain::NewApiKey made = administration.createApiKey(options.organisation, options.name, SystemClock().now());
  if (global.json) {
    Json json = toJson(made.key);
    json["key_secret"] = textOf(made.secret.expose());
    fmt::print("{}\n", json.dump());
    return;
  }
  fmt::print("key_id      {}\nkey_secret  {}\n", made.key.id.text(), textOf(made.secret.expose()));
  fmt::print(stderr, "heliograph: the secret is not kept and not shown again\n");
}

void list(const ApiKeyOptions& options, const GlobalOptions& global) {
  crypto::SystemRandom random;
  const auto store = openStore(readServerFile(options.file));
  Json keys = Json::array();
  for (const domain::ApiKey& key : domain::Administration(*store, random).apiKeys()) keys.push_back(toJson(key));
  if (global.json) {
    fmt::print("{}\n", keys.dump());
    return;
  }
  for (const Json& key : keys) {
    fmt::print("{}  {}  {}  {}\n", key["key_id"].get<std::string>(), key["created_at"].get<std::string>(),
               key.contains("revoked_at") ? "revoked" : "active ", key["name"].get<std::string>());
  }
}

void revoke(const ApiKeyOptions& options, const GlobalOptions& global) {
  const auto id = domain::ApiKeyId::parse(options.id);
  if (!id) throw CommandFailure(ExitCode::kUsage, options.id + ": is no key id");
  crypto::SystemRandom random;
  const auto store = openStore(readServerFile(options.file));
  if (!domain::Administration(*store, random).revokeApiKey(*id, SystemClock().now())) {
    throw CommandFailure(ExitCode::kNo, options.id + ": no such key");
  }
  if (global.json) {
    fmt::print("{}\n", Json{{"key_id", options.id}, {"revoked", true}}.dump());
  } else {
    fmt::print("revoked {}\n", options.id);
  }
}

}  // namespace

void addApiKeyCommand(CLI::App& root, const GlobalOptions& global) {
  auto options = std::make_shared<ApiKeyOptions>();
  CLI::App* keys = root.add_subcommand("apikey", "Keys for the service provider API");
  keys->require_subcommand(1);

  CLI::App* create_command = keys->add_subcommand("create", "Make a key; its secret is shown once");
  create_command->add_option("--organisation", options->organisation, "Whose applications it sees")
      ->capture_default_str();
  create_command->add_option("--name", options->name, "What it is for")->capture_default_str();
  create_command->callback([options, &global] { create(*options, global); });

  CLI::App* list_command = keys->add_subcommand("list", "List all keys, revoked ones too");
  list_command->callback([options, &global] { list(*options, global); });

  CLI::App* revoke_command = keys->add_subcommand("revoke", "Revoke a key at once");
  revoke_command->add_option("key", options->id, "The key's id")->required();
  revoke_command->callback([options, &global] { revoke(*options, global); });

  for (CLI::App* command : {create_command, list_command, revoke_command}) addServerFileOption(*command, options->file);
}

}  // namespace heliograph::cli
