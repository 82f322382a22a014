// The salts of online responses, and what the number in a response says about who made it (docs/protocol.md).
//
//   salt n of a device = HMAC-SHA256(key = HKDF(channel private key, "heliograph/online-salt/1"),
//                                    device id (16) || n (4)), n from 1
//
// Salts are derived, not stored: a device row holds three numbers and a time. Copies of one phone cannot both hold the
// newest salt, so the second one that speaks up betrays itself.

#ifndef HELIOGRAPH_SERVER_DOMAIN_ONLINE_SALTS_H_
#define HELIOGRAPH_SERVER_DOMAIN_ONLINE_SALTS_H_

#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "base/secret.h"
#include "crypto/p256.h"
#include "domain/ids.h"
#include "protocol/device_messages.h"

namespace heliograph::domain {

// 0: none yet.
struct SaltNumbers {
  std::uint32_t previous = 0;   // the confirmed one before
  std::uint32_t confirmed = 0;  // the last one that a right response held
  std::uint32_t offered = 0;    // the last one handed out
  // By the phone's clock: when it sent the response that was accepted last; before the first, the FinishEnrolment.
  std::optional<TimePoint> confirmed_at = std::nullopt;
  friend bool operator==(const SaltNumbers&, const SaltNumbers&) = default;
};

// True for a response that the phone sent no later than the one that was accepted last, with a number that it had then:
// it was held up on its way, and the phone has gone on without it. Accepted, it would replace the offer that the phone
// got meanwhile, and whoever holds messages back could make an honest phone look like a copy.
[[nodiscard]] bool isLate(const SaltNumbers& numbers, std::uint32_t used, TimePoint sent_at);

// True for a number that only a copy of the phone can still hold, unless the response is late: older than `previous`,
// or an offer that a later one has replaced. The request was signed by the device's key, so a wrong response does not
// excuse it.
[[nodiscard]] bool isOfClone(const SaltNumbers& numbers, std::uint32_t used);

// After a right response with `used`, which is neither late nor of a clone: confirmed where it is newer, and a new one
// is offered. A number above `offered` was issued by this server and forgotten (the database is an older copy): it
// counts as offered.
[[nodiscard]] SaltNumbers afterUse(const SaltNumbers& numbers, std::uint32_t used, TimePoint sent_at);

// A further offer, nothing being confirmed: at the first method.
[[nodiscard]] SaltNumbers afterOffer(const SaltNumbers& numbers, TimePoint sent_at);

// Immutable; thread-safe.
class OnlineSalts {
 public:
  explicit OnlineSalts(const crypto::P256PrivateKey& channel_key);

  [[nodiscard]] protocol::OnlineSalt salt(const DeviceId& device, std::uint32_t number) const;

 private:
  Secret<struct OnlineSaltKeyTag, 32> key_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_ONLINE_SALTS_H_
