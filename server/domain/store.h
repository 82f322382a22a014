// Store: what the domain asks of a database, as commands named after what happens.
//
// Every command is atomic and durable when it returns: what it reported survives the loss of power. It touches one
// device (or the directory alone). Commands are conditional; a condition that no longer holds is a value (a lost race,
// an old directory), and the caller looks again. Commands that wait at the same moment may be committed together
// (group commit); one that is refused never disturbs its neighbours.
//
// Blocking and thread-safe: many threads call at once. store/ has the engines, and one contract suite that all pass.

#ifndef HELIOGRAPH_SERVER_DOMAIN_STORE_H_
#define HELIOGRAPH_SERVER_DOMAIN_STORE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/device.h"
#include "domain/directory.h"
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
};
// kNoSession: no enrolment of this device waits for this method. It was cancelled, another method was its first one, or
// the method has been used.
enum class EnrolmentFinishRefusal { kReplayed, kNoSession, kExpired };

// --- adding and changing methods -------------------------------------------------------------------------------------

// kUnknownDevice: none, or not active.
enum class StartAddOrUpdateRefusal { kReplayed, kUnknownDevice };

struct AddOrUpdateAttempt {
  DeviceId device;
  AddOrUpdateSessionId session;
  protocol::AuthMethod authorising_method;
  RowVersion expected_method_version;  // of the authorising method
  RowVersion expected_device_version;
};

// Right or wrong, a response is a use of the authorising method (last_used_at). kLostRace, with nothing changed, where
// device or authorising method is not at the expected version, or the session is not open. Expiry is judged by the
// caller before.

// Done with a right response: the authorising method's state is set, the device's `locks` are 0, the session is spent,
// and `auth_method` has the new keys with a clean count; where it was there before it keeps its last use. Open offline
// sessions of `auth_method` are cancelled: their keys are gone.
struct AddOrUpdateSuccess {
  AddOrUpdateAttempt attempt;
  RequestMark mark;
  AttemptState authorising_state;
  protocol::AuthMethod auth_method;
  Wrapped keys;
};
// A wrong response. Where `device_lock` is set the device is locked with it and has these `device_locks`, and the
// session and every open offline session of the device fail.
struct AddOrUpdateFailure {
  AddOrUpdateAttempt attempt;
  RequestMark mark;
  AttemptState authorising_state;
  std::optional<Lock> device_lock;
  int device_locks = 0;
};
enum class AddOrUpdateRecord { kRecorded, kLostRace, kReplayed };

// --- offline authentication ------------------------------------------------------------------------------------------

// What one of the caller's applications offers for a method. The device's own application decides which one counts; so
// begin is one command, and needs no look-up before.
struct OfflineOffer {
  ApplicationId application;
  protocol::OtpLength otp_length;
  std::chrono::seconds lifetime;
  AttemptRules attempts;
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
};

struct BegunOfflineSession {
  OfflineSession session;
  Wrapped keys;
  AttemptState attempts;
  AttemptRules rules;
};

// The kinds in the order in which they are looked for.
struct BeginOfflineRefusal {
  enum class Kind {
    kStaleDirectory,
    kUnknownDevice,  // none, or not active
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
};

enum class LoadOfflineRefusal { kStaleDirectory, kUnknownSession };

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
};

// --- devices ---------------------------------------------------------------------------------------------------------

struct DeviceQuery {
  OrganisationId organisation;
  std::optional<std::string> user_reference;
  std::optional<ApplicationId> application;
  std::optional<DeviceId> after;  // the last id of the page before
  int limit;
};

class Store {
 public:
  virtual ~Store() = default;

