#include "http/embedded/embedded_files.h"

#include <algorithm>

#include "http/response.h"

namespace heliograph::http {
namespace {

struct FileType {
  std::string_view suffix;
  std::string_view media_type;
};
constexpr FileType kFileTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", kJson},
    {".webmanifest", "application/manifest+json"},
    {".wasm", "application/wasm"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {"LICENSE", "text/plain; charset=utf-8"},
    {"NOTICE", "text/plain; charset=utf-8"},
};

}  // namespace

std::optional<std::string_view> findEmbeddedFile(std::span<const EmbeddedFile> files, std::string_view name) {
  const auto found = std::ranges::find(files, name, &EmbeddedFile::name);
  return found == files.end() ? std::nullopt : std::optional(found->bytes);
}

std::string_view mediaTypeOfFile(std::string_view name) {
  const auto* const type =
      std::ranges::find_if(kFileTypes, [&](const FileType& known) { return name.ends_with(known.suffix); });
  return type == std::end(kFileTypes) ? kOctetStream : type->media_type;
}

}  // namespace heliograph::http
