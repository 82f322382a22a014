// Files that are part of the program: put into it when it is built (embed_files.cmake), read from memory ever after.

#ifndef HELIOGRAPH_SERVER_HTTP_OPENAPI_EMBEDDED_FILES_H_
#define HELIOGRAPH_SERVER_HTTP_OPENAPI_EMBEDDED_FILES_H_

#include <optional>
#include <span>
#include <string_view>

namespace heliograph::http {

struct EmbeddedFile {
  std::string_view name;  // without folder
  std::string_view bytes;
};

// openapi.json, and the files of the reference (web/reference) where they were there at build.
[[nodiscard]] std::span<const EmbeddedFile> embeddedFiles();

// The bytes of the file with this name; nothing where there is none.
[[nodiscard]] std::optional<std::string_view> findEmbeddedFile(std::string_view name);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_OPENAPI_EMBEDDED_FILES_H_
