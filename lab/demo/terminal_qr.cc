#include "lab/demo/terminal_qr.h"

#include "http/qr_code.h"

namespace heliograph::lab {

std::string drawQrCode(std::string_view digits) {
  // Black on white, set for every line: a terminal with light text on dark would show the negative.
  constexpr std::string_view kBlackOnWhite = "\x1b[30;107m";
  constexpr std::string_view kReset = "\x1b[0m";
  const auto code = http::QrCode::ofDigits(digits);
  if (!code) return "";
  std::string drawing;
  const int end = code->size() + http::QrCode::kQuietZone;
  for (int y = -http::QrCode::kQuietZone; y < end; y += 2) {
    drawing += kBlackOnWhite;
    for (int x = -http::QrCode::kQuietZone; x < end; ++x) {
      const bool is_upper_dark = code->isDark(x, y);
      const bool is_lower_dark = code->isDark(x, y + 1);
      drawing += is_upper_dark ? (is_lower_dark ? "█" : "▀") : (is_lower_dark ? "▄" : " ");
    }
    drawing += kReset;
    drawing += '\n';
  }
  return drawing;
}

}  // namespace heliograph::lab
