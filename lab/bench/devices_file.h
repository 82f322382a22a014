// What `heliograph-lab bench prepare` made, for any number of runs: one JSON document with the API key, the seed and
// number of the devices. It holds secrets, so it is made with mode 0600.

#ifndef HELIOGRAPH_BENCH_DEVICES_FILE_H_
#define HELIOGRAPH_BENCH_DEVICES_FILE_H_

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/secret.h"
#include "bench/device_family.h"

namespace heliograph::bench {

struct PreparedDevices {
  std::string key_id;
  SecretBytes key_secret;
  DeviceFamily family;
  std::uint64_t count;
};

// Throws CommandFailure (kUnusable) where the file exists or cannot be written.
void writeDevicesFile(const std::filesystem::path& file, const PreparedDevices& devices);
// Throws CommandFailure (kUnusable) where the file is not one that writeDevicesFile() makes.
[[nodiscard]] PreparedDevices readDevicesFile(const std::filesystem::path& file);

}  // namespace heliograph::bench

#endif  // HELIOGRAPH_BENCH_DEVICES_FILE_H_
