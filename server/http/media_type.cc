#include "http/media_type.h"

#include <span>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "http/weighted_list.h"

namespace heliograph::http {
namespace {

bool isUtf8Charset(std::string_view parameter) {
  return equalIgnoringCase(parameter, "charset=utf-8") || equalIgnoringCase(parameter, "charset=\"utf-8\"");
}

// How closely a range names a type: 0 not at all, 1 "*/*", 2 "image/*", 3 itself.
int closeness(std::string_view range, std::string_view type) {
  if (equalIgnoringCase(range, type)) return 3;
  if (range == "*/*") return 1;
  const std::size_t slash = type.find('/');
  return range.ends_with("/*") && equalIgnoringCase(range.substr(0, range.size() - 1), type.substr(0, slash + 1)) ? 2
                                                                                                                  : 0;
}

// The weight that the closest range gives a type; 0 where none names it.
int weightOf(std::string_view type, const std::vector<WeightedItem>& ranges) {
  int closest = 0;
  int weight = 0;
  for (const WeightedItem& range : ranges) {
    const int close = closeness(range.value, type);
    if (close <= closest) continue;
    closest = close;
    weight = range.weight;
  }
  return weight;
}

}  // namespace

Result<void, Problem> requireMediaType(const Request& request, std::string_view type) {
  const auto refuse = [](std::string detail) {
    return fail(Problem{ProblemCode::kUnsupportedMediaType, std::move(detail)});
  };
  if (!request.header("Content-Encoding").empty()) return refuse("Content-Encoding is not supported");
  const auto parts = splitField(request.header("Content-Type"), ';');
  if (!equalIgnoringCase(parts.front(), type)) return refuse("Content-Type must be " + std::string(type));
  for (const std::string_view parameter : std::span(parts).subspan(1)) {
    if (!isUtf8Charset(parameter)) return refuse("Content-Type may have the parameter charset=utf-8 and no other");
  }
  return {};
}

std::optional<std::string_view> negotiate(std::string_view accept, std::initializer_list<std::string_view> offers) {
  if (accept.find_first_not_of(" \t") == std::string_view::npos) return *offers.begin();
  const auto ranges = parseWeightedList(accept);
  std::optional<std::string_view> best;
  int best_weight = 0;
  for (const std::string_view offer : offers) {
    const int weight = weightOf(offer, ranges);
    if (weight <= best_weight) continue;
    best = offer;
    best_weight = weight;
  }
  return best;
}

}  // namespace heliograph::http
