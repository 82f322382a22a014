// heliograph app: applications and their configuration.

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

struct AppOptions {
  std::filesystem::path file;
  std::string organisation = "default";
  std::string name;
  std::string id;
  std::vector<std::string> properties;
  std::string service_url;
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

CommandFailure unknownApplication(const std::string& id) {
  return CommandFailure(ExitCode::kNo, id + ": no such application");
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

// Administration with the database of a configuration file, and what to tell the phones.
class Desk {
 public:
  explicit Desk(const AppOptions& options)
      : file_(readServerFile(options.file)),
        installation_(openInstallation(file_, random_, clock_)),
        administration_(*installation_.store, random_),
        service_url_(options.service_url.empty() ? serviceUrl(file_.http, file_.http.port) : options.service_url) {}

  [[nodiscard]] domain::Administration& administration() { return administration_; }
  [[nodiscard]] TimePoint now() const { return clock_.now(); }
  // Warns on stderr where the configuration deserves it.
  [[nodiscard]] Json describe(const domain::Application& application) const {
    warn(application);
    Json json = toJson(application);
    json["phone"] = phoneConfiguration(service_url_, application.id, installation_.channel_key.publicKey());
    return json;
  }

 private:
  crypto::SystemRandom random_;
  SystemClock clock_;
  ServerFile file_;
  Installation installation_;
  domain::Administration administration_;
  std::string service_url_;
};

void create(const AppOptions& options, const GlobalOptions& global) {
  Desk desk(options);
  const auto application = desk.administration().createApplication(options.organisation, options.name,
                                                                   parseProperties(options.properties), desk.now());
  if (!application) throw CommandFailure(ExitCode::kUnusable, application.error().message);
  print(desk.describe(*application), global);
}

void set(const AppOptions& options, const GlobalOptions& global) {
  Desk desk(options);
  const auto application =
      desk.administration().setProperties(parseId(options.id), parseProperties(options.properties), desk.now());
  if (!application) throw CommandFailure(ExitCode::kUnusable, application.error().message);
  if (!*application) throw unknownApplication(options.id);
  print(desk.describe(**application), global);
}

void show(const AppOptions& options, const GlobalOptions& global) {
  Desk desk(options);
  if (options.id.empty()) {
    Json all = Json::array();
    for (const domain::Application& application : desk.administration().applications()) {
      all.push_back(desk.describe(application));
    }
    print(all, global);
    return;
  }
  const auto application = desk.administration().findApplication(parseId(options.id));
  if (!application) throw unknownApplication(options.id);
  print(desk.describe(*application), global);
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

  for (CLI::App* command : {create_command, set_command, show_command}) {
    addServerFileOption(*command, options->file);
    command->add_option("--service-url", options->service_url, "The address that phones reach the server at");
  }
}

}  // namespace heliograph::cli
