#include "http/pages/pages.h"

#include <array>
#include <cstddef>

#include "base/hex.h"
#include "crypto/hash.h"

namespace heliograph::http {
namespace {

// Half of SHA-256: nobody looks for two files of the same tag, and it is sent with each request.
constexpr std::size_t kTagSize = 16;

constexpr std::string_view kAssets = "/assets/";

struct Form {
  ContentCoding coding;
  std::string_view suffix;
};
constexpr std::array kForms{Form{ContentCoding::kBrotli, ".br"}, Form{ContentCoding::kGzip, ".gz"}};

bool isForm(std::string_view name) {
  return name.ends_with(kForms.front().suffix) || name.ends_with(kForms.back().suffix);
}

Representation representationOf(ContentCoding coding, std::string_view bytes) {
  const auto hash = crypto::sha256({bytesOf(bytes)});
  return {coding, bytes, "\"" + toHex(ByteView(hash).first(kTagSize)) + "\""};
}

}  // namespace

Pages::Pages(std::span<const EmbeddedFile> files) {
  for (const EmbeddedFile& file : files) {
    if (isForm(file.name)) continue;
    const std::string name(file.name);
    PageFile& page_file = files_[name];
    page_file.media_type = mediaTypeOfFile(name);
    page_file.is_immutable = name.find(kAssets) != std::string::npos;
    for (const Form& form : kForms) {
      const auto bytes = findEmbeddedFile(files, name + std::string(form.suffix));
      if (bytes) page_file.representations.push_back(representationOf(form.coding, *bytes));
    }
    page_file.representations.push_back(representationOf(ContentCoding::kIdentity, file.bytes));
  }
}

const PageFile* Pages::find(std::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

const Pages& embeddedPages() {
  static const Pages pages(pageFiles());
  return pages;
}

}  // namespace heliograph::http
