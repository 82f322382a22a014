// How an activated method of this phone answers the server's challenge.

#ifndef HELIOGRAPH_SDK_ONLINE_PROOF_H_
#define HELIOGRAPH_SDK_ONLINE_PROOF_H_

#include <optional>

#include "protocol/online_proof.h"
#include "protocol/pin.h"
#include "sdk/error.h"
#include "sdk/key_store.h"

namespace heliograph::sdk {

// The answer of `question.method`, with the newest salt that the key store has. Asks the user where the method is
// biometric. With a wrong PIN this is a wrong answer, and nothing here can tell.
[[nodiscard]] Outcome<protocol::OnlineProof> proofOf(KeyStore& key_store, const protocol::OnlineQuestion& question,
                                                     const std::optional<protocol::Pin>& pin);

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_ONLINE_PROOF_H_
