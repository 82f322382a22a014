// How the values of protocol/ and domain/ rest in the database.
//
//   lock            lock_reason, lock_since, lock_until; all NULL where there is none
//   attempt state   failures, locks, then the lock
//   device locks    one_factor_locks, two_factor_locks
//   wrapped keys    version of the master key, sealed bytes
//   salt numbers    previous, confirmed, offered, confirmed_at
//   method          its id (protocol/auth_method.h); a set of methods: their bits
//   key of a row    shard, id: InShard<DeviceId> in the conditions and keys of the tables of a device

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_DOMAIN_COLUMNS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_DOMAIN_COLUMNS_H_

#include <stdexcept>

#include "domain/device.h"
#include "domain/directory.h"
#include "domain/ids.h"
#include "domain/session.h"
#include "store/commands/stored.h"

namespace heliograph::store {

template <>
inline constexpr std::array<Word<domain::SessionStatus>, 4> kWords<domain::SessionStatus>{{
    {domain::SessionStatus::kStarted, "STARTED"},
    {domain::SessionStatus::kCompleted, "COMPLETED"},
    {domain::SessionStatus::kFailed, "FAILED"},
    {domain::SessionStatus::kCancelled, "CANCELLED"},
}};
template <>
inline constexpr std::array<Word<domain::DeviceState>, 3> kWords<domain::DeviceState>{{
    {domain::DeviceState::kEnrolling, "ENROLLING"},
    {domain::DeviceState::kActive, "ACTIVE"},
    {domain::DeviceState::kDeactivated, "DEACTIVATED"},
}};
template <>
inline constexpr std::array<Word<domain::LockReason>, 3> kWords<domain::LockReason>{{
    {domain::LockReason::kAttemptsExhausted, "ATTEMPTS_EXHAUSTED"},
    {domain::LockReason::kAdmin, "ADMIN"},
    {domain::LockReason::kCloneDetected, "CLONE_DETECTED"},
}};
template <>
inline constexpr std::array<Word<domain::ApiKeyRole>, 3> kWords<domain::ApiKeyRole>{{
    {domain::ApiKeyRole::kServiceProvider, "SERVICE_PROVIDER"},
    {domain::ApiKeyRole::kReadOnly, "READ_ONLY"},
    {domain::ApiKeyRole::kAdmin, "ADMIN"},
}};

// An id with the shard that it is in, as it stands in the keys of the tables of a device.
template <class IdType>
struct InShard {
  IdType id;
};
template <class IdType>
[[nodiscard]] InShard<IdType> inShard(const IdType& id) {
  return {id};
}

template <class IdType>
struct Stored<InShard<IdType>> {
  static constexpr int kColumns = 2;
  static void write(Parameters& parameters, const InShard<IdType>& key) {
    parameters.integer(domain::shardOf(key.id));
    parameters.blob(key.id.bytes());
  }
};

template <>
struct Stored<domain::Lock> {
  static constexpr int kColumns = 3;
  static void write(Parameters& parameters, const domain::Lock& lock) {
    Stored<domain::LockReason>::write(parameters, lock.reason);
    Stored<TimePoint>::write(parameters, lock.since);
    Stored<std::optional<TimePoint>>::write(parameters, lock.until);
  }
  static domain::Lock read(Columns& columns) {
    const auto reason = Stored<domain::LockReason>::read(columns);
    const auto since = Stored<TimePoint>::read(columns);
    return {.reason = reason, .since = since, .until = Stored<std::optional<TimePoint>>::read(columns)};
  }
};

template <>
struct Stored<domain::DeviceLocks> {
  static constexpr int kColumns = 2;
  static void write(Parameters& parameters, const domain::DeviceLocks& locks) {
    Stored<int>::write(parameters, locks.of_one_factor);
    Stored<int>::write(parameters, locks.of_two_factors);
  }
  static domain::DeviceLocks read(Columns& columns) {
    const int of_one_factor = Stored<int>::read(columns);
    return {.of_one_factor = of_one_factor, .of_two_factors = Stored<int>::read(columns)};
  }
};

template <>
struct Stored<domain::AttemptState> {
  static constexpr int kColumns = 5;
  static void write(Parameters& parameters, const domain::AttemptState& state) {
    Stored<int>::write(parameters, state.failures);
    Stored<int>::write(parameters, state.locks);
    Stored<std::optional<domain::Lock>>::write(parameters, state.lock);
  }
  static domain::AttemptState read(Columns& columns) {
    const int failures = Stored<int>::read(columns);
    const int locks = Stored<int>::read(columns);
    return {.failures = failures, .locks = locks, .lock = Stored<std::optional<domain::Lock>>::read(columns)};
  }
};

template <>
struct Stored<domain::Wrapped> {
  static constexpr int kColumns = 2;
  static void write(Parameters& parameters, const domain::Wrapped& wrapped) {
    Stored<domain::MasterKeyVersion>::write(parameters, wrapped.key_version);
    Stored<Bytes>::write(parameters, wrapped.sealed);
  }
  static domain::Wrapped read(Columns& columns) {
    const auto key_version = Stored<domain::MasterKeyVersion>::read(columns);
    return {.key_version = key_version, .sealed = Stored<Bytes>::read(columns)};
  }
};

template <>
struct Stored<protocol::AuthMethod> {
  static constexpr int kColumns = 1;
  static void write(Parameters& parameters, protocol::AuthMethod method) { parameters.integer(protocol::idOf(method)); }
  static protocol::AuthMethod read(Columns& columns) {
    const auto method = protocol::authMethodFromId(Stored<std::uint8_t>::read(columns));
    if (!method) throwUnexpectedContent();
    return *method;
  }
};

template <>
struct Stored<protocol::AuthMethodSet> {
  static constexpr int kColumns = 1;
  static void write(Parameters& parameters, protocol::AuthMethodSet methods) { parameters.integer(methods.bits()); }
  static protocol::AuthMethodSet read(Columns& columns) {
    const auto methods = protocol::AuthMethodSet::fromBits(Stored<std::uint16_t>::read(columns));
    if (!methods) throwUnexpectedContent();
    return *methods;
  }
};

template <>
struct Stored<domain::SaltNumbers> {
  static constexpr int kColumns = 4;
  static void write(Parameters& parameters, const domain::SaltNumbers& salts) {
    Stored<std::uint32_t>::write(parameters, salts.previous);
    Stored<std::uint32_t>::write(parameters, salts.confirmed);
    Stored<std::uint32_t>::write(parameters, salts.offered);
    Stored<std::optional<TimePoint>>::write(parameters, salts.confirmed_at);
  }
  static domain::SaltNumbers read(Columns& columns) {
    const auto previous = Stored<std::uint32_t>::read(columns);
    const auto confirmed = Stored<std::uint32_t>::read(columns);
    const auto offered = Stored<std::uint32_t>::read(columns);
    return {.previous = previous,
            .confirmed = confirmed,
            .offered = offered,
            .confirmed_at = Stored<std::optional<TimePoint>>::read(columns)};
  }
};

template <>
struct Stored<protocol::OtpLength> {
  static constexpr int kColumns = 1;
  static void write(Parameters& parameters, protocol::OtpLength length) { parameters.integer(length.digits()); }
  static protocol::OtpLength read(Columns& columns) {
    const auto length = protocol::OtpLength::of(Stored<int>::read(columns));
    if (!length) throwUnexpectedContent();
    return *length;
  }
};

template <>
struct Stored<protocol::Context> {
  static constexpr int kColumns = 1;
  static void write(Parameters& parameters, const protocol::Context& context) { parameters.text(context.text()); }
  static protocol::Context read(Columns& columns) {
    const auto context = protocol::Context::parse(columns.text());
    if (!context) throwUnexpectedContent();
    return *context;
  }
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_DOMAIN_COLUMNS_H_
