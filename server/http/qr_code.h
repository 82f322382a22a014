// QR codes (ISO/IEC 18004) of decimal digits: numeric mode, error correction level M, a quiet zone of 4 modules.
//
// 513 digits, the longest verification data, are exactly what version 10 holds at level M.

#ifndef HELIOGRAPH_SERVER_HTTP_QR_CODE_H_
#define HELIOGRAPH_SERVER_HTTP_QR_CODE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace heliograph::http {

// A square of dark and light modules, without its quiet zone. Immutable.
class QrCode {
 public:
  static constexpr int kQuietZone = 4;  // modules on each side

  // The smallest version that holds the digits. Nothing where a character is no digit, there is none, or there are more
  // than version 40 holds (5596).
  [[nodiscard]] static std::optional<QrCode> ofDigits(std::string_view digits);

  [[nodiscard]] int version() const { return (size_ - 17) / 4; }
  // Modules on a side.
  [[nodiscard]] int size() const { return size_; }
  // Light outside of the square, so that a quiet zone can be drawn by counting beyond it.
  [[nodiscard]] bool isDark(int x, int y) const;

 private:
  QrCode(int size, std::vector<bool> modules) : size_(size), modules_(std::move(modules)) {}
  int size_;
  std::vector<bool> modules_;  // row by row
};

// An SVG document; one unit of its view box is one module.
[[nodiscard]] std::string toSvg(const QrCode& code);

// A grayscale PNG image with kPngModuleSize pixels on a module's side.
inline constexpr int kPngModuleSize = 8;
[[nodiscard]] Bytes toPng(const QrCode& code);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_QR_CODE_H_
