// The pages that are part of heliograph-lab alone: those of the demo bank and of the phone.

#ifndef HELIOGRAPH_LAB_PAGE_FILES_H_
#define HELIOGRAPH_LAB_PAGE_FILES_H_

#include <span>

#include "http/embedded/embedded_files.h"

namespace heliograph::lab {

// What was in build/pages/demo and build/pages/phone (web/build.mjs) at build. None if the pages were not built.
[[nodiscard]] std::span<const http::EmbeddedFile> pageFiles();

}  // namespace heliograph::lab

#endif  // HELIOGRAPH_LAB_PAGE_FILES_H_
