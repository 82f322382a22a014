// The refusals that more than one service gives. Private to domain/.

#ifndef HELIOGRAPH_SERVER_DOMAIN_REFUSALS_H_
#define HELIOGRAPH_SERVER_DOMAIN_REFUSALS_H_

#include "domain/refusal.h"

namespace heliograph::domain {

[[nodiscard]] Refusal revokedKey();
[[nodiscard]] Refusal unknownDevice();
[[nodiscard]] Refusal sessionNotOpen(SessionStatus status);

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_REFUSALS_H_
