// Store: what the domain asks of a database, as commands named after what happens.
//
// Every command is atomic and durable when it returns: what it reported survives the loss of power. It touches one
// device (or the directory alone). Commands are conditional; a condition that no longer holds is a value (a lost race,
// an old directory), and the caller looks again. Commands that wait at the same moment may be committed together
// (group commit); one that is refused never disturbs its neighbours.
//
// A command that changes something takes the audit events of the change and writes them in the same transaction. Where
// it changes nothing (refused, lost a race, repeated) it writes none.
//
// Blocking and thread-safe: many threads call at once. store/ has the engines, and one contract suite that all pass.

#ifndef HELIOGRAPH_SERVER_DOMAIN_STORE_H_
#define HELIOGRAPH_SERVER_DOMAIN_STORE_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/audit_chain.h"
#include "domain/audit_event.h"
#include "domain/device.h"
#include "domain/directory.h"
#include "domain/idempotency.h"
#include "domain/session.h"

namespace heliograph::domain {

// The database cannot be used at the moment; nothing is known to have changed.
class StoreUnavailable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// More commands wait than the store takes; nothing has changed. Try again later.
class StoreOverloaded : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// --- server keys -----------------------------------------------------------------------------------------------------

struct ServerKeyRecord {
  Wrapped channel_private_key;  // KeyRing::wrapSecret
  crypto::P256Point channel_public_key;
  TimePoint created_at;
};

// --- directory -------------------------------------------------------------------------------------------------------

enum class ConfigurationRecord { kRecorded, kLostRace, kUnknownApplication };

struct ConfigurationChange {
  ConfigurationVersion version;
  TimePoint at;
  std::optional<ApiKeyId> changed_by;  // nothing: at the command line
  Properties properties;               // the whole configuration as it became
};

// --- enrolment -------------------------------------------------------------------------------------------------------

using ActivationCodeHash = crypto::Sha256Hash;  // keyed: domain/activation_code.h

struct NewEnrolment {
  EnrolmentId id;
  ApplicationId application;
  OrganisationId organisation;
  std::optional<std::string> user_reference;
  ActivationCodeHash code_hash;
  TimePoint created_at;
  TimePoint expires_at;
};
enum class CreateEnrolmentRefusal { kStaleDirectory, kCodeTaken };

// Marks a device's request as seen. A second one with the same id is refused (kReplayed) by every command that takes a
// mark, whatever else it would have said. Marks belong to the device that the command touches. A command that refuses
// or loses a race keeps no mark: it changes nothing at all. `received_at` is also the time at which the command
// happens. Marks older than twice protocol::kRequestTimeTolerance may be forgotten.
struct RequestMark {
  protocol::RequestId id;
  TimePoint received_at;
};

struct EnrolmentStart {
  RequestMark mark;
  ApplicationId application;
  ActivationCodeHash code_hash;
  crypto::P256Point device_key;
  UuidBytes device_id_seed;  // random; the store puts the enrolment's shard in front
};
struct StartedEnrolment {
  DeviceId device;
};
// kNoSession: no open enrolment has this code, or another device key has claimed it.
enum class EnrolmentStartRefusal { kReplayed, kNoSession, kExpired };

struct EnrolmentFinish {
  RequestMark mark;
  DeviceId device;
  protocol::AuthMethod auth_method;
  Wrapped keys;
  SaltNumbers salts;  // of the device from now on
};
// kNoSession: no enrolment of this device waits for this method. It was cancelled, another method was its first one, or
// the method has been used. kReplayed, too, where `salts.confirmed_at` is not later than the device's: the phone has
// keys and a salt of a later finish.
// kOldMasterKey: the keys are wrapped under an older master key than the server keys; a rotation has begun.
enum class EnrolmentFinishRefusal { kReplayed, kNoSession, kExpired, kOldMasterKey };

// --- online responses ------------------------------------------------------------------------------------------------

// An online method has answered the challenge of a session of one kind. Right or wrong, that is a use of the method
// (last_used_at). kLostRace, with nothing changed, where device or method is not at the expected version, or the
// session is not open. Expiry is judged by the caller before.
template <class SessionId>
struct OnlineAttempt {
  DeviceId device;
  SessionId session;
  protocol::AuthMethod auth_method;
  RowVersion expected_method_version;  // of that method
  RowVersion expected_device_version;
};
enum class OnlineRecord { kRecorded, kLostRace, kReplayed };

// A wrong response. Where `device_lock` is set the device is locked with it and has these `device_locks`, and the
// session and every open session of the device fail.
template <class SessionId>
struct OnlineFailureRecord {
  OnlineAttempt<SessionId> attempt;
  RequestMark mark;
  AttemptState state;  // of the method
  std::optional<Lock> device_lock;
  DeviceLocks device_locks = {};
};

// The device was copied: it is locked with `lock`, and every open session of it fails. kLostRace where it is not at the
// expected version.
struct CloneRecord {
  DeviceId device;
  RowVersion expected_device_version;
  RequestMark mark;
  Lock lock;
};

// --- adding and changing methods -------------------------------------------------------------------------------------

// kUnknownDevice: none, or not active.
enum class StartAddOrUpdateRefusal { kReplayed, kUnknownDevice };

using AddOrUpdateAttempt = OnlineAttempt<AddOrUpdateSessionId>;
using AddOrUpdateFailure = OnlineFailureRecord<AddOrUpdateSessionId>;

// Done with a right response: the authorising method's state is set, the device's `locks` and salts are set, the
// session is spent, and `auth_method` has the new keys with a clean count; where it was there before it keeps its last
// use. Open offline sessions of `auth_method` are cancelled: their keys are gone. kLostRace, too, where the keys are
// wrapped under an older master key than the server keys: a rotation has begun.
struct AddOrUpdateSuccess {
  AddOrUpdateAttempt attempt;
  RequestMark mark;
  AttemptState authorising_state;
  SaltNumbers salts;
  DeviceLocks device_locks = {};
  protocol::AuthMethod auth_method;
  Wrapped keys;
};

// --- online authentication -------------------------------------------------------------------------------------------

// What one of the caller's applications offers (see OfflineOffer).
struct AuthenticationOffer {
  ApplicationId application;
  protocol::AuthMethodSet auth_methods;  // that may answer
  std::chrono::seconds lifetime;
};

struct NewAuthenticationSession {
  DirectoryVersion directory_version;
  AuthenticationSessionId id;  // in the device's shard
  DeviceId device;
  std::optional<protocol::Context> title;
  std::optional<protocol::Context> context;
  protocol::OnlineChallenge challenge;
  TimePoint now;
  std::vector<AuthenticationOffer> offers;
  std::optional<IdempotencyKey> idempotency = std::nullopt;
};

// The kinds in the order in which they are looked for.
struct BeginAuthenticationRefusal {
  enum class Kind {
    kStaleDirectory,
    kUnknownDevice,       // none, or not active
    kKeyReused,           // the idempotency key came with another request before
    kNotOffered,          // none of the offers is for the device's application (told in `application`)
    kMethodNotActivated,  // none of the offered methods
    kDeviceLocked,
    kMethodLocked,  // all of the offered methods that are activated
  };
  Kind kind;
  std::optional<ApplicationId> application = std::nullopt;
  std::optional<Lock> lock = std::nullopt;
};

struct AuthenticationSessionView {
  AuthenticationSession session;
  std::optional<Lock> device_lock;
};

enum class LoadAuthenticationRefusal { kStaleDirectory, kUnknownSession };

using AuthenticationAttempt = OnlineAttempt<AuthenticationSessionId>;
using AuthenticationFailure = OnlineFailureRecord<AuthenticationSessionId>;

// A right response: the session is completed by the attempt's method, the method's state and the device's salts and
// `locks` are set.
struct AuthenticationSuccess {
  AuthenticationAttempt attempt;
  RequestMark mark;
  AttemptState state;
  SaltNumbers salts;
  DeviceLocks device_locks = {};
};

// --- offline authentication ------------------------------------------------------------------------------------------

// What one of the caller's applications offers for a method. The device's own application decides which one counts; so
// begin is one command, and needs no look-up before.
struct OfflineOffer {
  ApplicationId application;
  protocol::OtpLength otp_length;
  std::chrono::seconds lifetime;
  AttemptRules attempts;
  friend bool operator==(const OfflineOffer&, const OfflineOffer&) = default;
};

struct NewOfflineSession {
  DirectoryVersion directory_version;
  OfflineSessionId id;  // in the device's shard
  DeviceId device;
  protocol::AuthMethod auth_method;
  protocol::Nonce nonce;
  protocol::Context context;
  TimePoint now;
  std::vector<OfflineOffer> offers;
  std::optional<IdempotencyKey> idempotency = std::nullopt;
};

// Where an idempotency key was here before: what the call before it came to, `session` as it was begun. Its events were
// written then.
struct BegunOfflineSession {
  OfflineSession session;
  Wrapped keys;
  int remaining_attempts;
};

// The kinds in the order in which they are looked for.
struct BeginOfflineRefusal {
  enum class Kind {
    kStaleDirectory,
    kUnknownDevice,  // none, or not active
    kKeyReused,      // the idempotency key came with another request before
    kNotOffered,     // none of the offers is for the device's application (told in `application`)
    kMethodNotActivated,
    kDeviceLocked,
    kMethodLocked,  // or no attempt is left
  };
  Kind kind;
  std::optional<ApplicationId> application = std::nullopt;
  std::optional<Lock> lock = std::nullopt;  // kDeviceLocked; kMethodLocked where it is a lock
};

struct OfflineSessionView {
  OfflineSession session;
  std::optional<Method> method;  // nothing where the device has it no more
  std::optional<Lock> device_lock;
  std::optional<VerifyOutcome> earlier = std::nullopt;  // what the same key and request came to before
};

enum class LoadOfflineRefusal {
  kStaleDirectory,
  kUnknownSession,
  kKeyReused,  // the idempotency key came with another request before
};

// The outcome of one evaluated guess. Where `state.lock` newly locks the method, every other open session of the method
// fails in the same transaction.
struct OfflineAttempt {
  OfflineSessionId session;
  DeviceId device;
  protocol::AuthMethod auth_method;
  RowVersion expected_method_version;
  AttemptState state;
  SessionStatus session_status;  // kStarted, kCompleted or kFailed
  TimePoint now;                 // last use of the method; time at which the session finished
  // Kept with the attempt, for the same call again.
  std::optional<IdempotencyKey> idempotency = std::nullopt;
  std::optional<VerifyOutcome> outcome = std::nullopt;
};

// --- devices ---------------------------------------------------------------------------------------------------------

struct DeviceQuery {
  OrganisationId organisation;
  std::optional<std::string> user_reference;
  std::optional<ApplicationId> application;
  std::optional<DeviceId> after;  // the last id of the page before
  int limit;
};

// Of a device, or of one method of it.
enum class DeviceChangeRefusal {
  kReplayed,
  kUnknownDevice,  // none, or not active
  kMethodNotActivated,
};

struct DeviceRemoval {
  DeviceId device;
  TimePoint now;
  std::optional<RequestMark> mark = std::nullopt;  // where the phone itself asks
};
struct MethodRemoval {
  DeviceId device;
  protocol::AuthMethod auth_method;
  TimePoint now;
  std::optional<RequestMark> mark = std::nullopt;
};

// --- the audit log ---------------------------------------------------------------------------------------------------

struct AuditQuery {
  std::optional<AuditSequence> before = std::nullopt;  // the cursor: the last sequence of the page before
  std::optional<TimePoint> from = std::nullopt;        // inclusive
  std::optional<TimePoint> to = std::nullopt;          // exclusive
  std::optional<OrganisationId> organisation = std::nullopt;
  std::optional<DeviceId> device = std::nullopt;
  std::optional<UuidBytes> session = std::nullopt;
  std::optional<ApiKeyId> api_key = std::nullopt;
  std::optional<AuditAction> action = std::nullopt;
  std::optional<AuditOutcome> outcome = std::nullopt;
  int limit = 100;
};

// --- upkeep ----------------------------------------------------------------------------------------------------------

// Keys of a method that an older master key wraps.
struct MethodKeysRow {
  DeviceId device;
  protocol::AuthMethod auth_method;
  Wrapped keys;
};
struct KeyReplacement {
  MethodKeysRow row;  // as it was read
  Wrapped keys;
};

struct SessionCount {
  TimePoint from;  // the start of the interval in which the sessions began
  protocol::AuthMethod auth_method;
  SessionStatus status;  // kExpired, too
  std::uint64_t count;
};
struct StatisticsQuery {
  ApplicationId application;
  TimePoint from;  // inclusive, of the time at which a session began
  TimePoint to;    // exclusive
  std::chrono::seconds interval;
  TimePoint now;
};

class Store {
 public:
  virtual ~Store() = default;

