#include "http/openapi/embedded_files.h"

#include <algorithm>

namespace heliograph::http {

std::optional<std::string_view> findEmbeddedFile(std::string_view name) {
  const auto files = embeddedFiles();
  const auto found = std::ranges::find(files, name, &EmbeddedFile::name);
  return found == files.end() ? std::nullopt : std::optional(found->bytes);
}

}  // namespace heliograph::http
