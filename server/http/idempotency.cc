#include "http/idempotency.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace heliograph::http {
namespace {

bool isVisible(char character) { return character > ' ' && character <= '~'; }

bool isKey(std::string_view text) {
  return !text.empty() && text.size() <= domain::kMaxIdempotencyKeySize && std::ranges::all_of(text, isVisible);
}

}  // namespace

Result<std::optional<domain::IdempotencyKey>, Problem> idempotencyKeyOf(const Call& call,
                                                                        const domain::IdempotencyKeys& keys) {
  const auto text = call.request.findHeader("Idempotency-Key");
  if (!text) return std::nullopt;
  if (!isKey(*text)) {
    const std::string limit = std::to_string(domain::kMaxIdempotencyKeySize);
    return fail(malformed("the header Idempotency-Key must be 1 to " + limit + " visible ASCII characters"));
  }
  return keys.of(call.caller.key, call.request.path, *text, call.request.body);
}

}  // namespace heliograph::http
