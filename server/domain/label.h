// Labels: what people call things, such as a user reference or the reason of a lock. One line of text.

#ifndef HELIOGRAPH_SERVER_DOMAIN_LABEL_H_
#define HELIOGRAPH_SERVER_DOMAIN_LABEL_H_

#include <cstddef>
#include <string_view>

namespace heliograph::domain {

inline constexpr std::size_t kMaxLabelSize = 128;  // bytes of UTF-8

// 1 to kMaxLabelSize bytes of UTF-8 without control characters: nobody's log or screen breaks on it.
[[nodiscard]] bool isLabel(std::string_view text);

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_LABEL_H_
