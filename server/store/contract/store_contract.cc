#include "store/contract/store_contract.h"

#include <utility>

namespace heliograph::store {

using domain::SessionStatus;

domain::RequestMark StoreContract::mark(TimePoint now) {
  return {.id = newId<protocol::RequestId>(), .received_at = now};
}

domain::Wrapped StoreContract::newKeys() {
  Bytes sealed(92);
  random_.fill(sealed);
  return {.key_version = 7, .sealed = std::move(sealed)};
}

crypto::P256Point StoreContract::newPublicKey() {
  crypto::P256Point point{};
  random_.fill(point);
  return point;
}

domain::ApiKey StoreContract::newApiKey(const domain::OrganisationId& organisation) {
  domain::ApiKey key{.id = newId<domain::ApiKeyId>(),
                     .organisation = organisation,
                     .name = "Portal",
                     .secret_hash = {},
                     .role = domain::ApiKeyRole::kServiceProvider,
                     .created_at = kNow,
                     .revoked_at = std::nullopt};
  random_.fill(key.secret_hash);
  return key;
}

domain::NewEnrolment StoreContract::newEnrolment(const domain::Application& application) {
  domain::ActivationCodeHash code_hash{};
  random_.fill(code_hash);
  return {.id = newId<domain::EnrolmentId>(),
          .application = application.id,
          .organisation = application.organisation,
          .user_reference = std::nullopt,
          .code_hash = code_hash,
          .created_at = kNow,
          .expires_at = kNow + kEnrolmentLifetime};
}

domain::EnrolmentStart StoreContract::startOf(const domain::NewEnrolment& enrolment) {
  return {.mark = mark(),
          .application = enrolment.application,
          .code_hash = enrolment.code_hash,
          .device_key = newPublicKey(),
          .device_id_seed = randomUuid(random_)};
}

domain::EnrolmentFinish StoreContract::finishOf(const DeviceId& device, AuthMethod auth_method) {
  return {.mark = mark(), .device = device, .auth_method = auth_method, .keys = newKeys()};
}

domain::AddOrUpdateSession StoreContract::newAddOrUpdate(const DeviceId& device) {
  protocol::OnlineChallenge challenge{};
  random_.fill(challenge);
  return {.id = domain::randomInShard<domain::AddOrUpdateSessionId>(domain::shardOf(device), random_),
          .device = device,
          .challenge = challenge,
          .status = SessionStatus::kStarted,
          .created_at = kNow,
          .expires_at = kNow + kSessionLifetime};
}

domain::AddOrUpdateAttempt StoreContract::attemptAt(const domain::AddOrUpdateSession& session,
                                                    AuthMethod authorising_method) {
  return {.device = session.device,
          .session = session.id,
          .authorising_method = authorising_method,
          .expected_method_version = method(session.device, authorising_method).version,
          .expected_device_version = device(session.device).version};
}

domain::NewOfflineSession StoreContract::newOfflineSession(const DeviceId& device, AuthMethod auth_method) {
  const ApplicationId application =
      store_->findDevice(device) ? store_->findDevice(device)->application : newId<ApplicationId>();
  protocol::Nonce nonce{};
  random_.fill(nonce);
  return {.directory_version = store_->directoryVersion(),
          .id = domain::randomInShard<domain::OfflineSessionId>(domain::shardOf(device), random_),
          .device = device,
          .auth_method = auth_method,
          .nonce = nonce,
          .context = protocol::Context::parse("Pay 12.50 EUR to \u00c9mile").value(),
          .now = kNow,
          .offers = {{.application = application,
                      .otp_length = protocol::OtpLength::of(6).value(),
                      .lifetime = kSessionLifetime,
                      .attempts = kRules}}};
}

domain::OfflineAttempt StoreContract::wrongGuessAt(const domain::OfflineSession& session) {
  const domain::Method current = method(session.device, session.parameters.method);
  return {.session = session.id,
          .device = session.device,
          .auth_method = session.parameters.method,
          .expected_method_version = current.version,
          .state = {.failures = current.attempts.failures + 1, .locks = current.attempts.locks, .lock = std::nullopt},
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

domain::OrganisationId StoreContract::createOrganisation() {
  const auto id = newId<domain::OrganisationId>();
  store_->createOrganisation(id, "Organisation " + id.text(), kNow);
  return id;
}

domain::Application StoreContract::createApplication() { return createApplicationOf(createOrganisation()); }

domain::Application StoreContract::createApplicationOf(const domain::OrganisationId& organisation) {
  domain::Application application{
      .id = newId<ApplicationId>(), .organisation = organisation, .name = "Bank", .configuration = {}};
  store_->createApplication(application, kNow);
  return application;
}

domain::ApiKey StoreContract::createApiKey() {
  domain::ApiKey key = newApiKey(createOrganisation());
  store_->createApiKey(key);
  return key;
}

domain::NewEnrolment StoreContract::createEnrolment(const domain::Application& application,
                                                    std::optional<std::string> user_reference) {
  domain::NewEnrolment enrolment = newEnrolment(application);
  enrolment.user_reference = std::move(user_reference);
  EXPECT_TRUE(store_->createEnrolment(enrolment, store_->directoryVersion()));
  return enrolment;
}

DeviceId StoreContract::createEnrollingDevice(const domain::Application& application) {
  return store_->startEnrolment(startOf(createEnrolment(application))).value().device;
}

DeviceId StoreContract::createDevice(const domain::Application& application, AuthMethod auth_method,
                                     std::optional<std::string> user_reference) {
  const auto enrolment = createEnrolment(application, std::move(user_reference));
  const DeviceId device = store_->startEnrolment(startOf(enrolment)).value().device;
  EXPECT_TRUE(store_->finishEnrolment(finishOf(device, auth_method)));
  return device;
}

void StoreContract::addMethod(const DeviceId& device, AuthMethod auth_method, AuthMethod authorising_method) {
  const auto session = startAddOrUpdate(device);
  EXPECT_EQ(store_->recordAddOrUpdateSuccess({.attempt = attemptAt(session, authorising_method),
                                              .mark = mark(),
                                              .authorising_state = {},
                                              .auth_method = auth_method,
                                              .keys = newKeys()}),
            domain::AddOrUpdateRecord::kRecorded);
}

domain::AddOrUpdateSession StoreContract::startAddOrUpdate(const DeviceId& device) {
  const auto session = newAddOrUpdate(device);
  EXPECT_TRUE(store_->startAddOrUpdate(session, mark()));
  return session;
}

domain::BegunOfflineSession StoreContract::beginOffline(const DeviceId& device, AuthMethod auth_method) {
  return store_->beginOfflineSession(newOfflineSession(device, auth_method)).value();
}

domain::Device StoreContract::device(const DeviceId& id) { return store_->findDevice(id).value(); }

domain::Method StoreContract::method(const DeviceId& id, AuthMethod auth_method) {
  for (const domain::Method& method : device(id).methods) {
    if (method.auth_method == auth_method) return method;
  }
  throw std::logic_error("the device does not have this method");
}

domain::Enrolment StoreContract::enrolment(const domain::EnrolmentId& id) { return store_->findEnrolment(id).value(); }

domain::OfflineSessionView StoreContract::view(const domain::OfflineSession& session) {
  return store_->loadOfflineSession(session.id, store_->directoryVersion()).value();
}

SessionStatus StoreContract::statusOf(const domain::OfflineSession& session) { return view(session).session.status; }

SessionStatus StoreContract::statusOf(const domain::AddOrUpdateSession& session) {
  return store_->findAddOrUpdateSession(session.id).value().status;
}

domain::AddOrUpdateSuccess StoreAddOrUpdateContract::success() {
  return {.attempt = attemptAt(session_, AuthMethod::kDevicePin),
          .mark = mark(kNow + 5s),
          .authorising_state = {},
          .auth_method = AuthMethod::kOfflinePin,
          .keys = newKeys()};
}

domain::AddOrUpdateFailure StoreAddOrUpdateContract::failure() {
  return {.attempt = attemptAt(session_, AuthMethod::kDevicePin),
          .mark = mark(kNow + 5s),
          .authorising_state = {.failures = 1, .locks = 0, .lock = std::nullopt},
          .device_lock = std::nullopt,
          .device_locks = 0};
}

domain::AddOrUpdateFailure StoreAddOrUpdateContract::lastFailure() {
  domain::AddOrUpdateFailure last = failure();
  last.authorising_state = {};
  last.device_lock = {.reason = domain::LockReason::kAttemptsExhausted, .since = kNow + 5s, .until = kNow + 1h};
  last.device_locks = 1;
  return last;
}

void StoreAddOrUpdateContract::expectNothingChanged() {
  EXPECT_EQ(statusOf(session_), SessionStatus::kStarted);
  EXPECT_EQ(device(id_).version, before_.version);
  EXPECT_EQ(device(id_).methods.size(), before_.methods.size());
  EXPECT_EQ(device(id_).lock, before_.lock);
}

}  // namespace heliograph::store
