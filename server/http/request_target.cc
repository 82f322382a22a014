#include "http/request_target.h"

namespace heliograph::http {
namespace {

// Section 3.2.2: an absolute address must be understood, too. Which authority it names does not matter here: this
// server is one.
std::string_view withoutAuthority(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    const std::size_t path = target.find_first_of("/?", scheme.size());
    return path == std::string_view::npos ? std::string_view() : target.substr(path);
  }
  return target;
}

}  // namespace

std::optional<RequestTarget> parseTarget(std::string_view target) {
  target = withoutAuthority(target);
  if (!target.starts_with('/')) return std::nullopt;
  const std::size_t question_mark = target.find('?');
  if (question_mark == std::string_view::npos) return RequestTarget{target, {}};
  return RequestTarget{target.substr(0, question_mark), target.substr(question_mark + 1)};
}

}  // namespace heliograph::http
