// Files that are part of the program: put into it when it is built (embed_files.cmake), read from memory ever after.

#ifndef HELIOGRAPH_SERVER_HTTP_EMBEDDED_EMBEDDED_FILES_H_
#define HELIOGRAPH_SERVER_HTTP_EMBEDDED_EMBEDDED_FILES_H_

#include <optional>
#include <span>
#include <string_view>

namespace heliograph::http {

struct EmbeddedFile {
  std::string_view name;
  std::string_view bytes;
};

// openapi.json, and the files of the reference (web/reference) where they were there at build; names without folder.
[[nodiscard]] std::span<const EmbeddedFile> referenceFiles();

// What was in build/pages/console (web/build.mjs) at build: "console/index.html", "console/assets/index-5f3c.js.br".
// None if the pages were not built.
[[nodiscard]] std::span<const EmbeddedFile> pageFiles();

// The bytes of the file with this name; nothing where there is none.
[[nodiscard]] std::optional<std::string_view> findEmbeddedFile(std::span<const EmbeddedFile> files,
                                                               std::string_view name);

// The media type that the end of a file's name says, such as "text/css; charset=utf-8"; "application/octet-stream"
// where it says nothing.
[[nodiscard]] std::string_view mediaTypeOfFile(std::string_view name);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_EMBEDDED_EMBEDDED_FILES_H_