  // Directory. Each change raises the version.
  [[nodiscard]] virtual DirectoryVersion directoryVersion() = 0;
  [[nodiscard]] virtual Directory loadDirectory() = 0;
  // Where the name is taken nothing changes; findOrganisation() tells whose it is.
  virtual void createOrganisation(const OrganisationId& id, const std::string& name, TimePoint now) = 0;
  // The organisation of this name.
  [[nodiscard]] virtual std::optional<OrganisationId> findOrganisation(const std::string& name) = 0;
  virtual void createApplication(const Application& application, TimePoint now) = 0;
  // False where there is no such application.
  [[nodiscard]] virtual bool setConfiguration(const ApplicationId& application,
                                              const ApplicationConfiguration& configuration, TimePoint now) = 0;
  virtual void createApiKey(const ApiKey& key) = 0;
  // False where there is no such key. Revoking twice keeps the first time.
  [[nodiscard]] virtual bool revokeApiKey(const ApiKeyId& id, TimePoint now) = 0;

  // Server keys: stored once; where another server was faster, what it stored is returned.
  [[nodiscard]] virtual std::optional<ServerKeyRecord> loadServerKeys() = 0;
  [[nodiscard]] virtual ServerKeyRecord storeServerKeys(const ServerKeyRecord& record) = 0;

  // Enrolment.
  [[nodiscard]] virtual Result<void, CreateEnrolmentRefusal> createEnrolment(const NewEnrolment& enrolment,
                                                                             DirectoryVersion directory_version) = 0;
  [[nodiscard]] virtual std::optional<Enrolment> findEnrolment(const EnrolmentId& id) = 0;
  // False where it is not open (any more): finished, or past its time.
  [[nodiscard]] virtual bool cancelEnrolment(const EnrolmentId& id, TimePoint now) = 0;
  [[nodiscard]] virtual Result<StartedEnrolment, EnrolmentStartRefusal> startEnrolment(const EnrolmentStart& start) = 0;
  // The device becomes active with its first method, and the code opens nothing any more. Repeated by the device within
  // the enrolment's time, while the method has not been used, it replaces the keys, and cancels the method's open
  // offline sessions, whose keys are gone: so a phone that lost the answer can ask again.
  [[nodiscard]] virtual Result<void, EnrolmentFinishRefusal> finishEnrolment(const EnrolmentFinish& finish) = 0;

  // Devices. Enrolling and deactivated ones included; the caller decides what to show.
  [[nodiscard]] virtual std::optional<Device> findDevice(const DeviceId& id) = 0;
  // Active devices in the order of their ids.
  [[nodiscard]] virtual std::vector<Device> findDevices(const DeviceQuery& query) = 0;
  // Removes keys and methods, cancels what is open. kReplayed where the mark is known; false where it was not active.
  [[nodiscard]] virtual Result<bool, StartAddOrUpdateRefusal> deactivateDevice(const DeviceId& id,
                                                                               const RequestMark& mark) = 0;

  // Adding and changing methods.
  [[nodiscard]] virtual Result<void, StartAddOrUpdateRefusal> startAddOrUpdate(const AddOrUpdateSession& session,
                                                                               const RequestMark& mark) = 0;
  [[nodiscard]] virtual std::optional<AddOrUpdateSession> findAddOrUpdateSession(const AddOrUpdateSessionId& id) = 0;
  [[nodiscard]] virtual AddOrUpdateRecord recordAddOrUpdateSuccess(const AddOrUpdateSuccess& success) = 0;
  [[nodiscard]] virtual AddOrUpdateRecord recordAddOrUpdateFailure(const AddOrUpdateFailure& failure) = 0;

  // Offline authentication.
  [[nodiscard]] virtual Result<BegunOfflineSession, BeginOfflineRefusal> beginOfflineSession(
      const NewOfflineSession& session) = 0;
  [[nodiscard]] virtual Result<OfflineSessionView, LoadOfflineRefusal> loadOfflineSession(
      const OfflineSessionId& id, DirectoryVersion directory_version) = 0;
  // False, with nothing changed, where the method is not at the expected version, or the session is not open: load
  // again. Expiry is judged by the caller before.
  [[nodiscard]] virtual bool recordOfflineAttempt(const OfflineAttempt& attempt) = 0;
  // False where it is not open: finished, or past its time.
  [[nodiscard]] virtual bool cancelOfflineSession(const OfflineSessionId& id, TimePoint now) = 0;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_STORE_H_
