// heliograph organisation: whose applications and keys there are.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands.h"
#include "cli/desk.h"
#include "cli/json_output.h"
#include "cli/server_option.h"
#include "http/admin/organisations.h"
#include "http/json.h"

namespace heliograph::cli {
namespace {

struct OrganisationOptions {
  std::filesystem::path file;
  std::string name;
};

Json toJson(const domain::Organisation& organisation) { return Json::parse(http::toJson(organisation).text()); }

void printText(const domain::Organisation& organisation) {
  fmt::print("{}  {}\n", organisation.id.text(), organisation.name);
}

void create(const OrganisationOptions& options, const GlobalOptions& global) {
  Desk desk(options.file);
  const auto made = desk.domain().administration.createOrganisation(options.name, desk.origin(), desk.now());
  if (!made) refuse(made.error(), options.name);
  if (global.json) {
    fmt::print("{}\n", toJson(*made).dump());
  } else {
    printText(*made);
  }
}

void list(const OrganisationOptions& options, const GlobalOptions& global) {
  Desk desk(options.file);
  Json all = Json::array();
  for (const domain::Organisation& organisation : desk.domain().administration.organisations()) {
    if (global.json) {
      all.push_back(toJson(organisation));
    } else {
      printText(organisation);
    }
  }
  if (global.json) fmt::print("{}\n", all.dump());
}

}  // namespace

void addOrganisationCommand(CLI::App& root, const GlobalOptions& global) {
  auto options = std::make_shared<OrganisationOptions>();
  CLI::App* organisation = root.add_subcommand("organisation", "Organisations: whose applications and keys there are");
  organisation->require_subcommand(1);

  CLI::App* create_command = organisation->add_subcommand("create", "Make an organisation");
  create_command->add_option("name", options->name, "Its name")->required();
  create_command->callback([options, &global] { create(*options, global); });

  CLI::App* list_command = organisation->add_subcommand("list", "List all organisations");
  list_command->callback([options, &global] { list(*options, global); });

  for (CLI::App* command : {create_command, list_command}) addServerFileOption(*command, options->file);
}

}  // namespace heliograph::cli