  // Directory. Each change raises the version.
  [[nodiscard]] virtual DirectoryVersion directoryVersion() = 0;
  [[nodiscard]] virtual Directory loadDirectory() = 0;
  // False, with nothing changed, where the name is taken; findOrganisation() tells whose it is.
  [[nodiscard]] virtual bool createOrganisation(const Organisation& organisation, const AuditTrail& audit) = 0;
  // The organisation of this name.
  [[nodiscard]] virtual std::optional<OrganisationId> findOrganisation(const std::string& name) = 0;
  // Its configuration is the first entry of its history.
  virtual void createApplication(const Application& application, const AuditOrigin& origin,
                                 const AuditTrail& audit) = 0;
  // kLostRace where the configuration is not at `expected` any more.
  [[nodiscard]] virtual ConfigurationRecord setConfiguration(const ApplicationId& application,
                                                             ConfigurationVersion expected,
                                                             const ApplicationConfiguration& configuration,
                                                             TimePoint now, const AuditOrigin& origin,
                                                             const AuditTrail& audit) = 0;
  // The newest first.
  [[nodiscard]] virtual std::vector<ConfigurationChange> configurationHistory(const ApplicationId& application) = 0;
  virtual void createApiKey(const ApiKey& key, const AuditTrail& audit) = 0;
  // False where there is no such key. Revoking twice keeps the first time, and writes no events.
  [[nodiscard]] virtual bool revokeApiKey(const ApiKeyId& id, TimePoint now, const AuditTrail& audit) = 0;
  // Does not raise the directory's version. An older time than the one kept changes nothing.
  virtual void recordApiKeyUses(const std::map<ApiKeyId, TimePoint>& last_used) = 0;

