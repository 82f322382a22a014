#include "domain/testing/test_server.h"

#include <stdexcept>
#include <utility>

#include "domain/server_keys.h"

namespace heliograph::domain {
namespace {

KeyRing newKeyRing(Random& random) {
  std::map<MasterKeyVersion, MasterKey> keys;
  keys.emplace(1, MasterKey::filledBy([&](MutableByteView out) { random.fill(out); }));
  return KeyRing(std::move(keys));
}

// The value, or the end of the test: these calls are its stage, not its subject.
template <class Value, class Error>
Value required(Result<Value, Error> result) {
  if (!result) throw std::runtime_error("the test's server could not be set up");
  return std::move(*result);
}

std::string lineOf(const AuditEvent& event) {
  std::string line(nameOf(event.action));
  line.append(" ").append(nameOf(event.outcome));
  if (!event.detail.empty()) line.append(" ").append(event.detail);
  return line;
}

}  // namespace

Properties offlineProperties() {
  return {{"ALLOWED_AUTH_METHODS", "DEVICE,DEVICE:PIN,OFFLINE,OFFLINE:PIN"}, {"OFFLINE_OTP_LENGTH", "6"}};
}

Properties offlinePropertiesWith(const Properties& others) {
  Properties properties = offlineProperties();
  for (const auto& [name, value] : others) properties.insert_or_assign(name, value);
  return properties;
}

TestInstallation::TestInstallation(std::unique_ptr<MemoryStore> memory_store)
    : store(std::move(memory_store)),
      key_ring(newKeyRing(random)),
      channel_key(required(openChannelKey(*store, key_ring, random, now))) {}

TestServer::TestServer(const Properties& properties, std::unique_ptr<MemoryStore> memory_store)
    : TestInstallation(std::move(memory_store)),
      Domain(*store, key_ring, channel_key, random, nobody(), {.limits = kHardlyAnyLimits}),
      application(required(administration.createApplication(organisation(std::string(kOrganisation)).id, "App",
                                                            properties, AuditOrigin{}, now))),
      caller(newCaller(std::string(kOrganisation))) {
  directory.latest();
}

void TestServer::setProperties(const Properties& properties) {
  (void)required(administration.changeConfiguration(application.id, properties, std::nullopt, AuditOrigin{}, now));
}

Organisation TestServer::organisation(const std::string& name) {
  return required(administration.organisationNamed(name, AuditOrigin{}, now));
}

Caller TestServer::newCaller(const std::string& organisation_name) {
  const OrganisationId owner = organisation(organisation_name).id;
  const ApiKey key =
      required(administration.createApiKey({.organisation = owner, .name = "key"}, AuditOrigin{}, now)).key;
  return {.key = key.id, .organisation = key.organisation};
}

Phone TestServer::newPhone(const std::string& source) {
  return {channel_key.publicKey(), random,
          [this, source](ByteView message) { return device_calls.answer(message, source, kRequestId, now); }, now};
}

std::string TestServer::newCode(std::optional<std::string> user_reference) {
  const auto created = required(enrolments.create(caller, application.id, std::move(user_reference), now));
  return std::string(textOf(created.activation_code.expose()));
}

Phone TestServer::enrolledPhone(std::initializer_list<protocol::AuthMethod> more) {
  Phone phone = newPhone();
  (void)required(phone.startEnrolment(application.id, newCode()));
  (void)required(phone.finishEnrolment(protocol::AuthMethod::kDevicePin));
  for (const protocol::AuthMethod method : more) {
    (void)required(phone.startAddOrUpdate());
    (void)required(phone.finishAddOrUpdate(protocol::AuthMethod::kDevicePin, method));
  }
  return phone;
}

BegunOfflineAuthentication TestServer::begin(const Phone& phone, protocol::AuthMethod method) {
  return required(offline_authentications.begin(caller, phone.device.value(), method, kContext, std::nullopt, now));
}

AuthenticationView TestServer::beginAuthentication(const Phone& phone, std::optional<protocol::AuthMethodSet> methods) {
  return required(authentications.begin(
      caller,
      {.device = phone.device.value(), .title = kTitle, .context = kContext, .auth_methods = std::move(methods)},
      std::nullopt, now));
}

std::vector<std::string> TestServer::lastEvents(const Phone& phone, int count) {
  std::vector<std::string> lines;
  for (const auto& [sequence, event] : store->findAuditEvents({.device = phone.device, .limit = count})) {
    lines.insert(lines.begin(), lineOf(event));
  }
  return lines;
}

}  // namespace heliograph::domain
