// The refusals that more than one service gives. `field` is the request's field at fault. Private to domain/.

#ifndef HELIOGRAPH_SERVER_DOMAIN_REFUSALS_H_
#define HELIOGRAPH_SERVER_DOMAIN_REFUSALS_H_

#include <optional>
#include <string_view>

#include "domain/attempts.h"
#include "domain/refusal.h"
#include "protocol/context.h"

namespace heliograph::domain {

[[nodiscard]] Refusal revokedKey();
[[nodiscard]] Refusal unknownDevice();
[[nodiscard]] Refusal sessionNotOpen(SessionStatus status);
[[nodiscard]] Refusal idempotencyKeyReused();
[[nodiscard]] Refusal invalidContext(std::string_view field, const protocol::ContextError& error);
[[nodiscard]] Refusal methodNotAllowed(std::string_view field);
[[nodiscard]] Refusal methodNotActivated(std::string_view field);
// `lock`: the one that holds, where it is one.
[[nodiscard]] Refusal deviceLocked(const std::optional<Lock>& lock);
[[nodiscard]] Refusal methodLocked(const std::optional<Lock>& lock);

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_REFUSALS_H_
