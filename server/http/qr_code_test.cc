#include "http/qr_code.h"

#include <gtest/gtest.h>
#include <png.h>
#include <zbar.h>

#define ZX_USE_UTF8  // the spelling of ZXing's own future: text() is a std::string
#include <ZXing/ReadBarcode.h>
#if !__has_include(<ZXing/ReaderOptions.h>)  // ZXing 1 of Debian 12
namespace ZXing {
using ReaderOptions = DecodeHints;
}
#endif

#include <array>
#include <cstdio>
#include <string>

namespace heliograph::http {
namespace {

struct Image {
  int width;
  int height;
  Bytes pixels;
};

// What a browser would show of a PNG image.
Image decodePng(const Bytes& bytes) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  EXPECT_NE(png_image_begin_read_from_memory(&png, bytes.data(), bytes.size()), 0) << png.message;
  png.format = PNG_FORMAT_GRAY;
  Image image{static_cast<int>(png.width), static_cast<int>(png.height), Bytes(PNG_IMAGE_SIZE(png))};
  EXPECT_NE(png_image_finish_read(&png, nullptr, image.pixels.data(), 0, nullptr), 0) << png.message;
  return image;
}

// What a browser would show of the subset of SVG that this server writes: rectangles of modules on white.
Image decodeSvg(const std::string& svg) {
  std::size_t at = svg.find("viewBox=\"0 0 ");
  EXPECT_NE(at, std::string::npos);
  const int side = std::stoi(svg.substr(at + 13)) * kPngModuleSize;
  Image image{side, side, Bytes(static_cast<std::size_t>(side) * static_cast<std::size_t>(side), 255)};
  int left = 0;
  int top = 0;
  int width = 0;
  for (at = svg.find('M'); at != std::string::npos; at = svg.find('M', at + 1)) {
    // A run that cannot be read counts as none; the decoders then find no code.
    if (std::sscanf(svg.c_str() + at, "M%d,%dh%dv1", &left, &top, &width) != 3) continue;
    for (int y = top * kPngModuleSize; y < (top + 1) * kPngModuleSize; ++y) {
      std::fill_n(image.pixels.begin() + y * side + left * kPngModuleSize, width * kPngModuleSize, std::uint8_t{0});
    }
  }
  return image;
}

auto readWithZxing(const Image& image) {
  ZXing::ReaderOptions options;
  options.setFormats(ZXing::BarcodeFormat::QRCode);
  return ZXing::ReadBarcode(ZXing::ImageView(image.pixels.data(), image.width, image.height, ZXing::ImageFormat::Lum),
                            options);
}

std::string readWithZbar(const Image& image) {
  zbar::ImageScanner scanner;
  scanner.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
  scanner.set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
  zbar::Image seen(static_cast<unsigned>(image.width), static_cast<unsigned>(image.height), "Y800", image.pixels.data(),
                   image.pixels.size());
  if (scanner.scan(seen) != 1) return "";
  return seen.symbol_begin()->get_data();
}

std::string digitsOfLength(std::size_t length) {
  std::string digits;
  for (std::size_t i = 0; i < length; ++i) digits.push_back(static_cast<char>('0' + (i * i + 7 * i) % 10));
  return digits;
}

class QrCodeTest : public ::testing::TestWithParam<std::size_t> {
 protected:
  const std::string digits_ = digitsOfLength(GetParam());
  const QrCode code_ = QrCode::ofDigits(digits_).value();
};

TEST_P(QrCodeTest, AsPngIsReadByBothDecoders) {
  const Image image = decodePng(toPng(code_));
  EXPECT_EQ(readWithZxing(image).text(), digits_);
  EXPECT_EQ(readWithZbar(image), digits_);
}

TEST_P(QrCodeTest, AsSvgIsReadByBothDecoders) {
  const Image image = decodeSvg(toSvg(code_));
  EXPECT_EQ(readWithZxing(image).text(), digits_);
  EXPECT_EQ(readWithZbar(image), digits_);
}

TEST_P(QrCodeTest, HasLevelM) { EXPECT_EQ(readWithZxing(decodePng(toPng(code_))).ecLevel(), "M"); }

// From one digit, for which level H would have room, to the longest verification data.
INSTANTIATE_TEST_SUITE_P(Lengths, QrCodeTest, ::testing::Values(1, 34, 100, 250, 432, 433, 512, 513));

// ISO/IEC 18004 table 7, numeric mode at level M.
TEST(QrCodeSizeTest, IsTheSmallestVersionThatHoldsTheDigits) {
  constexpr std::array<std::size_t, 10> kCapacities{34, 63, 101, 149, 202, 255, 293, 365, 432, 513};
  for (std::size_t i = 0; i < kCapacities.size(); ++i) {
    const int version = static_cast<int>(i) + 1;
    EXPECT_EQ(QrCode::ofDigits(digitsOfLength(kCapacities[i]))->version(), version);
    EXPECT_EQ(QrCode::ofDigits(digitsOfLength(kCapacities[i]))->size(), 17 + 4 * version);
    EXPECT_EQ(QrCode::ofDigits(digitsOfLength(kCapacities[i] + 1))->version(), version + 1);
  }
}

TEST(QrCodeShapeTest, KeepsLeadingZeros) {
  EXPECT_EQ(readWithZbar(decodePng(toPng(*QrCode::ofDigits("00000007")))), "00000007");
}

TEST(QrCodeShapeTest, HasAQuietZoneOfFourModules) {
  const Image image = decodePng(toPng(*QrCode::ofDigits("1")));
  EXPECT_EQ(image.width, (21 + 8) * kPngModuleSize);
  EXPECT_EQ(image.height, image.width);
  const int edge = QrCode::kQuietZone * kPngModuleSize;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const bool is_outside = x < edge || y < edge || x >= image.width - edge || y >= image.height - edge;
      if (!is_outside) continue;
      ASSERT_EQ(image.pixels[static_cast<std::size_t>(y * image.width + x)], 255) << x << ' ' << y;
    }
  }
}

TEST(QrCodeShapeTest, IsLightOutsideOfItsSquare) {
  const QrCode code = *QrCode::ofDigits("1");
  EXPECT_TRUE(code.isDark(0, 0));
  for (const int outside : {-1, code.size(), 1'000'000}) {
    EXPECT_FALSE(code.isDark(outside, 0));
    EXPECT_FALSE(code.isDark(0, outside));
  }
}

TEST(QrCodeShapeTest, OfAnythingButDigitsDoesNotExist) {
  for (const char* text : {"", "1a", "-1", "1 2", "1.5", "\xD9\xA1"}) EXPECT_FALSE(QrCode::ofDigits(text)) << text;
  EXPECT_TRUE(QrCode::ofDigits(digitsOfLength(5596)));
  EXPECT_FALSE(QrCode::ofDigits(digitsOfLength(5597)));
}

}  // namespace
}  // namespace heliograph::http
