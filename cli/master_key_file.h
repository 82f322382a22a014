// Master keys in a file of mode 0600, outside the database, one a line: VERSION:64 hexadecimal digits.

#ifndef HELIOGRAPH_CLI_MASTER_KEY_FILE_H_
#define HELIOGRAPH_CLI_MASTER_KEY_FILE_H_

#include <filesystem>
#include <map>
#include <string_view>

#include "base/random.h"
#include "domain/key_ring.h"

namespace heliograph::cli {

using MasterKeys = std::map<domain::MasterKeyVersion, domain::MasterKey>;

// The keys of HELIOGRAPH_MASTER_KEY (the same entries, separated by commas) where it is set; else those of the file.
// Throws CommandFailure (kUnusable) where the file is not there or readable by others, or an entry cannot be read.
[[nodiscard]] MasterKeys readMasterKeys(const std::filesystem::path& file);

// The same, but a file that does not exist is made with one fresh key. For an installation that has no keys yet: where
// there are some, a fresh key opens none of them.
[[nodiscard]] MasterKeys loadMasterKeys(const std::filesystem::path& file, Random& random);

// Appends a fresh key under the next version to the file, which must be there, and returns the version. Whole or not at
// all. Throws CommandFailure (kUnusable) where HELIOGRAPH_MASTER_KEY is set: then the file is not what counts.
[[nodiscard]] domain::MasterKeyVersion addMasterKey(const std::filesystem::path& file, Random& random);

// Entries separated by commas or line ends; lines that start with # are comments. `source` names them in errors.
[[nodiscard]] MasterKeys parseMasterKeys(std::string_view text, std::string_view source);

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_CLI_MASTER_KEY_FILE_H_
