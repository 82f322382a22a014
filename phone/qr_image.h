// QR codes in PNG images, read by decoders that the encoder's authors did not write.

#ifndef HELIOGRAPH_PHONE_QR_IMAGE_H_
#define HELIOGRAPH_PHONE_QR_IMAGE_H_

#include <filesystem>
#include <optional>
#include <string>

namespace heliograph::phone {

// The text of the QR code in the image, as ZXing or ZBar reads it; nothing where it finds none. Throw CommandFailure
// (kUnusable) where the file is no PNG image.
[[nodiscard]] std::optional<std::string> readQrWithZxing(const std::filesystem::path& png);
[[nodiscard]] std::optional<std::string> readQrWithZbar(const std::filesystem::path& png);

// The version (1..40) of the QR code that fills the image but for its quiet zone, measured in its pixels.
[[nodiscard]] int measureQrVersion(const std::filesystem::path& png);

}  // namespace heliograph::phone

#endif  // HELIOGRAPH_PHONE_QR_IMAGE_H_
