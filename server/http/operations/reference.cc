#include "http/operations/reference.h"

#include <string>

#include "http/embedded/embedded_files.h"

namespace heliograph::http {
namespace {

constexpr std::string_view kDocument = "/openapi.json";
constexpr std::string_view kPage = "/docs";
constexpr std::string_view kPageFiles = "/docs/";
constexpr std::string_view kPageFile = "index.html";
constexpr std::string_view kDocumentFile = "openapi.json";

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

Response fileOf(std::string_view media_type, std::string_view bytes) {
  return {200,
          {{"Content-Security-Policy", std::string(kReferencePolicy)}, {"Referrer-Policy", "no-referrer"}},
          std::string(media_type),
          {},
          bytes};
}

Outcome showPage() {
  return fileOf(mediaTypeOfFile(kPageFile), findEmbeddedFile(referenceFiles(), kPageFile).value_or(kPlainPage));
}

// Only what is in the program: a name is looked up in a list, and no path is ever opened. The document has a path of
// its own.
Outcome showFile(std::string_view name) {
  const auto bytes = findEmbeddedFile(referenceFiles(), name);
  if (!bytes || name == kDocumentFile) return fail(Problem{ProblemCode::kNotFound, "there is no such file"});
  return fileOf(mediaTypeOfFile(name), *bytes);
}

}  // namespace

bool isReference(std::string_view path) { return path == kDocument || path == kPage || path.starts_with(kPageFiles); }

void addReferenceRoutes(Router& router) {
  router.add(Method::kGet, std::string(kDocument), [](const Request&, const PathParameters&) -> Outcome {
    return Response{200, {}, std::string(kJson), {}, findEmbeddedFile(referenceFiles(), kDocumentFile).value()};
  });
  router.add(Method::kGet, std::string(kPage),
             [](const Request&, const PathParameters&) -> Outcome { return showPage(); });
  router.add(Method::kGet, std::string(kPageFiles) + "{file}",
             [](const Request&, const PathParameters& parameters) { return showFile(parameters.front()); });
}

}  // namespace heliograph::http
