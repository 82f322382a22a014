// heliograph-lab serve: a server with the demo bank inside.

#include "cli/serve.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "lab/commands.h"
#include "lab/demo_bank_guest.h"

namespace heliograph::lab {

void addServeCommand(CLI::App& root, const cli::GlobalOptions& global) {
  auto options = std::make_shared<cli::ServeOptions>();
  CLI::App* command = root.add_subcommand(
      "serve", "Run a server that is a small bank, too, to try things with: http://.../demo/. Never on the internet");
  cli::addServeOptions(*command, *options);
  command->callback([options, &global] {
    DemoBankGuest bank;
    cli::serve(*options, global, &bank);
  });
}

}  // namespace heliograph::lab
