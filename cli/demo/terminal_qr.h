// A QR code drawn in a terminal with half blocks: two rows of modules a line, dark on light whatever the terminal's
// colours are.

#ifndef HELIOGRAPH_CLI_DEMO_TERMINAL_QR_H_
#define HELIOGRAPH_CLI_DEMO_TERMINAL_QR_H_

#include <string>
#include <string_view>

namespace heliograph::cli {

[[nodiscard]] std::string drawQrCode(std::string_view digits);

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_CLI_DEMO_TERMINAL_QR_H_
