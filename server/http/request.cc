#include "http/request.h"

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

bool isFromElsewhere(const Request& request) {
  return !request.sec_fetch_site.empty() && request.sec_fetch_site != "same-origin";
}

}  // namespace heliograph::http