  // Server keys: stored once; where another server was faster, what it stored is returned.
  [[nodiscard]] virtual std::optional<ServerKeyRecord> loadServerKeys() = 0;
  [[nodiscard]] virtual ServerKeyRecord storeServerKeys(const ServerKeyRecord& record) = 0;

  // Enrolment.
  [[nodiscard]] virtual Result<void, CreateEnrolmentRefusal> createEnrolment(const NewEnrolment& enrolment,
                                                                             DirectoryVersion directory_version,
                                                                             const AuditTrail& audit) = 0;
  [[nodiscard]] virtual std::optional<Enrolment> findEnrolment(const EnrolmentId& id) = 0;
  // False where it is not open (any more): finished, or past its time.
  [[nodiscard]] virtual bool cancelEnrolment(const EnrolmentId& id, TimePoint now, const AuditTrail& audit) = 0;
  // Fills in `device` and `session` (the enrolment) of the events. Started again by the same device key it writes no
  // events.
  [[nodiscard]] virtual Result<StartedEnrolment, EnrolmentStartRefusal> startEnrolment(const EnrolmentStart& start,
                                                                                       const AuditTrail& audit) = 0;
  // The device becomes active with its first method, and the code opens nothing any more. Repeated by the device within
  // the enrolment's time, while the method has been neither used nor locked, it replaces the keys, and cancels the
  // method's open offline sessions, whose keys are gone: so a phone that lost the answer can ask again.
  [[nodiscard]] virtual Result<void, EnrolmentFinishRefusal> finishEnrolment(const EnrolmentFinish& finish,
                                                                             const AuditTrail& audit) = 0;

