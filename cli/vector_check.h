// Known answers for protocol.md sections 1 to 4, in the format heliograph/offline-core/1 (docs/protocol.md), held
// against this implementation in both directions: sealing gives the vector's verification data, and reading that gives
// back context, challenge and password.

#ifndef HELIOGRAPH_CLI_VECTOR_CHECK_H_
#define HELIOGRAPH_CLI_VECTOR_CHECK_H_

#include <string>
#include <string_view>
#include <vector>

namespace heliograph::cli {

struct VectorReport {
  int passed = 0;
  std::vector<std::string> failures;  // one sentence each, by the vector's place in the file, counted from 1
};

// Throws CommandFailure (kUnusable) where the text is not of the format.
[[nodiscard]] VectorReport checkVectors(std::string_view json);

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_CLI_VECTOR_CHECK_H_
