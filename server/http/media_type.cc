#include "http/media_type.h"

#include <algorithm>
#include <string>
#include <vector>

namespace heliograph::http {
namespace {

constexpr int kHighestQuality = 1000;  // q=1; RFC 9110 section 12.4.2 has three decimals

char lower(char character) {
  return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

bool equalIgnoringCase(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// The parts between separators, trimmed; a separator inside quotes separates nothing.
std::vector<std::string_view> split(std::string_view text, char separator) {
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

bool isUtf8Charset(std::string_view parameter) {
  return equalIgnoringCase(parameter, "charset=utf-8") || equalIgnoringCase(parameter, "charset=\"utf-8\"");
}

// qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] ), in thousandths.
std::optional<int> parseQuality(std::string_view text) {
  if (text.empty() || (text[0] != '0' && text[0] != '1') || text.size() > 5) return std::nullopt;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int thousandths = (text[0] - '0') * kHighestQuality;
  int place = kHighestQuality / 10;
  for (const char digit : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (digit < '0' || digit > '9') return std::nullopt;
    thousandths += (digit - '0') * place;
    place /= 10;
  }
  return thousandths <= kHighestQuality ? std::optional(thousandths) : std::nullopt;
}

struct Range {
  std::string_view type;
  int quality = kHighestQuality;
};

std::optional<Range> parseRange(std::string_view text) {
  const auto parts = split(text, ';');
  Range range{parts.front()};
  for (const std::string_view parameter : std::span(parts).subspan(1)) {
    if (parameter.size() < 2 || lower(parameter[0]) != 'q' || parameter[1] != '=') continue;
    const auto quality = parseQuality(parameter.substr(2));
    if (!quality) return std::nullopt;
    range.quality = *quality;
  }
  return range;
}

// How closely a range names a type: 0 not at all, 1 "*/*", 2 "image/*", 3 itself.
int closeness(std::string_view range, std::string_view type) {
  if (equalIgnoringCase(range, type)) return 3;
  if (range == "*/*") return 1;
  const std::size_t slash = type.find('/');
  return range.ends_with("/*") && equalIgnoringCase(range.substr(0, range.size() - 1), type.substr(0, slash + 1)) ? 2
                                                                                                                  : 0;
}

// The quality that the closest range gives a type; 0 where none names it.
int qualityOf(std::string_view type, const std::vector<Range>& ranges) {
  int closest = 0;
  int quality = 0;
  for (const Range& range : ranges) {
    const int close = closeness(range.type, type);
    if (close <= closest) continue;
    closest = close;
    quality = range.quality;
  }
  return quality;
}

}  // namespace

Result<void, Problem> requireMediaType(const Request& request, std::string_view type) {
  const auto refuse = [](std::string detail) {
    return fail(Problem{ProblemCode::kUnsupportedMediaType, std::move(detail)});
  };
  if (!request.content_encoding.empty()) return refuse("Content-Encoding is not supported");
  const auto parts = split(request.content_type, ';');
  if (!equalIgnoringCase(parts.front(), type)) return refuse("Content-Type must be " + std::string(type));
  for (const std::string_view parameter : std::span(parts).subspan(1)) {
    if (!isUtf8Charset(parameter)) return refuse("Content-Type may have the parameter charset=utf-8 and no other");
  }
  return {};
}

std::optional<std::string_view> negotiate(std::string_view accept, std::initializer_list<std::string_view> offers) {
  if (trim(accept).empty()) return *offers.begin();
  std::vector<Range> ranges;
  for (const std::string_view text : split(accept, ',')) {
    if (const auto range = parseRange(text)) ranges.push_back(*range);
  }
  std::optional<std::string_view> best;
  int best_quality = 0;
  for (const std::string_view offer : offers) {
    const int quality = qualityOf(offer, ranges);
    if (quality <= best_quality) continue;
    best = offer;
    best_quality = quality;
  }
  return best;
}

}  // namespace heliograph::http
