#include "http/operations/reference.h"

#include <algorithm>
#include <optional>
#include <string>

#include "http/openapi/embedded_files.h"

namespace heliograph::http {
namespace {

constexpr std::string_view kDocument = "/openapi.json";
constexpr std::string_view kPage = "/docs";
constexpr std::string_view kPageFiles = "/docs/";
constexpr std::string_view kPageFile = "index.html";

// Where there is no page. It stands here, since it is for builds without the page's files.
constexpr std::string_view kPlainPage = R"(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Heliograph</title>
<h1>Heliograph</h1>
<p>The interfaces of this server are described in <a href="/openapi.json">openapi.json</a>.</p>
<p>This build has no page that shows them: run <code>make packages-web</code>, and build again.</p>
</html>
)";

struct FileType {
  std::string_view suffix;
  std::string_view media_type;
};
constexpr FileType kFileTypes[] = {
    {".html", "text/html; charset=utf-8"},     {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"}, {".png", "image/png"},
    {".txt", "text/plain; charset=utf-8"},     {"LICENSE", "text/plain; charset=utf-8"},
    {"NOTICE", "text/plain; charset=utf-8"},
};

std::optional<std::string_view> mediaTypeOf(std::string_view name) {
  const auto* const type =
      std::ranges::find_if(kFileTypes, [&](const FileType& known) { return name.ends_with(known.suffix); });
  return type == std::end(kFileTypes) ? std::nullopt : std::optional(type->media_type);
}

Response fileOf(std::string_view media_type, std::string_view bytes) {
  return {200,
          {{"Content-Security-Policy", std::string(kReferencePolicy)}, {"Referrer-Policy", "no-referrer"}},
          std::string(media_type),
          {},
          bytes};
}

Outcome showPage() { return fileOf(*mediaTypeOf(kPageFile), findEmbeddedFile(kPageFile).value_or(kPlainPage)); }

// Only what is in the program: a name is looked up in a list, and no path is ever opened.
Outcome showFile(std::string_view name) {
  const auto bytes = findEmbeddedFile(name);
  const auto media_type = mediaTypeOf(name);
  if (!bytes || !media_type) return fail(Problem{ProblemCode::kNotFound, "there is no such file"});
  return fileOf(*media_type, *bytes);
}

}  // namespace

bool isReference(std::string_view path) { return path == kDocument || path == kPage || path.starts_with(kPageFiles); }

void addReferenceRoutes(Router& router) {
  router.add(Method::kGet, std::string(kDocument), [](const Request&, const PathParameters&) -> Outcome {
    return Response{200, {}, std::string(kJson), {}, findEmbeddedFile("openapi.json").value()};
  });
  router.add(Method::kGet, std::string(kPage),
             [](const Request&, const PathParameters&) -> Outcome { return showPage(); });
  router.add(Method::kGet, std::string(kPageFiles) + "{file}",
             [](const Request&, const PathParameters& parameters) { return showFile(parameters.front()); });
}

}  // namespace heliograph::http
