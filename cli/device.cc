// heliograph device: what the server knows of a device.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/json_output.h"
#include "cli/server_file.h"
#include "cli/server_option.h"
#include "command_line/exit_code.h"
#include "domain/devices.h"
#include "http/json.h"
#include "http/service_provider/devices.h"

namespace heliograph::cli {
namespace {

struct DeviceOptions {
  std::filesystem::path file;
  std::string id;
};

domain::DeviceView look(const DeviceOptions& options) {
  const auto id = DeviceId::parse(options.id);
  if (!id) throw CommandFailure(ExitCode::kUsage, options.id + ": is no device id");
  const auto store = openStore(readServerFile(options.file));
  const auto device = store->findDevice(*id);
  if (!device || device->state == domain::DeviceState::kEnrolling) {
    throw CommandFailure(ExitCode::kNo, options.id + ": no such device");
  }
  const domain::Directory directory = store->loadDirectory();
  return domain::viewOf(*device, directory.applications.at(device->application).configuration, SystemClock().now());
}

void show(const DeviceOptions& options, const GlobalOptions& global) {
  const Json device = Json::parse(http::toJson(look(options)).text());
  fmt::print("{}\n", device.dump(global.json ? -1 : 2));
}

}  // namespace

void addDeviceCommand(CLI::App& root, const GlobalOptions& global) {
  auto options = std::make_shared<DeviceOptions>();
  CLI::App* device = root.add_subcommand("device", "Enrolled devices");
  device->require_subcommand(1);
  CLI::App* show_command = device->add_subcommand("show", "Show a device, its methods, counts and locks");
  show_command->add_option("device", options->id, "The device's id")->required();
  addServerFileOption(*show_command, options->file);
  show_command->callback([options, &global] { show(*options, global); });
}

}  // namespace heliograph::cli
