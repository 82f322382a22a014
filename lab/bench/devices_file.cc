#include "bench/devices_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "base/file_descriptor.h"
#include "base/hex.h"
#include "command_line/exit_code.h"
#include "command_line/text_file.h"

namespace heliograph::bench {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void refuse(const std::filesystem::path& file, const char* what) {
  throw cli::CommandFailure(cli::ExitCode::kUnusable, fmt::format("{}: {}", file.string(), what));
}

PreparedDevices devicesFrom(const Json& json) {
  const auto seed = fromHex(json.at("seed").get<std::string>());
  const auto count = json.at("devices").get<std::uint64_t>();
  if (!seed || seed->size() != DeviceFamily::kSeedSize || count == 0) throw std::invalid_argument("seed");
  return {.key_id = json.at("key_id").get<std::string>(),
          .key_secret = SecretBytes::copyOf(bytesOf(json.at("key_secret").get<std::string>())),
          .family = DeviceFamily(SecretBytes::copyOf(*seed)),
          .count = count};
}

}  // namespace

void writeDevicesFile(const std::filesystem::path& file, const PreparedDevices& devices) {
  const std::string text = Json{{"key_id", devices.key_id},
                                {"key_secret", textOf(devices.key_secret.expose())},
                                {"seed", toHex(devices.family.seed().expose())},
                                {"devices", devices.count}}
                               .dump() +
                           "\n";
  const FileDescriptor out(open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!out.isOpen()) refuse(file, std::strerror(errno));
  if (write(out.number(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    refuse(file, "could not be written");
  }
}

PreparedDevices readDevicesFile(const std::filesystem::path& file) {
  try {
    return devicesFrom(Json::parse(cli::readTextFile(file)));
  } catch (const Json::exception&) {
  } catch (const std::invalid_argument&) {
  }
  refuse(file, "not a file of heliograph-lab bench prepare");
}

}  // namespace heliograph::bench
