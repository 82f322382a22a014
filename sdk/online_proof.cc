#include "sdk/online_proof.h"

#include <utility>

#include "sdk/method_records.h"
#include "sdk/online_salt.h"

namespace heliograph::sdk {

Outcome<protocol::OnlineProof> proofOf(KeyStore& key_store, const protocol::OnlineQuestion& question,
                                       const std::optional<protocol::Pin>& pin) {
  // The salt first: nobody is asked for a finger whose key could not be used.
  const auto salt = readOnlineSalt(key_store);
  if (!salt) return fail(salt.error());
  const auto key = readOtpKey(key_store, question.method, pin);
  if (!key) return fail(key.error());
  return protocol::OnlineProof{.method = question.method,
                               .salt_number = salt->number,
                               .response = protocol::onlineResponse(*key, question, *salt)};
}

}  // namespace heliograph::sdk
