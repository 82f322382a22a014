// What the module calls in the page: binding/page_library.js, and behind it src/page.ts.
//
// Those that return a PageStatus wait for the page: the module's functions are unwound, and wound again when the page
// has answered (emscripten's ASYNCIFY). What they bring is then taken by pageTakeAnswer().

#ifndef HELIOGRAPH_SDK_WEB_BINDING_PAGE_H_
#define HELIOGRAPH_SDK_WEB_BINDING_PAGE_H_

#include <cstddef>
#include <cstdint>

#include "base/secret.h"

extern "C" {

// 0, or what failed: the position of the kind in src/key-store.ts or src/transport.ts, from 1.
using PageStatus = int;

// One change of the next pageCommit(). `value` is null to remove the record.
void pageStage(const char* name, std::size_t name_size, int biometric, const std::uint8_t* value,
               std::size_t value_size);
PageStatus pageCommit();
PageStatus pageRead(const char* name, std::size_t name_size);
PageStatus pageCreateSigningKey();
PageStatus pageSign(const std::uint8_t* message, std::size_t size);
PageStatus pageClear();
int pageHasBiometrics();

PageStatus pageExchange(const char* url, std::size_t url_size, const std::uint8_t* message, std::size_t size);

std::size_t pageAnswerSize();
// Copies the answer to `out`, and wipes it in the page.
void pageTakeAnswer(std::uint8_t* out);

void pageRandom(std::uint8_t* out, std::size_t size);
}

namespace heliograph::sdk::web {

// The answer of the call before.
[[nodiscard]] inline SecretBytes takeAnswer() {
  SecretBytes answer(pageAnswerSize());
  pageTakeAnswer(answer.exposeMutable().data());
  return answer;
}

}  // namespace heliograph::sdk::web

#endif  // HELIOGRAPH_SDK_WEB_BINDING_PAGE_H_
