#include "http/request.h"

#include <algorithm>

#include "base/ascii.h"

namespace heliograph::http {

std::string_view nameOf(Method method) {
  switch (method) {
    case Method::kGet:
      return "GET";
    case Method::kPost:
      return "POST";
    case Method::kPut:
      return "PUT";
    case Method::kPatch:
      return "PATCH";
    case Method::kDelete:
      return "DELETE";
    case Method::kOther:
      break;
  }
  return "";
}

bool FieldNameLess::operator()(std::string_view a, std::string_view b) const {
  return std::ranges::lexicographical_compare(a, b, {}, toLowerCase, toLowerCase);
}

std::optional<std::string_view> Request::findHeader(std::string_view name) const {
  const auto field = headers.find(name);
  if (field == headers.end()) return std::nullopt;
  return field->second;
}

bool isFromElsewhere(const Request& request) {
  const std::string_view site = request.header("Sec-Fetch-Site");
  return !site.empty() && site != "same-origin";
}

}  // namespace heliograph::http
