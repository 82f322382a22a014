#include "http/pages/page_routes.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace heliograph::http {
namespace {

struct Page {
  std::string_view path;         // without '/' at its ends
  std::string_view scripts;      // what its policy allows beside 'self'
  std::string_view permissions;  // Permissions-Policy
};
// The phone's runs WebAssembly, reads QR codes with the camera, and keeps a secret behind the device's own lock.
constexpr Page kPhone{"phone", " 'wasm-unsafe-eval'",
                      "camera=(self), publickey-credentials-create=(self), publickey-credentials-get=(self)"};
constexpr Page kConsole{"console", "", "camera=()"};
constexpr Page kDemo{"demo", "", "camera=()"};
constexpr std::array kPages{kPhone, kConsole, kDemo};

constexpr std::string_view kIndex = "index.html";
constexpr std::string_view kAssets = "assets/";

// Where a page was not built. It stands here, since it is for builds without files.
constexpr std::string_view kPlainPage = R"(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Heliograph</title>
<h1>Heliograph</h1>
<p>This build has no pages: run <code>make pages</code>, and build again.</p>
</html>
)";

// Scripts, styles and connections of our own and no others; images and media also as the page made them itself.
std::string policyOf(const Page& page) {
  std::string policy = "default-src 'none'; script-src 'self'";
  policy.append(page.scripts);
  return policy +
         "; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; "
         "manifest-src 'self'; worker-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
         "frame-ancestors 'none'";
}

Response emptyOf(const Page& page) {
  return {200,
          {{"Content-Security-Policy", policyOf(page)},
           {"Referrer-Policy", "no-referrer"},
           {"Cross-Origin-Opener-Policy", "same-origin"},
           {"Permissions-Policy", std::string(page.permissions)}},
          {},
          {}};
}

const Representation& chooseFrom(const PageFile& file, const Request& request) {
  std::vector<ContentCoding> offers;
  for (const Representation& representation : file.representations) offers.push_back(representation.coding);
  const ContentCoding chosen = chooseCoding(request.header("Accept-Encoding"), offers);
  return *std::ranges::find(file.representations, chosen, &Representation::coding);
}

// RFC 9110 section 13.1.2. A tag of ours has no comma and is sought with its quotes, so it is found where it is one of
// the list, weak or strong, and nowhere else.
bool hasAlready(const Request& request, const std::string& entity_tag) {
  const std::string_view tags = request.header("If-None-Match");
  return tags == "*" || tags.find(entity_tag) != std::string_view::npos;
}

Response show(const Page& page, const PageFile& file, const Request& request) {
  const Representation& chosen = chooseFrom(file, request);
  Response response = emptyOf(page);
  response.headers.emplace_back("Cache-Control",
                                file.is_immutable ? "public, max-age=31536000, immutable" : "no-cache");
  response.headers.emplace_back("ETag", chosen.entity_tag);
  if (file.representations.size() > 1) response.headers.emplace_back("Vary", "Accept-Encoding");
  if (hasAlready(request, chosen.entity_tag)) {
    response.status = 304;
    return response;
  }
  if (chosen.coding != ContentCoding::kIdentity) {
    response.headers.emplace_back("Content-Encoding", nameOf(chosen.coding));
  }
  response.content_type = file.media_type;
  response.static_body = chosen.bytes;
  return response;
}

Response plainPage(const Page& page) {
  Response response = emptyOf(page);
  response.content_type = mediaTypeOfFile(kIndex);
  response.static_body = kPlainPage;
  return response;
}

std::string joined(std::string_view page, std::string_view folder, std::string_view file) {
  return std::string(page).append("/").append(folder).append(file);
}

// The files of one folder of the page: "" is its own.
Handler fileIn(const Page& page, std::string_view folder, const Pages& pages) {
  return [&page, folder, &pages](const Request& request, const PathParameters& parameters) -> Outcome {
    const PageFile* file = pages.find(joined(page.path, folder, parameters.front()));
    if (file == nullptr) return fail(Problem{ProblemCode::kNotFound, "there is no such file"});
    return show(page, *file, request);
  };
}

Handler indexOf(const Page& page, const Pages& pages) {
  return [&page, &pages](const Request& request, const PathParameters&) -> Outcome {
    const PageFile* index = pages.find(joined(page.path, "", kIndex));
    return index == nullptr ? plainPage(page) : show(page, *index, request);
  };
}

Handler redirectTo(int status, std::string location) {
  return [status, location = std::move(location)](const Request&, const PathParameters&) -> Outcome {
    return Response{status, {{"Location", location}}, {}, {}};
  };
}

void addRoutesOf(const Page& page, Router& router, const Pages& pages) {
  const std::string path = "/" + std::string(page.path);
  router.add(Method::kGet, path, redirectTo(308, std::string(page.path) + "/"));
  router.add(Method::kGet, path + "/", indexOf(page, pages));
  router.add(Method::kGet, path + "/{file}", fileIn(page, "", pages));
  router.add(Method::kGet, path + "/assets/{file}", fileIn(page, kAssets, pages));
}

bool isOf(const Page& page, std::string_view path) {
  if (!path.starts_with(page.path)) return false;
  const std::string_view rest = path.substr(page.path.size());
  return rest.empty() || (rest.starts_with('/') && !rest.starts_with("/api/"));
}

}  // namespace

bool isPage(std::string_view path) {
  if (path == "/") return true;
  if (!path.starts_with('/')) return false;
  return std::ranges::any_of(kPages, [&](const Page& page) { return isOf(page, path.substr(1)); });
}

void addPageRoutes(Router& router, const Pages& pages, Demonstration demonstration) {
  const bool has_demo = demonstration == Demonstration::kShown;
  router.add(Method::kGet, "/", redirectTo(303, has_demo ? "demo/" : "docs"));
  addRoutesOf(kConsole, router, pages);
  if (!has_demo) return;
  addRoutesOf(kPhone, router, pages);
  addRoutesOf(kDemo, router, pages);
}

}  // namespace heliograph::http
