// What -fstack-protector-strong asks of the C library, which emscripten's lacks: the value that a function finds intact
// when it ends, and what happens where it does not. Compiled without either of link-time optimisation, which has no eye
// for what the code generator asks for, and the protection itself.

#include <cstdint>
#include <cstdlib>

#include "sdk/web/binding/page.h"

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the compiler gives the names
extern "C" {

std::uintptr_t __stack_chk_guard;

[[noreturn]] void __stack_chk_fail() { std::abort(); }

// Before any function that is protected is called.
__attribute__((constructor)) static void drawStackGuard() {
  pageRandom(reinterpret_cast<std::uint8_t*>(&__stack_chk_guard), sizeof(__stack_chk_guard));
}
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
