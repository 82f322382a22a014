// heliograph app: applications and their configuration.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>

#include "cli/commands.h"
#include "cli/desk.h"
#include "cli/json_output.h"
#include "cli/server_option.h"
#include "command_line/exit_code.h"
#include "domain/statistics.h"
#include "http/admin/configuration.h"
#include "http/admin/statistics.h"
#include "http/json.h"

namespace heliograph::cli {
namespace {

struct AppOptions {
  std::filesystem::path file;
  std::string organisation = "default";
  std::string name;
  std::string id;
  std::vector<std::string> properties;
  std::string service_url;
  int days = 30;
  bool by_hour = false;
};

domain::Properties parseProperties(const std::vector<std::string>& entries) {
  domain::Properties properties;
  for (const std::string& entry : entries) {
    const std::size_t equals = entry.find('=');
    if (equals == std::string::npos) throw CommandFailure(ExitCode::kUsage, entry + ": is not PROPERTY=VALUE");
    properties[entry.substr(0, equals)] = entry.substr(equals + 1);
  }
  return properties;
}

ApplicationId parseId(const std::string& text) {
  const auto id = ApplicationId::parse(text);
  if (!id) throw CommandFailure(ExitCode::kUsage, text + ": is no application id");
  return *id;
}

void warn(const domain::Application& application) {
  for (const std::string& warning : domain::warningsOf(application.configuration)) {
    fmt::print(stderr, "heliograph: warning: {}\n", warning);
  }
}

void printText(const Json& application) {
  fmt::print("application_id  {}\nname            {}\n", application["application_id"].get<std::string>(),
             application["name"].get<std::string>());
  for (const auto& [property, value] : application["configuration"].items()) {
    fmt::print("{}={}\n", property, value.get<std::string>());
  }
  fmt::print("phone           {}\n", application["phone"].dump());
}

void print(const Json& json, const GlobalOptions& global) {
  if (global.json) {
    fmt::print("{}\n", json.dump());
  } else if (json.is_array()) {
    for (const Json& application : json) printText(application);
  } else {
    printText(json);
  }
}

// With what its phones are to be told; warns on stderr where the configuration deserves it.
Json describe(Desk& desk, const domain::Application& application, const std::string& given_url) {
  warn(application);
  const http::ServerConfiguration& http = desk.file().http;
  Json json = toJson(application);
  json["phone"] = phoneConfiguration(given_url.empty() ? serviceUrl(http, http.port) : given_url, application.id,
                                     desk.installation().channel_key.publicKey());
  return json;
}

void create(const AppOptions& options, const GlobalOptions& global) {
  Desk desk(options.file);
  const auto application =
      desk.domain().administration.createApplication(desk.organisationMadeFor(options.organisation), options.name,
                                                     parseProperties(options.properties), desk.origin(), desk.now());
  if (!application) refuse(application.error(), options.name);
  print(describe(desk, *application, options.service_url), global);
}

void set(const AppOptions& options, const GlobalOptions& global) {
  Desk desk(options.file);
  const auto application = desk.domain().administration.changeConfiguration(
      parseId(options.id), parseProperties(options.properties), std::nullopt, desk.origin(), desk.now());
  if (!application) refuse(application.error(), options.id);
  print(describe(desk, *application, options.service_url), global);
}

void show(const AppOptions& options, const GlobalOptions& global) {
  Desk desk(options.file);
  if (options.id.empty()) {
    Json all = Json::array();
    for (const domain::Application& application : desk.domain().administration.applications()) {
      all.push_back(describe(desk, application, options.service_url));
    }
    print(all, global);
    return;
  }
  const auto application = desk.domain().administration.findApplication(parseId(options.id));
  if (!application) refuse(application.error(), options.id);
  print(describe(desk, *application, options.service_url), global);
}

// One change a line, the newest first.
void showHistory(const AppOptions& options) {
  Desk desk(options.file);
  const auto history = desk.domain().administration.configurationHistory(parseId(options.id));
  if (!history) refuse(history.error(), options.id);
  for (const domain::ConfigurationChange& change : *history) {
    fmt::print("{}\n", http::toJson(change).text());
  }
}

// One count a line: how many authentications began in an interval, by method and by how they ended.
void showStatistics(const AppOptions& options) {
  Desk desk(options.file);
  const TimePoint now = desk.now();
  const auto counts =
      desk.domain().statistics.count({.application = parseId(options.id),
                                      .from = now - std::chrono::days(options.days),
                                      .to = now,
                                      .interval = options.by_hour ? std::chrono::hours(1) : std::chrono::hours(24),
                                      .now = now});
  if (!counts && counts.error() == domain::StatisticsError::kUnknownApplication) {
    refuse(domain::AdministrationError::kUnknownApplication, options.id);
  }
  if (!counts) throw CommandFailure(ExitCode::kUsage, "--days: too many intervals; ask for fewer days");
  for (const domain::SessionCount& count : *counts) fmt::print("{}\n", http::toJson(count).text());
}

}  // namespace

void addAppCommand(CLI::App& root, const GlobalOptions& global) {
  auto options = std::make_shared<AppOptions>();
  CLI::App* app = root.add_subcommand("app", "Applications and their configuration");
  app->require_subcommand(1);

  CLI::App* create_command = app->add_subcommand("create", "Make an application");
  create_command->add_option("name", options->name, "Its name")->required();
  create_command->add_option("--organisation", options->organisation, "Whose it is")->capture_default_str();
  create_command->add_option("--set", options->properties, "PROPERTY=VALUE, see docs/configuration.md");
  create_command->callback([options, &global] { create(*options, global); });

  CLI::App* set_command = app->add_subcommand("set", "Set properties; an empty value stands for the default");
  set_command->add_option("application", options->id, "The application's id")->required();
  set_command->add_option("properties", options->properties, "PROPERTY=VALUE ...")->required();
  set_command->callback([options, &global] { set(*options, global); });

  CLI::App* show_command = app->add_subcommand("show", "Show one application, or all");
  show_command->add_option("application", options->id, "The application's id");
  show_command->callback([options, &global] { show(*options, global); });

  CLI::App* history_command = app->add_subcommand("history", "Print each change of the configuration as a JSON line");
  history_command->add_option("application", options->id, "The application's id")->required();
  history_command->callback([options] { showHistory(*options); });

  CLI::App* statistics_command =
      app->add_subcommand("statistics", "Print how many authentications there were, by method and outcome");
  statistics_command->add_option("application", options->id, "The application's id")->required();
  statistics_command->add_option("--days", options->days, "Of the last so many days")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  statistics_command->add_flag("--by-hour", options->by_hour, "Count by hour instead of by day");
  statistics_command->callback([options] { showStatistics(*options); });

  for (CLI::App* command : {history_command, statistics_command}) addServerFileOption(*command, options->file);
  for (CLI::App* command : {create_command, set_command, show_command}) {
    addServerFileOption(*command, options->file);
    command->add_option("--service-url", options->service_url, "The address that phones reach the server at");
  }
}

}  // namespace heliograph::cli