  // Devices. Enrolling and deactivated ones included; the caller decides what to show.
  [[nodiscard]] virtual std::optional<Device> findDevice(const DeviceId& id) = 0;
  // Active devices in the order of their ids.
  [[nodiscard]] virtual std::vector<Device> findDevices(const DeviceQuery& query) = 0;
  // Removes keys and methods, cancels what is open.
  [[nodiscard]] virtual Result<void, DeviceChangeRefusal> deactivateDevice(const DeviceRemoval& removal,
                                                                           const AuditTrail& audit) = 0;
  // Removes the method with its keys, cancels its open offline sessions.
  [[nodiscard]] virtual Result<void, DeviceChangeRefusal> deactivateMethod(const MethodRemoval& removal,
                                                                           const AuditTrail& audit) = 0;
  // The device as it is then. A lock by an administrator or for a clone that is there already stays, and writes no
  // events. Sessions stay open: while the lock holds nothing can be done with them.
  [[nodiscard]] virtual Result<Device, DeviceChangeRefusal> lockDevice(const DeviceId& id, const Lock& lock,
                                                                       const AuditTrail& audit) = 0;
  // Ends any lock of the device. Its `locks` and the counts of its online methods start over; locks and counts of its
  // offline methods, and locks of single online ones, stay.
  [[nodiscard]] virtual Result<Device, DeviceChangeRefusal> unlockDevice(const DeviceId& id,
                                                                         const AuditTrail& audit) = 0;
  [[nodiscard]] virtual Result<Device, DeviceChangeRefusal> lockMethod(const DeviceId& id,
                                                                       protocol::AuthMethod auth_method,
                                                                       const Lock& lock, const AuditTrail& audit) = 0;
  // The method's whole attempt state is new then.
  [[nodiscard]] virtual Result<Device, DeviceChangeRefusal> unlockMethod(const DeviceId& id,
                                                                         protocol::AuthMethod auth_method,
                                                                         const AuditTrail& audit) = 0;
  [[nodiscard]] virtual OnlineRecord recordClone(const CloneRecord& clone, const AuditTrail& audit) = 0;

