// Lists of what a caller would like, each with a weight (RFC 9110 sections 5.6.1 and 12.4.2): what Accept and
// Accept-Encoding are made of.

#ifndef HELIOGRAPH_SERVER_HTTP_WEIGHTED_LIST_H_
#define HELIOGRAPH_SERVER_HTTP_WEIGHTED_LIST_H_

#include <string_view>
#include <vector>

namespace heliograph::http {

inline constexpr int kHighestWeight = 1000;  // q=1; section 12.4.2 has three decimals

struct WeightedItem {
  std::string_view value;       // without parameters, pointing into the field
  int weight = kHighestWeight;  // 0: not wanted
};

// "a;q=0.5, b" is a with 500 and b with 1000. What is malformed counts as not there.
[[nodiscard]] std::vector<WeightedItem> parseWeightedList(std::string_view field);

// The parts between separators, trimmed; a separator inside quotes separates nothing. One, empty, of an empty text.
[[nodiscard]] std::vector<std::string_view> splitField(std::string_view text, char separator);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_WEIGHTED_LIST_H_
