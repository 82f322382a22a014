#include "phone/qr_image.h"

#include <fmt/format.h>
#include <png.h>
#include <zbar.h>

#define ZX_USE_UTF8  // the spelling of ZXing's own future: text() is a std::string
#include <ZXing/ReadBarcode.h>
#if !__has_include(<ZXing/ReaderOptions.h>)  // ZXing 1 of Debian 12
namespace ZXing {
using ReaderOptions = DecodeHints;
}
#endif

#include <algorithm>
#include <vector>

#include "command_line/exit_code.h"

namespace heliograph::phone {
namespace {

using cli::CommandFailure;
using cli::ExitCode;

struct GrayImage {
  int width;
  int height;
  std::vector<unsigned char> pixels;  // row by row, 0 is black

  [[nodiscard]] bool isDark(int x, int y) const {
    return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)] < 128;
  }
};

GrayImage loadPng(const std::filesystem::path& file) {
  constexpr png_uint_32 kMaxSide = 8192;
  const auto refuse = [&](const char* reason) {
    return CommandFailure(ExitCode::kUnusable, fmt::format("{}: {}", file.string(), reason));
  };
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_file(&png, file.c_str()) == 0) throw refuse(png.message);
  if (png.width > kMaxSide || png.height > kMaxSide) {
    png_image_free(&png);
    throw refuse("the image is too large");
  }
  png.format = PNG_FORMAT_GRAY;
  GrayImage image{static_cast<int>(png.width), static_cast<int>(png.height), {}};
  image.pixels.resize(PNG_IMAGE_SIZE(png));
  const png_color white{255, 255, 255};
  if (png_image_finish_read(&png, &white, image.pixels.data(), 0, nullptr) == 0) throw refuse(png.message);
  return image;
}

}  // namespace

std::optional<std::string> readQrWithZxing(const std::filesystem::path& png) {
  const GrayImage image = loadPng(png);
  ZXing::ReaderOptions options;
  options.setFormats(ZXing::BarcodeFormat::QRCode);
  const ZXing::ImageView view(image.pixels.data(), image.width, image.height, ZXing::ImageFormat::Lum);
  const auto result = ZXing::ReadBarcode(view, options);
  return result.isValid() ? std::optional(result.text()) : std::nullopt;
}

std::optional<std::string> readQrWithZbar(const std::filesystem::path& png) {
  const GrayImage image = loadPng(png);
  zbar::ImageScanner scanner;
  scanner.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
  scanner.set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
  zbar::Image seen(static_cast<unsigned>(image.width), static_cast<unsigned>(image.height), "Y800", image.pixels.data(),
                   image.pixels.size());
  if (scanner.scan(seen) < 1) return std::nullopt;
  return seen.symbol_begin()->get_data();
}

int measureQrVersion(const std::filesystem::path& png) {
  const GrayImage image = loadPng(png);
  // The first dark row is the upper edge of the two upper finder patterns, which are 7 modules wide each and end where
  // the code ends.
  for (int y = 0; y < image.height; ++y) {
    int first = -1;
    int last = -1;
    int finder_end = -1;
    for (int x = 0; x < image.width; ++x) {
      if (image.isDark(x, y)) {
        if (first < 0) first = x;
        last = x;
      } else if (first >= 0 && finder_end < 0) {
        finder_end = x;
      }
    }
    if (first < 0) continue;
    const int modules = (last + 1 - first) * 7 / std::max(finder_end - first, 1);
    return (modules - 17) / 4;  // ISO/IEC 18004: a side has 17 + 4 * version modules
  }
  throw CommandFailure(ExitCode::kUnusable, fmt::format("{}: the image is empty", png.string()));
}

}  // namespace heliograph::phone