  // Adding and changing methods.
  [[nodiscard]] virtual Result<void, StartAddOrUpdateRefusal> startAddOrUpdate(const AddOrUpdateSession& session,
                                                                               const RequestMark& mark,
                                                                               const AuditTrail& audit) = 0;
  [[nodiscard]] virtual std::optional<AddOrUpdateSession> findAddOrUpdateSession(const AddOrUpdateSessionId& id) = 0;
  [[nodiscard]] virtual OnlineRecord recordAddOrUpdateSuccess(const AddOrUpdateSuccess& success,
                                                              const AuditTrail& audit) = 0;
  [[nodiscard]] virtual OnlineRecord recordAddOrUpdateFailure(const AddOrUpdateFailure& failure,
                                                              const AuditTrail& audit) = 0;

  // Online authentication. The session's methods are those of the offer that the device has activated. Beginning fills
  // in `application` of the events: the device's, which the caller does not know before.
  [[nodiscard]] virtual Result<AuthenticationSession, BeginAuthenticationRefusal> beginAuthentication(
      const NewAuthenticationSession& session, const AuditTrail& audit) = 0;
  [[nodiscard]] virtual Result<AuthenticationSessionView, LoadAuthenticationRefusal> loadAuthentication(
      const AuthenticationSessionId& id, DirectoryVersion directory_version) = 0;
  // The newest one of the device that is open at `now`.
  [[nodiscard]] virtual std::optional<AuthenticationSession> findOpenAuthentication(const DeviceId& device,
                                                                                    TimePoint now) = 0;
  // Whatever its status; nothing where the device has no such session.
  [[nodiscard]] virtual std::optional<AuthenticationSession> findAuthentication(const DeviceId& device,
                                                                                const AuthenticationSessionId& id) = 0;
  // False where it is not open: finished, or past its time. The mark, where the phone itself asks, is for the caller to
  // have checked by what it signed: cancelling twice does no harm.
  [[nodiscard]] virtual bool cancelAuthentication(const AuthenticationSessionId& id, TimePoint now,
                                                  const AuditTrail& audit) = 0;
  [[nodiscard]] virtual OnlineRecord recordAuthenticationSuccess(const AuthenticationSuccess& success,
                                                                 const AuditTrail& audit) = 0;
  [[nodiscard]] virtual OnlineRecord recordAuthenticationFailure(const AuthenticationFailure& failure,
                                                                 const AuditTrail& audit) = 0;

