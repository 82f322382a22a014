// The files of the pages (web/), as a browser gets them: in up to three forms each, with a tag for its cache.

#ifndef HELIOGRAPH_SERVER_HTTP_PAGES_PAGES_H_
#define HELIOGRAPH_SERVER_HTTP_PAGES_PAGES_H_

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/embedded/embedded_files.h"
#include "http/pages/accept_encoding.h"

namespace heliograph::http {

// One form of a file (RFC 9110 section 3.2).
struct Representation {
  ContentCoding coding;
  std::string_view bytes;
  std::string entity_tag;  // strong, with its quotes: a hash of the bytes
};

struct PageFile {
  std::string_view media_type;
  // Its name has a hash of what it holds, so that it never changes.
  bool is_immutable;
  // Small ones first; the last one is the plain file.
  std::vector<Representation> representations;
};

// Thread-safe.
class Pages {
 public:
  // The files, by their path below build/pages; their bytes must outlive this. Beside "phone/index.html" there may be
  // "phone/index.html.br" and "phone/index.html.gz", which are forms of it and no files of their own.
  explicit Pages(std::span<const EmbeddedFile> files);

  // The file at such a path; nullptr where there is none. The path is looked up in a list and never opened.
  [[nodiscard]] const PageFile* find(std::string_view path) const;

 private:
  std::map<std::string, PageFile, std::less<>> files_;
};

// What was built into this library: the console.
[[nodiscard]] const Pages& embeddedPages();

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_PAGES_PAGES_H_
