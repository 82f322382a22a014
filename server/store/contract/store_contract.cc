#include "store/contract/store_contract.h"

#include <utility>

namespace heliograph::store {

using domain::OnlineRecord;
using domain::SessionStatus;

// --- what commands take ----------------------------------------------------------------------------------------------

domain::RequestMark StoreContract::mark(TimePoint now) {
  return {.id = newId<protocol::RequestId>(), .received_at = now};
}

domain::Wrapped StoreContract::newKeys(domain::MasterKeyVersion version) {
  Bytes sealed(92);
  random_.fill(sealed);
  return {.key_version = version, .sealed = std::move(sealed)};
}

domain::ServerKeyRecord StoreContract::newServerKeys() {
  return {.channel_private_key = newKeys(), .channel_public_key = newBytes<crypto::P256Point>(), .created_at = kNow};
}

domain::IdempotencyKey StoreContract::newIdempotencyKey() {
  return {.key = newBytes<crypto::Sha256Hash>(), .request = newBytes<crypto::Sha256Hash>()};
}

domain::IdempotencyKey StoreContract::reused(const domain::IdempotencyKey& key) {
  return {.key = key.key, .request = newBytes<crypto::Sha256Hash>()};
}

domain::AuditEvent StoreContract::newEvent() {
  return {.at = kNow,
          .origin = {.actor = domain::AuditActor::kServer,
                     .api_key = std::nullopt,
                     .request_id = newId<protocol::RequestId>().text(),
                     .address = {}},
          .action = domain::AuditAction::kSessionsCleanedUp};
}

domain::Organisation StoreContract::newOrganisation() {
  const auto id = newId<domain::OrganisationId>();
  return {.id = id, .name = "Organisation " + id.text(), .created_at = kNow};
}

domain::Application StoreContract::newApplication(const domain::OrganisationId& organisation) {
  return {.id = newId<ApplicationId>(),
          .organisation = organisation,
          .name = "Bank",
          .configuration = {},
          .configuration_version = 1,
          .created_at = kNow,
          .changed_at = kNow};
}

domain::ApiKey StoreContract::newApiKey(const domain::OrganisationId& organisation) {
  return {.id = newId<domain::ApiKeyId>(),
          .organisation = organisation,
          .name = "Portal",
          .secret_hash = newBytes<crypto::Sha256Hash>(),
          .role = domain::ApiKeyRole::kServiceProvider,
          .created_at = kNow,
          .revoked_at = std::nullopt};
}

domain::NewEnrolment StoreContract::newEnrolment(const domain::Application& application) {
  return {.id = newId<domain::EnrolmentId>(),
          .application = application.id,
          .organisation = application.organisation,
          .user_reference = std::nullopt,
          .code_hash = newBytes<domain::ActivationCodeHash>(),
          .created_at = kNow,
          .expires_at = kNow + kEnrolmentLifetime};
}

domain::EnrolmentStart StoreContract::startOf(const domain::NewEnrolment& enrolment) {
  return {.mark = mark(),
          .application = enrolment.application,
          .code_hash = enrolment.code_hash,
          .device_key = newBytes<crypto::P256Point>(),
          .device_id_seed = randomUuid(random_)};
}

domain::EnrolmentFinish StoreContract::finishOf(const DeviceId& device, AuthMethod auth_method) {
  return {.mark = mark(),
          .device = device,
          .auth_method = auth_method,
          .keys = newKeys(),
          .salts = {.previous = 0, .confirmed = 0, .offered = 1}};
}

domain::AddOrUpdateSession StoreContract::newAddOrUpdate(const DeviceId& device) {
  return {.id = domain::randomInShard<domain::AddOrUpdateSessionId>(domain::shardOf(device), random_),
          .device = device,
          .challenge = newBytes<protocol::OnlineChallenge>(),
          .status = SessionStatus::kStarted,
          .created_at = kNow,
          .expires_at = kNow + kSessionLifetime};
}

domain::NewOfflineSession StoreContract::newOfflineSession(const DeviceId& device, AuthMethod auth_method) {
  const auto known = store_->findDevice(device);
  return {.directory_version = store_->directoryVersion(),
          .id = domain::randomInShard<domain::OfflineSessionId>(domain::shardOf(device), random_),
          .device = device,
          .auth_method = auth_method,
          .nonce = newBytes<protocol::Nonce>(),
          .context = protocol::Context::parse("Pay 12.50 EUR to \u00c9mile").value(),
          .now = kNow,
          .offers = {{.application = known ? known->application : newId<ApplicationId>(),
                      .otp_length = protocol::OtpLength::of(6).value(),
                      .lifetime = kSessionLifetime,
                      .attempts = kRules}}};
}

domain::NewAuthenticationSession StoreContract::newAuthentication(const DeviceId& device,
                                                                  protocol::AuthMethodSet auth_methods) {
  const auto known = store_->findDevice(device);
  return {.directory_version = store_->directoryVersion(),
          .id = domain::randomInShard<domain::AuthenticationSessionId>(domain::shardOf(device), random_),
          .device = device,
          .title = protocol::Context::parse("Log in").value(),
          .context = protocol::Context::parse("Pay 12.50 EUR to \u00c9mile").value(),
          .challenge = newBytes<protocol::OnlineChallenge>(),
          .now = kNow,
          .offers = {{.application = known ? known->application : newId<ApplicationId>(),
                      .auth_methods = auth_methods,
                      .lifetime = kSessionLifetime}}};
}

domain::OfflineAttempt StoreContract::wrongGuessAt(const domain::OfflineSession& session) {
  const domain::Method now = method(session.device, session.parameters.method);
  return {.session = session.id,
          .device = session.device,
          .auth_method = session.parameters.method,
          .expected_method_version = now.version,
          .state = {.failures = now.attempts.failures + 1, .locks = now.attempts.locks, .lock = std::nullopt},
          .session_status = SessionStatus::kStarted,
          .now = kNow + 10s};
}

domain::OfflineAttempt StoreContract::rightGuessAt(const domain::OfflineSession& session) {
  domain::OfflineAttempt attempt = wrongGuessAt(session);
  attempt.state = {};
  attempt.session_status = SessionStatus::kCompleted;
  return attempt;
}

domain::OfflineAttempt StoreContract::lastGuessAt(const domain::OfflineSession& session) {
  domain::OfflineAttempt attempt = wrongGuessAt(session);
  attempt.state = {.failures = 3, .locks = 1, .lock = kLocked};
  attempt.session_status = SessionStatus::kFailed;
  return attempt;
}

domain::AuthenticationSuccess StoreContract::rightResponseTo(const domain::AuthenticationSession& session) {
  return {.attempt = attemptAt(session, AuthMethod::kDevicePin),
          .mark = mark(kNow + 5s),
          .state = {},
          .salts = {.previous = 1, .confirmed = 2, .offered = 3, .confirmed_at = kNow + 4s}};
}

domain::AuthenticationFailure StoreContract::wrongResponseTo(const domain::AuthenticationSession& session) {
  return {.attempt = attemptAt(session, AuthMethod::kDevicePin),
          .mark = mark(kNow + 5s),
          .state = {.failures = method(session.device, AuthMethod::kDevicePin).attempts.failures + 1,
                    .locks = 0,
                    .lock = std::nullopt},
          .device_lock = std::nullopt,
          .device_locks = device(session.device).locks};
}

domain::AuthenticationFailure StoreContract::lastResponseTo(const domain::AuthenticationSession& session) {
  domain::AuthenticationFailure last = wrongResponseTo(session);
  last.state = {};
  last.device_lock = {.reason = domain::LockReason::kAttemptsExhausted, .since = kNow + 5s, .until = kNow + 1h};
  last.device_locks.of_two_factors += 1;
  return last;
}

domain::CloneRecord StoreContract::cloneOf(const DeviceId& id) {
  return {
      .device = id, .expected_device_version = device(id).version, .mark = mark(kNow + 2s), .lock = kLockedForClone};
}

// --- commands --------------------------------------------------------------------------------------------------------

bool StoreContract::create(const domain::Organisation& organisation) {
  return store_->createOrganisation(organisation, audit_);
}

void StoreContract::create(const domain::Application& application, const domain::AuditOrigin& origin) {
  store_->createApplication(application, origin, audit_);
}

void StoreContract::create(const domain::ApiKey& key) { store_->createApiKey(key, audit_); }

domain::ConfigurationRecord StoreContract::configure(const ApplicationId& application,
                                                     domain::ConfigurationVersion expected,
                                                     const domain::ApplicationConfiguration& configuration,
                                                     TimePoint now, const domain::AuditOrigin& origin) {
  return store_->setConfiguration(application, expected, configuration, now, origin, audit_);
}

bool StoreContract::revoke(const domain::ApiKeyId& key, TimePoint now) {
  return store_->revokeApiKey(key, now, audit_);
}

Result<void, domain::CreateEnrolmentRefusal> StoreContract::create(const domain::NewEnrolment& enrolment) {
  return create(enrolment, store_->directoryVersion());
}

Result<void, domain::CreateEnrolmentRefusal> StoreContract::create(const domain::NewEnrolment& enrolment,
                                                                   domain::DirectoryVersion directory_version) {
  return store_->createEnrolment(enrolment, directory_version, audit_);
}

Result<domain::StartedEnrolment, domain::EnrolmentStartRefusal> StoreContract::tryToStart(
    const domain::EnrolmentStart& start) {
  return store_->startEnrolment(start, audit_);
}

Result<void, domain::StartAddOrUpdateRefusal> StoreContract::tryToStart(const domain::AddOrUpdateSession& session,
                                                                        const domain::RequestMark& mark) {
  return store_->startAddOrUpdate(session, mark, audit_);
}

Result<void, domain::EnrolmentFinishRefusal> StoreContract::tryToFinish(const domain::EnrolmentFinish& finish) {
  return store_->finishEnrolment(finish, audit_);
}

Result<domain::BegunOfflineSession, domain::BeginOfflineRefusal> StoreContract::tryToBegin(
    const domain::NewOfflineSession& session) {
  return store_->beginOfflineSession(session, audit_);
}

Result<domain::AuthenticationSession, domain::BeginAuthenticationRefusal> StoreContract::tryToBegin(
    const domain::NewAuthenticationSession& session) {
  return store_->beginAuthentication(session, audit_);
}

Result<domain::OfflineSessionView, domain::LoadOfflineRefusal> StoreContract::load(
    const domain::OfflineSessionId& id, domain::DirectoryVersion directory_version) {
  return store_->loadOfflineSession(id, directory_version, std::nullopt);
}

bool StoreContract::record(const domain::OfflineAttempt& attempt) {
  return store_->recordOfflineAttempt(attempt, audit_);
}

OnlineRecord StoreContract::record(const domain::AddOrUpdateSuccess& success) {
  return store_->recordAddOrUpdateSuccess(success, audit_);
}

OnlineRecord StoreContract::record(const domain::AddOrUpdateFailure& failure) {
  return store_->recordAddOrUpdateFailure(failure, audit_);
}

OnlineRecord StoreContract::record(const domain::AuthenticationSuccess& success) {
  return store_->recordAuthenticationSuccess(success, audit_);
}

OnlineRecord StoreContract::record(const domain::AuthenticationFailure& failure) {
  return store_->recordAuthenticationFailure(failure, audit_);
}

OnlineRecord StoreContract::record(const domain::CloneRecord& clone) { return store_->recordClone(clone, audit_); }

bool StoreContract::cancel(const domain::EnrolmentId& id, TimePoint now) {
  return store_->cancelEnrolment(id, now, audit_);
}

bool StoreContract::cancel(const domain::OfflineSessionId& id, TimePoint now) {
  return store_->cancelOfflineSession(id, now, audit_);
}

bool StoreContract::cancel(const domain::AuthenticationSessionId& id, TimePoint now) {
  return store_->cancelAuthentication(id, now, audit_);
}

StoreContract::Changed StoreContract::lock(const DeviceId& device, const domain::Lock& lock) {
  return store_->lockDevice(device, lock, audit_);
}

StoreContract::Changed StoreContract::lock(const DeviceId& device, AuthMethod auth_method, const domain::Lock& lock) {
  return store_->lockMethod(device, auth_method, lock, audit_);
}

StoreContract::Changed StoreContract::unlock(const DeviceId& device) { return store_->unlockDevice(device, audit_); }

StoreContract::Changed StoreContract::unlock(const DeviceId& device, AuthMethod auth_method) {
  return store_->unlockMethod(device, auth_method, audit_);
}

StoreContract::Removed StoreContract::remove(const DeviceId& device, const domain::RequestMark& mark) {
  return store_->deactivateDevice({.device = device, .now = mark.received_at, .mark = mark}, audit_);
}

StoreContract::Removed StoreContract::remove(const DeviceId& device, AuthMethod auth_method,
                                             const domain::RequestMark& mark) {
  return store_->deactivateMethod({.device = device, .auth_method = auth_method, .now = mark.received_at, .mark = mark},
                                  audit_);
}

StoreContract::Removed StoreContract::remove(const DeviceId& device, TimePoint now) {
  return store_->deactivateDevice({.device = device, .now = now}, audit_);
}

StoreContract::Removed StoreContract::remove(const DeviceId& device, AuthMethod auth_method, TimePoint now) {
  return store_->deactivateMethod({.device = device, .auth_method = auth_method, .now = now}, audit_);
}

// --- steps -----------------------------------------------------------------------------------------------------------

domain::OrganisationId StoreContract::createOrganisation() {
  const domain::Organisation organisation = newOrganisation();
  EXPECT_TRUE(create(organisation));
  return organisation.id;
}

domain::Application StoreContract::createApplication() { return createApplicationOf(createOrganisation()); }

domain::Application StoreContract::createApplicationOf(const domain::OrganisationId& organisation) {
  domain::Application application = newApplication(organisation);
  create(application);
  return application;
}

domain::ApiKey StoreContract::createApiKey() {
  domain::ApiKey key = newApiKey(createOrganisation());
  create(key);
  return key;
}

domain::NewEnrolment StoreContract::createEnrolment(const domain::Application& application,
                                                    std::optional<std::string> user_reference) {
  domain::NewEnrolment enrolment = newEnrolment(application);
  enrolment.user_reference = std::move(user_reference);
  EXPECT_TRUE(create(enrolment));
  return enrolment;
}

DeviceId StoreContract::createEnrollingDevice(const domain::Application& application) {
  return tryToStart(startOf(createEnrolment(application))).value().device;
}

DeviceId StoreContract::createDevice(const domain::Application& application, AuthMethod auth_method,
                                     std::optional<std::string> user_reference) {
  const auto enrolment = createEnrolment(application, std::move(user_reference));
  const DeviceId device = tryToStart(startOf(enrolment)).value().device;
  EXPECT_TRUE(tryToFinish(finishOf(device, auth_method)));
  return device;
}

void StoreContract::addMethod(const DeviceId& id, AuthMethod auth_method, AuthMethod authorising_method) {
  const auto session = startAddOrUpdate(id);
  EXPECT_EQ(record(domain::AddOrUpdateSuccess{.attempt = attemptAt(session, authorising_method),
                                              .mark = mark(),
                                              .authorising_state = {},
                                              .salts = device(id).salts,
                                              .auth_method = auth_method,
                                              .keys = newKeys()}),
            OnlineRecord::kRecorded);
}

domain::AddOrUpdateSession StoreContract::startAddOrUpdate(const DeviceId& device) {
  const auto session = newAddOrUpdate(device);
  EXPECT_TRUE(tryToStart(session, mark()));
  return session;
}

domain::BegunOfflineSession StoreContract::beginOffline(const DeviceId& device, AuthMethod auth_method) {
  return tryToBegin(newOfflineSession(device, auth_method)).value();
}

domain::AuthenticationSession StoreContract::beginAuthentication(const DeviceId& device) {
  return beginAuthentication(device, kNow);
}

domain::AuthenticationSession StoreContract::beginAuthentication(const DeviceId& device, TimePoint now) {
  auto session = newAuthentication(device);
  session.now = now;
  return tryToBegin(session).value();
}

// --- what is so now --------------------------------------------------------------------------------------------------

domain::Device StoreContract::device(const DeviceId& id) { return store_->findDevice(id).value(); }

domain::Method StoreContract::method(const DeviceId& id, AuthMethod auth_method) {
  for (const domain::Method& method : device(id).methods) {
    if (method.auth_method == auth_method) return method;
  }
  throw std::logic_error("the device does not have this method");
}

domain::Enrolment StoreContract::enrolment(const domain::EnrolmentId& id) { return store_->findEnrolment(id).value(); }

domain::OfflineSessionView StoreContract::view(const domain::OfflineSession& session) {
  return load(session.id, store_->directoryVersion()).value();
}

domain::AuthenticationSession StoreContract::current(const domain::AuthenticationSession& session) {
  return store_->findAuthentication(session.device, session.id).value();
}

SessionStatus StoreContract::statusOf(const domain::OfflineSession& session) { return view(session).session.status; }

SessionStatus StoreContract::statusOf(const domain::AddOrUpdateSession& session) {
  return store_->findAddOrUpdateSession(session.id).value().status;
}

SessionStatus StoreContract::statusOf(const domain::AuthenticationSession& session) { return current(session).status; }

// --- the audit log ---------------------------------------------------------------------------------------------------

std::vector<domain::StoredAuditEvent> StoreContract::log() { return store_->settledAuditEvents(0, 10'000); }

domain::AuditTrail StoreContract::eventsOf(const std::function<void()>& command) {
  const std::size_t before = log().size();
  audit_ = {newEvent(), newEvent()};
  command();
  domain::AuditTrail events;
  for (const domain::StoredAuditEvent& stored : log()) events.push_back(stored.event);
  events.erase(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(before));
  return events;
}

void StoreContract::expectItsEvents(const std::function<void()>& command) {
  const domain::AuditTrail events = eventsOf(command);
  EXPECT_EQ(events, audit_);
  audit_.clear();
}

void StoreContract::expectNoEvents(const std::function<void()>& command) {
  EXPECT_EQ(eventsOf(command), domain::AuditTrail{});
  audit_.clear();
}

// --- adding and changing methods -------------------------------------------------------------------------------------

domain::AddOrUpdateSuccess StoreAddOrUpdateContract::success() {
  return {.attempt = attemptAt(session_, AuthMethod::kDevicePin),
          .mark = mark(kNow + 5s),
          .authorising_state = {},
          .salts = {.previous = 1, .confirmed = 2, .offered = 3, .confirmed_at = kNow + 4s},
          .auth_method = AuthMethod::kOfflinePin,
          .keys = newKeys()};
}

domain::AddOrUpdateFailure StoreAddOrUpdateContract::failure() {
  return {.attempt = attemptAt(session_, AuthMethod::kDevicePin),
          .mark = mark(kNow + 5s),
          .state = {.failures = 1, .locks = 0, .lock = std::nullopt},
          .device_lock = std::nullopt,
          .device_locks = {}};
}

domain::AddOrUpdateFailure StoreAddOrUpdateContract::lastFailure() {
  domain::AddOrUpdateFailure last = failure();
  last.state = {};
  last.device_lock = {.reason = domain::LockReason::kAttemptsExhausted, .since = kNow + 5s, .until = kNow + 1h};
  last.device_locks = {.of_one_factor = 0, .of_two_factors = 1};
  return last;
}

void StoreAddOrUpdateContract::expectNothingChanged() {
  EXPECT_EQ(statusOf(session_), SessionStatus::kStarted);
  EXPECT_EQ(device(id_).version, before_.version);
  EXPECT_EQ(device(id_).methods.size(), before_.methods.size());
  EXPECT_EQ(device(id_).lock, before_.lock);
}

}  // namespace heliograph::store