  // Offline authentication. Fills in `application` of the events, as above.
  [[nodiscard]] virtual Result<BegunOfflineSession, BeginOfflineRefusal> beginOfflineSession(
      const NewOfflineSession& session, const AuditTrail& audit) = 0;
  [[nodiscard]] virtual Result<OfflineSessionView, LoadOfflineRefusal> loadOfflineSession(
      const OfflineSessionId& id, DirectoryVersion directory_version,
      const std::optional<IdempotencyKey>& idempotency) = 0;
  // False, with nothing changed, where the device is not active or is locked at `attempt.now`, the method is not at the
  // expected version, the session is not open, or the idempotency key is taken: load again. So no guess that was loaded
  // before a lock counts after it. Expiry is judged by the caller before.
  [[nodiscard]] virtual bool recordOfflineAttempt(const OfflineAttempt& attempt, const AuditTrail& audit) = 0;
  // False where it is not open: finished, or past its time.
  [[nodiscard]] virtual bool cancelOfflineSession(const OfflineSessionId& id, TimePoint now,
                                                  const AuditTrail& audit) = 0;

  // The audit log. Events that belong to no change: refused attempts.
  virtual void recordAudit(const AuditTrail& audit) = 0;
  // The newest first.
  [[nodiscard]] virtual std::vector<StoredAuditEvent> findAuditEvents(const AuditQuery& query) = 0;
  // The oldest first, from behind `after` on; only events before which no other can appear any more.
  [[nodiscard]] virtual std::vector<StoredAuditEvent> settledAuditEvents(AuditSequence after, int limit) = 0;
  // Ascending by number, from behind `after` on.
  [[nodiscard]] virtual std::vector<AuditHead> auditHeads(std::uint64_t after, int limit) = 0;
  [[nodiscard]] virtual std::optional<AuditHead> lastAuditHead() = 0;
  // False where there is a head of this number.
  [[nodiscard]] virtual bool storeAuditHead(const AuditHead& head) = 0;

  // Upkeep: in the background, in small steps, over all devices.
  [[nodiscard]] virtual std::vector<MethodKeysRow> methodKeysNotUnder(MasterKeyVersion version, int limit) = 0;
  // Changes those rows that are still as they were read, without raising their versions. How many.
  virtual int replaceMethodKeys(const std::vector<KeyReplacement>& replacements) = 0;
  [[nodiscard]] virtual std::map<MasterKeyVersion, std::uint64_t> countMethodKeys() = 0;
  // False where the server keys are not as they were read.
  [[nodiscard]] virtual bool replaceServerKeys(const ServerKeyRecord& expected, const ServerKeyRecord& replacement,
                                               const AuditTrail& audit) = 0;
  // Removes sessions of every kind, enrolments among them, that began before `sessions_before` and are not open at
  // `now`, devices that never finished such an enrolment, idempotency keys that are past their lifetime and request
  // marks that may be forgotten; at most `limit` rows. How many: 0 where nothing is left to remove.
  [[nodiscard]] virtual int cleanUp(TimePoint sessions_before, TimePoint now, int limit) = 0;
  // Offline and online authentications. A session without an answer counts under its only method; an online one with
  // several under DEVICE.
  [[nodiscard]] virtual std::vector<SessionCount> countSessions(const StatisticsQuery& query) = 0;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_STORE_H_
