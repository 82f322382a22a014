// Result: a value or the reason there is none.
//
// Expected outcomes (locked, expired, malformed) travel as values; exceptions are for what no caller can answer.
// A thin name over tl::expected (the shape of C++23's std::expected, which GCC 12 has in C++23 mode only).

#ifndef HELIOGRAPH_BASE_RESULT_H_
#define HELIOGRAPH_BASE_RESULT_H_

#include <tl/expected.hpp>
#include <utility>

namespace heliograph {

template <class Value, class Error>
using Result = tl::expected<Value, Error>;

// The failing Result: `return fail(ContextError::kEmpty);`
template <class Error>
[[nodiscard]] tl::unexpected<std::decay_t<Error>> fail(Error&& error) {
  return tl::unexpected<std::decay_t<Error>>(std::forward<Error>(error));
}

}  // namespace heliograph

#endif  // HELIOGRAPH_BASE_RESULT_H_
