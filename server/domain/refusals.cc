#include "domain/refusals.h"

namespace heliograph::domain {

Refusal revokedKey() { return {RefusalCode::kRevokedKey, "The API key is not valid any more."}; }

Refusal unknownDevice() { return {RefusalCode::kUnknownDevice, "There is no such device."}; }

Refusal sessionNotOpen(SessionStatus status) {
  return {RefusalCode::kSessionNotOpen, "The session is not open; its status is " + std::string(nameOf(status)) + ".",
          status};
}

}  // namespace heliograph::domain
