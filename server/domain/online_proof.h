// What becomes of a proof that a device has sent (protocol/online_proof.h): right, wrong, late, or of a copy of the
// device. Private to domain/.
//
// The conversations that take proofs decide in the same order: is the device active and not locked, what does the
// conversation itself ask for (an open session, a method that may), was the message held up, is it of the only phone
// that has these keys, is the response right. So a message to a session that has ended locks nobody, whoever brings it.
// Whatever comes out is recorded on the condition that nothing changed meanwhile; only then is it told.

#ifndef HELIOGRAPH_SERVER_DOMAIN_ONLINE_PROOF_H_
#define HELIOGRAPH_SERVER_DOMAIN_ONLINE_PROOF_H_

#include <optional>
#include <utility>

#include "domain/key_ring.h"
#include "domain/observer.h"
#include "domain/online_salts.h"
#include "domain/races.h"
#include "domain/store.h"
#include "domain/verified_call.h"

namespace heliograph::domain {

// Nothing where somebody else was faster: look again.
template <class Accepted>
using Decision = std::optional<DeviceAnswer<Accepted>>;

// Where the attempts of one kind are written down, and who is told of them then.
struct AttemptBook {
  Store& store;
  Observer& observer;
  AttemptKind kind;

  // Refuses what was not evaluated, as in verified_call.h.
  [[nodiscard]] tl::unexpected<protocol::Refused> refuse(AuditEvent attempted, protocol::Refused refused) const;
};

// How an attempt ended that changed something.
struct AttemptEnd {
  AttemptOutcome outcome;
  std::optional<Lock> device_lock = std::nullopt;  // where it locked the device
};

// What `decide` makes of the device, by its row as it is now after every lost race.
template <class Accepted, class Decide>
[[nodiscard]] DeviceAnswer<Accepted> decideByNow(Store& store, const VerifiedCall& call, const Decide& decide) {
  std::optional<Device> device = call.device;
  for (int race = 0; race < kMaxRaces; ++race) {
    if (!device) return refuse(protocol::DeviceStatus::kNotActivated);
    if (Decision<Accepted> answer = decide(*device)) return std::move(*answer);
    device = store.findDevice(call.device.id);
  }
  throwTooManyRaces();
}

// What a device is told that may not do anything now: it is not active, or it is locked.
[[nodiscard]] std::optional<protocol::Refused> refusalOf(const Device& device, TimePoint now);
// What is told where a session is not open; `status` as of now.
[[nodiscard]] std::optional<protocol::Refused> refusalOf(SessionStatus status);

// In constant time.
[[nodiscard]] bool isRight(const protocol::OnlineProof& proof, const protocol::OnlineQuestion& question,
                           const Method& method, const KeyRing& key_ring, const OnlineSalts& salts);

template <class SessionId>
[[nodiscard]] OnlineAttempt<SessionId> attemptOf(const Device& device, const Method& method, const SessionId& session) {
  return {.device = device.id,
          .session = session,
          .auth_method = method.auth_method,
          .expected_method_version = method.version,
          .expected_device_version = device.version};
}

// A wrong response, counted: what is to be recorded with its events, and what the phone is told once it is.
struct WrongProof {
  OnlineFailure after;
  AuditTrail audit;
  protocol::Refused refused;
};
[[nodiscard]] WrongProof countWrong(const VerifiedCall& call, const Device& device, const Method& method,
                                    AuditEvent attempted);

template <class SessionId>
[[nodiscard]] OnlineFailureRecord<SessionId> recordOf(const WrongProof& wrong, const OnlineAttempt<SessionId>& attempt,
                                                      const RequestMark& mark) {
  return {.attempt = attempt,
          .mark = mark,
          .state = wrong.after.state,
          .device_lock = wrong.after.device_lock,
          .device_locks = wrong.after.device_locks};
}

// The answer that is due once it is known what became of the record.
template <class Accepted>
[[nodiscard]] Decision<Accepted> answerAfter(OnlineRecord record, const AttemptEnd& end,
                                             DeviceAnswer<Accepted> recorded, const AttemptBook& book,
                                             AuditEvent attempted) {
  switch (record) {
    case OnlineRecord::kRecorded:
      book.observer.attempted(book.kind, end.outcome);
      if (end.device_lock) book.observer.deviceLocked(end.device_lock->reason);
      return recorded;
    case OnlineRecord::kReplayed:
      return book.refuse(std::move(attempted), {protocol::DeviceStatus::kRejectedRequest});
    case OnlineRecord::kLostRace:
      return std::nullopt;
  }
  return std::nullopt;
}

[[nodiscard]] Lock lockOfClone(TimePoint now);
// Locks the device, of which there is a copy.
[[nodiscard]] OnlineRecord lockClone(Store& store, const VerifiedCall& call, const Device& device,
                                     AuditEvent attempted);

// Whatever the copy has attempted.
template <class Accepted>
[[nodiscard]] Decision<Accepted> refuseClone(const AttemptBook& book, const VerifiedCall& call, const Device& device,
                                             const AuditEvent& attempted) {
  const OnlineRecord record = lockClone(book.store, call, device, attempted);
  const AttemptEnd end{AttemptOutcome::kCopied, lockOfClone(call.mark.received_at)};
  return answerAfter<Accepted>(record, end, refuse(protocol::DeviceStatus::kLockedByAdmin), book, attempted);
}

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_ONLINE_PROOF_H_
