#include "http/weighted_list.h"

#include <algorithm>
#include <optional>
#include <span>

#include "base/ascii.h"

namespace heliograph::http {
namespace {

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] ), in thousandths.
std::optional<int> parseWeight(std::string_view text) {
  if (text.empty() || (text[0] != '0' && text[0] != '1') || text.size() > 5) return std::nullopt;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int thousandths = (text[0] - '0') * kHighestWeight;
  int place = kHighestWeight / 10;
  for (const char digit : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (!isDigit(digit)) return std::nullopt;
    thousandths += (digit - '0') * place;
    place /= 10;
  }
  return thousandths <= kHighestWeight ? std::optional(thousandths) : std::nullopt;
}

std::optional<WeightedItem> parseItem(std::string_view text) {
  const auto parts = splitField(text, ';');
  if (parts.front().empty()) return std::nullopt;
  WeightedItem item{parts.front()};
  for (const std::string_view parameter : std::span(parts).subspan(1)) {
    if (parameter.size() < 2 || toLowerCase(parameter[0]) != 'q' || parameter[1] != '=') continue;
    const auto weight = parseWeight(parameter.substr(2));
    if (!weight) return std::nullopt;
    item.weight = *weight;
  }
  return item;
}

}  // namespace

std::vector<WeightedItem> parseWeightedList(std::string_view field) {
  std::vector<WeightedItem> items;
  for (const std::string_view text : splitField(field, ',')) {
    if (const auto item = parseItem(text)) items.push_back(*item);
  }
  return items;
}

std::vector<std::string_view> splitField(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  bool is_quoted = false;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || (text[i] == separator && !is_quoted)) {
      parts.push_back(trim(text.substr(start, i - start)));
      start = i + 1;
    } else if (text[i] == '"') {
      is_quoted = !is_quoted;
    } else if (text[i] == '\\' && is_quoted && i + 1 < text.size()) {
      ++i;
    }
  }
  return parts;
}

}  // namespace heliograph::http
