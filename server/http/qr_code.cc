#include "http/qr_code.h"

#include <png.h>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <iterator>
#include <new>
#include <qrcodegen.hpp>
#include <stdexcept>

#include "base/ascii.h"

namespace heliograph::http {
namespace {

int sizeWithQuietZone(const QrCode& code) { return code.size() + 2 * QrCode::kQuietZone; }

// One rectangle per run of dark modules in a row.
std::string svgPathOf(const QrCode& code) {
  std::string path;
  for (int y = 0; y < code.size(); ++y) {
    int start = 0;
    for (int x = 0; x <= code.size(); ++x) {
      if (code.isDark(x, y)) continue;
      if (x > start) {
        fmt::format_to(std::back_inserter(path), "M{},{}h{}v1h-{}z", start + QrCode::kQuietZone, y + QrCode::kQuietZone,
                       x - start, x - start);
      }
      start = x + 1;
    }
  }
  return path;
}

// 0 is black, 255 white.
Bytes pixelsOf(const QrCode& code) {
  const int side = sizeWithQuietZone(code);
  Bytes pixels;
  pixels.reserve(static_cast<std::size_t>(side * kPngModuleSize) * static_cast<std::size_t>(side * kPngModuleSize));
  for (int y = 0; y < side * kPngModuleSize; ++y) {
    for (int x = 0; x < side; ++x) {
      const bool is_dark = code.isDark(x - QrCode::kQuietZone, y / kPngModuleSize - QrCode::kQuietZone);
      pixels.insert(pixels.end(), kPngModuleSize, is_dark ? 0 : 255);
    }
  }
  return pixels;
}

}  // namespace

std::optional<QrCode> QrCode::ofDigits(std::string_view digits) {
  if (digits.empty() || !areDigits(digits)) return std::nullopt;
  try {
    const auto segment = qrcodegen::QrSegment::makeNumeric(std::string(digits).c_str());
    // The level is M and stays M: the library would else raise it where the version has room, and what a camera has to
    // cope with would depend on the context's length.
    const auto made =
        qrcodegen::QrCode::encodeSegments({segment}, qrcodegen::QrCode::Ecc::MEDIUM, qrcodegen::QrCode::MIN_VERSION,
                                          qrcodegen::QrCode::MAX_VERSION, /*mask=*/-1, /*boostEcl=*/false);
    std::vector<bool> modules;
    for (int y = 0; y < made.getSize(); ++y) {
      for (int x = 0; x < made.getSize(); ++x) modules.push_back(made.getModule(x, y));
    }
    return QrCode(made.getSize(), std::move(modules));
  } catch (const qrcodegen::data_too_long&) {
    return std::nullopt;
  }
}

bool QrCode::isDark(int x, int y) const {
  if (x < 0 || y < 0 || x >= size_ || y >= size_) return false;
  return modules_[static_cast<std::size_t>(y) * static_cast<std::size_t>(size_) + static_cast<std::size_t>(x)];
}

std::string toSvg(const QrCode& code) {
  const int side = sizeWithQuietZone(code);
  return fmt::format(
      R"(<?xml version="1.0" encoding="UTF-8"?>)"
      "\n"
      R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" width="{1}" height="{1}" shape-rendering="crispEdges">)"
      R"(<rect width="{0}" height="{0}" fill="#fff"/><path d="{2}" fill="#000"/></svg>)"
      "\n",
      side, side * kPngModuleSize, svgPathOf(code));
}

Bytes toPng(const QrCode& code) {
  const Bytes pixels = pixelsOf(code);
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = image.height = static_cast<png_uint_32>(sizeWithQuietZone(code) * kPngModuleSize);
  image.format = PNG_FORMAT_GRAY;
  Bytes png(PNG_IMAGE_PNG_SIZE_MAX(image));
  png_alloc_size_t size = png.size();
  if (png_image_write_to_memory(&image, png.data(), &size, /*convert_to_8_bit=*/0, pixels.data(), /*row_stride=*/0,
                                /*colormap=*/nullptr) == 0) {
    throw std::runtime_error("libpng cannot write an image");
  }
  png.resize(size);
  return png;
}

}  // namespace heliograph::http
