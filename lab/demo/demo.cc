// heliograph-lab demo: the story, in processes of its own, in a folder of its own.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <memory>

#include "command_line/exit_code.h"
#include "command_line/json.h"
#include "lab/commands.h"
#include "lab/demo/story.h"

namespace heliograph::lab {
namespace {

using cli::CommandFailure;
using cli::ExitCode;
using cli::GlobalOptions;
using cli::Json;

struct DemoOptions {
  std::filesystem::path folder;
};

// Made and, unless the person named it, removed again.
class WorkFolder {
 public:
  explicit WorkFolder(const std::filesystem::path& named) : path_(named), is_ours_(named.empty()) {
    if (!is_ours_) {
      if (std::filesystem::exists(path_) && !std::filesystem::is_empty(path_)) {
        throw CommandFailure(ExitCode::kUnusable, path_.string() + ": is not empty");
      }
      return;
    }
    std::string name = (std::filesystem::temp_directory_path() / "heliograph-demo-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw CommandFailure(ExitCode::kUnavailable, name + ": cannot be made");
    path_ = name;
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  ~WorkFolder() {
    std::error_code ignored;
    if (is_ours_) std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  bool is_ours_;
};

Json toJson(const std::vector<Verdict>& verdicts) {
  Json steps = Json::array();
  for (const Verdict& verdict : verdicts) {
    steps.push_back({{"step", verdict.step},
                     {"as_it_must", verdict.is_as_it_must},
                     {"outcome", verdict.outcome},
                     {"milliseconds", verdict.took.count()}});
  }
  return steps;
}

// The other programs lie where this one does, whether they were built or installed.
std::filesystem::path folderOfThePrograms() {
  const auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  for (const char* program : {"heliograph", "heliograph-phone"}) {
    if (std::filesystem::exists(folder / program)) continue;
    throw CommandFailure(ExitCode::kUnusable, (folder / program).string() + ": is not there, and the demo runs it");
  }
  return folder;
}

void demo(const DemoOptions& options, const GlobalOptions& global) {
  const WorkFolder folder(options.folder);
  Narrator narrator(global.json);
  Stage stage(folderOfThePrograms(), folder.path());
  const bool is_as_it_must = playStory(stage, narrator);
  if (global.json) {
    fmt::print("{}\n", Json{{"as_it_must", is_as_it_must}, {"steps", toJson(narrator.verdicts())}}.dump());
  } else if (is_as_it_must) {
    fmt::print("\nEverything ended as it must.\n");
  }
  std::fflush(stdout);
  if (!is_as_it_must) throw CommandFailure(ExitCode::kNo, "the demonstration did not end as it must");
}

}  // namespace

void addDemoCommand(CLI::App& root, const GlobalOptions& global) {
  auto options = std::make_shared<DemoOptions>();
  CLI::App* command = root.add_subcommand("demo", "Play an offline authentication and what can go wrong with it");
  command->add_option("--folder", options->folder,
                      "Keep everything in this empty folder, instead of one that is removed");
  command->callback([options, &global] { demo(*options, global); });
}

}  // namespace heliograph::lab
