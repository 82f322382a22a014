#include "cli/master_key_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "base/file_descriptor.h"
#include "base/hex.h"
#include "base/number_text.h"
#include "command_line/exit_code.h"

namespace heliograph::cli {
namespace {

constexpr const char* kEnvironmentVariable = "HELIOGRAPH_MASTER_KEY";
constexpr std::size_t kMaxFileSize = std::size_t{64} * 1024;

[[noreturn]] void refuse(const std::filesystem::path& file, const char* what) {
  throw CommandFailure(ExitCode::kUnusable, fmt::format("master key file {}: {}", file.string(), what));
}

// A file beside `file` with this content, on the disk when it returns.
std::string writeBeside(const std::filesystem::path& file, ByteView content) {
  std::string unfinished = fmt::format("{}.{}", file.string(), getpid());
  const FileDescriptor out(open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!out.isOpen()) refuse(file, std::strerror(errno));
  for (std::size_t written = 0; written < content.size();) {
    const ssize_t count = write(out.number(), content.data() + written, content.size() - written);
    if (count < 0) refuse(file, std::strerror(errno));
    written += static_cast<std::size_t>(count);
  }
  if (fsync(out.number()) != 0) refuse(file, std::strerror(errno));
  return unfinished;
}

void syncFolderOf(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  const FileDescriptor parent(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!parent.isOpen() || fsync(parent.number()) != 0) refuse(file, std::strerror(errno));
}

// Whole or not at all, and never over a file that is there: where two processes start at once, the first one's key
// stands and the second reads it.
void writeOnce(const std::filesystem::path& file, ByteView content) {
  const std::string unfinished = writeBeside(file, content);
  const bool is_linked = link(unfinished.c_str(), file.c_str()) == 0 || errno == EEXIST;
  unlink(unfinished.c_str());
  if (!is_linked) refuse(file, std::strerror(errno));
  syncFolderOf(file);
}

// Whole or not at all, in the place of the old file.
void overwrite(const std::filesystem::path& file, ByteView content) {
  const std::string unfinished = writeBeside(file, content);
  if (rename(unfinished.c_str(), file.c_str()) != 0) refuse(file, std::strerror(errno));
  syncFolderOf(file);
}

// VERSION:KEY and a line end, of a fresh key.
SecretBytes newLine(domain::MasterKeyVersion version, Random& random) {
  const auto key = domain::MasterKey::filledBy([&](auto out) { random.fill(out); });
  const std::string start = fmt::format("{}:", version);
  SecretBytes line = SecretBytes::copyOf(bytesOf(start + std::string(2 * domain::MasterKey::kSize, '0') + "\n"));
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::size_t at = start.size();
  for (const std::uint8_t byte : key.expose()) {
    line.exposeMutable()[at++] = static_cast<std::uint8_t>(kDigits[byte >> 4]);
    line.exposeMutable()[at++] = static_cast<std::uint8_t>(kDigits[byte & 15]);
  }
  return line;
}

SecretBytes readFile(const std::filesystem::path& file) {
  const FileDescriptor in(open(file.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (!in.isOpen() || fstat(in.number(), &status) != 0) refuse(file, std::strerror(errno));
  if (!S_ISREG(status.st_mode)) refuse(file, "is no regular file");
  if ((status.st_mode & 077) != 0) refuse(file, "others can read it; chmod 600 it and consider the key known");
  if (static_cast<std::size_t>(status.st_size) > kMaxFileSize) refuse(file, "is too large");
  SecretBytes content(static_cast<std::size_t>(status.st_size));
  const ssize_t count = read(in.number(), content.exposeMutable().data(), content.size());
  if (count != status.st_size) refuse(file, "cannot be read");
  return content;
}

std::string sourceOf(const std::filesystem::path& file) { return "master key file " + file.string(); }

void addEntry(MasterKeys& keys, std::string_view entry, std::string_view source) {
  const auto bad = [&](const char* what) {
    return CommandFailure(ExitCode::kUnusable, fmt::format("{}: {}", source, what));
  };
  const std::size_t colon = entry.find(':');
  const auto version = parseNumber<domain::MasterKeyVersion>(entry.substr(0, colon));
  if (colon == std::string_view::npos || !version || *version == 0) {
    throw bad("an entry is not VERSION:KEY with a version from 1 up");
  }
  bool is_hex = false;
  auto key = domain::MasterKey::filledBy([&](auto out) { is_hex = fromHex(entry.substr(colon + 1), out); });
  if (!is_hex) throw bad("a key is not 64 hexadecimal digits");
  if (!keys.emplace(*version, std::move(key)).second) throw bad("a version stands twice");
}

}  // namespace

MasterKeys parseMasterKeys(std::string_view text, std::string_view source) {
  MasterKeys keys;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(",\n"), text.size());
    const std::string_view entry = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!entry.empty() && entry.front() != '#') addEntry(keys, entry, source);
  }
  if (keys.empty()) throw CommandFailure(ExitCode::kUnusable, fmt::format("{}: holds no key", source));
  return keys;
}

MasterKeys readMasterKeys(const std::filesystem::path& file) {
  if (const char* given = std::getenv(kEnvironmentVariable); given != nullptr) {
    return parseMasterKeys(given, kEnvironmentVariable);
  }
  return parseMasterKeys(textOf(readFile(file).expose()), sourceOf(file));
}

MasterKeys loadMasterKeys(const std::filesystem::path& file, Random& random) {
  const bool is_from_the_file = std::getenv(kEnvironmentVariable) == nullptr;
  if (is_from_the_file && !std::filesystem::exists(file)) writeOnce(file, newLine(1, random).expose());
  return readMasterKeys(file);
}

domain::MasterKeyVersion addMasterKey(const std::filesystem::path& file, Random& random) {
  if (std::getenv(kEnvironmentVariable) != nullptr) {
    throw CommandFailure(
        ExitCode::kUnusable,
        fmt::format("{} is set, so the file does not count; add the new key there", kEnvironmentVariable));
  }
  const SecretBytes before = readFile(file);
  const domain::MasterKeyVersion version = parseMasterKeys(textOf(before.expose()), sourceOf(file)).rbegin()->first + 1;
  const SecretBytes line = newLine(version, random);
  const bool ends_its_last_line = before.expose().back() == '\n';
  SecretBytes after(before.size() + (ends_its_last_line ? 0U : 1U) + line.size());
  auto out = std::ranges::copy(before.expose(), after.exposeMutable().begin()).out;
  if (!ends_its_last_line) *out++ = '\n';
  std::ranges::copy(line.expose(), out);
  overwrite(file, after.expose());
  return version;
}

}  // namespace heliograph::cli
