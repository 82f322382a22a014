// A QR code drawn in a terminal with half blocks: two rows of modules a line, dark on light whatever the terminal's
// colours are.

#ifndef HELIOGRAPH_LAB_DEMO_TERMINAL_QR_H_
#define HELIOGRAPH_LAB_DEMO_TERMINAL_QR_H_

#include <string>
#include <string_view>

namespace heliograph::lab {

[[nodiscard]] std::string drawQrCode(std::string_view digits);

}  // namespace heliograph::lab

#endif  // HELIOGRAPH_LAB_DEMO_TERMINAL_QR_H_
