#include "http/pages/accept_encoding.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/ascii.h"
#include "http/weighted_list.h"

namespace heliograph::http {
namespace {

// Below every weight that can be given but 0: identity is acceptable where nobody speaks of it, and then the last
// choice.
constexpr int kUnnamedIdentity = 0;
constexpr int kRefused = -1;

// Section 8.4.1.3: a recipient takes "x-gzip" as "gzip".
bool names(std::string_view value, ContentCoding coding) {
  return equalIgnoringCase(value, nameOf(coding)) ||
         (coding == ContentCoding::kGzip && equalIgnoringCase(value, "x-gzip"));
}

std::optional<int> weightOf(ContentCoding coding, const std::vector<WeightedItem>& items) {
  const auto named = std::ranges::find_if(items, [&](const WeightedItem& item) { return names(item.value, coding); });
  if (named != items.end()) return named->weight;
  const auto any = std::ranges::find(items, "*", &WeightedItem::value);
  return any != items.end() ? std::optional(any->weight) : std::nullopt;
}

int preferenceOf(ContentCoding coding, const std::vector<WeightedItem>& items) {
  const std::optional<int> weight = weightOf(coding, items);
  if (!weight) return coding == ContentCoding::kIdentity ? kUnnamedIdentity : kRefused;
  return *weight == 0 ? kRefused : *weight;
}

}  // namespace

std::string_view nameOf(ContentCoding coding) {
  switch (coding) {
    case ContentCoding::kBrotli:
      return "br";
    case ContentCoding::kGzip:
      return "gzip";
    case ContentCoding::kIdentity:
      break;
  }
  return "identity";
}

ContentCoding chooseCoding(std::string_view accept_encoding, std::span<const ContentCoding> offers) {
  const auto items = parseWeightedList(accept_encoding);
  ContentCoding best = ContentCoding::kIdentity;
  int best_preference = kRefused;
  for (const ContentCoding offer : offers) {
    const int preference = preferenceOf(offer, items);
    if (preference <= best_preference) continue;
    best = offer;
    best_preference = preference;
  }
  return best;
}

}  // namespace heliograph::http
