// The header field Idempotency-Key, of the calls that take one (domain/idempotency.h).
//
//   Idempotency-Key: 1 to 64 visible ASCII characters
//
// A blank is not among them: a field that is there twice is joined by ", ", and so refused.

#ifndef HELIOGRAPH_SERVER_HTTP_IDEMPOTENCY_H_
#define HELIOGRAPH_SERVER_HTTP_IDEMPOTENCY_H_

#include <optional>

#include "base/result.h"
#include "domain/idempotency.h"
#include "http/api_key_gate.h"
#include "http/problem.h"

namespace heliograph::http {

// The call's key, which belongs to its sender and its path; nothing where none was sent. Refuses, as malformed, what is
// no such key.
[[nodiscard]] Result<std::optional<domain::IdempotencyKey>, Problem> idempotencyKeyOf(
    const Call& call, const domain::IdempotencyKeys& keys);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_IDEMPOTENCY_H_
