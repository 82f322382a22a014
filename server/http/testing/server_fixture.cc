#include "http/testing/server_fixture.h"

#include <algorithm>
#include <map>
#include <utility>

#include "crypto/base64.h"

namespace heliograph::http::testing {
namespace {

std::map<domain::MasterKeyVersion, domain::MasterKey> oneMasterKey(Random& random) {
  std::map<domain::MasterKeyVersion, domain::MasterKey> keys;
  keys.emplace(1, domain::MasterKey::filledBy([&](auto out) { random.fill(out); }));
  return keys;
}

template <class Key>
Key randomKey(Random& random) {
  return Key::filledBy([&](auto out) { random.fill(out); });
}

}  // namespace

std::string Bank::authorization() const {
  return "Authorization: Basic " + crypto::toBase64(bytesOf(key.text() + ":" + key_secret)) + "\r\n";
}

ServerFixture::ServerFixture(const domain::RequestLimitRules& limit_rules)
    : key_ring_(oneMasterKey(random_)),
      domain_(store_, key_ring_, channel_key_, random_, domain::nobody(), {.limits = limit_rules}) {
  domain_.directory.latest();
  configuration_.port = 0;
  configuration_.worker_threads = 8;
}

ServerFixture::~ServerFixture() { stop(); }

Services ServerFixture::services() {
  return {.domain = domain_,
          .clock = clock_,
          .random = random_,
          .observer = *observer_,
          .pages = *pages_,
          .add_demo_routes = add_demo_routes_};
}

void ServerFixture::start() {
  server_ = std::make_unique<Server>(configuration_, services());
  thread_ = std::thread([this] { server_->run(); });
}

void ServerFixture::beginStop() { server_->stop(); }

void ServerFixture::stop() {
  if (!thread_.joinable()) return;
  beginStop();
  thread_.join();
}

std::uint16_t ServerFixture::port() {
  if (!server_) start();
  return server_->port();
}

ReceivedResponse ServerFixture::send(const std::string& request) {
  HttpClient client(port());
  client.send(request);
  return client.receive().value();
}

ReceivedResponse ServerFixture::get(const std::string& path, const Bank& bank, std::string_view headers) {
  return send(requestText("GET", path, bank.authorization().append(headers)));
}

ReceivedResponse ServerFixture::post(const std::string& path, const std::string& body, const Bank& bank,
                                     std::string_view headers) {
  const std::string type = body.empty() ? "Content-Length: 0\r\n" : "Content-Type: application/json\r\n";
  return send(requestText("POST", path, bank.authorization().append(type).append(headers), body));
}

ReceivedResponse ServerFixture::remove(const std::string& path, const Bank& bank) {
  return send(requestText("DELETE", path, bank.authorization()));
}

Bank ServerFixture::makeBank(const std::string& organisation) {
  const domain::Properties properties{{"ALLOWED_AUTH_METHODS", "DEVICE,DEVICE:PIN,OFFLINE,OFFLINE:PIN"},
                                      {"OFFLINE_OTP_LENGTH", "6"}};
  const auto made = domain_.administration.organisationNamed(organisation, {}, clock_.now());
  const auto application =
      domain_.administration.createApplication(made.value().id, "app", properties, {}, clock_.now());
  return makeKey({made.value().id, application.value().id, domain::ApiKeyId({}), ""});
}

Bank ServerFixture::makeKey(const Bank& bank, domain::ApiKeyRole role, std::optional<TimePoint> expires_at) {
  const domain::ApiKeyRequest request{bank.organisation, "key", role, expires_at};
  const auto made = domain_.administration.createApiKey(request, {}, clock_.now());
  return {bank.organisation, bank.application, made.value().key.id, std::string(textOf(made.value().secret.expose()))};
}

Bank ServerFixture::newKey(const Bank& bank, domain::ApiKeyRole role, std::optional<TimePoint> expires_at) {
  Bank made = makeKey(bank, role, expires_at);
  domain_.directory.latest();
  return made;
}

void ServerFixture::setProperties(const Bank& bank, const domain::Properties& properties) {
  const auto changed =
      domain_.administration.changeConfiguration(bank.application, properties, std::nullopt, {}, clock_.now());
  EXPECT_TRUE(changed);
}

std::vector<domain::AuditEvent> ServerFixture::eventsOf(domain::AuditAction action) {
  std::vector<domain::AuditEvent> events;
  for (const auto& stored : store_.findAuditEvents({.action = action})) events.push_back(stored.event);
  std::ranges::reverse(events);
  return events;
}

Phone ServerFixture::enrolPhone(const Bank& bank, std::optional<std::string> user_reference,
                                protocol::AuthMethod method) {
  nlohmann::json body{{"application_id", bank.application.text()}};
  if (user_reference) body["user_reference"] = *user_reference;
  const auto created = post(std::string(kApi) + "/enrolments", body.dump(), bank);
  const auto enrolment = jsonOf(created);
  const std::string code = enrolment["activation_code"];

  const auto device_key = crypto::P256PrivateKey::generate(random_);
  const auto mark = [this] { return domain::RequestMark{protocol::RequestId::random(random_), clock_.now()}; };
  const auto started =
      store_.startEnrolment({mark(), bank.application, domain_.codes.hash(bank.application, bytesOf(code)),
                             device_key.publicKey().point(), randomUuid(random_)},
                            {});
  Phone phone{started.value().device,
              {randomKey<protocol::DataKey>(random_), randomKey<protocol::OtpKey>(random_)},
              created.headers.at("location")};
  const auto wrapped = key_ring_.wrap(phone.keys, phone.device, method, random_);
  EXPECT_TRUE(store_.finishEnrolment({mark(), phone.device, method, wrapped, {}}, {}));
  return phone;
}

nlohmann::json jsonOf(const ReceivedResponse& response) { return nlohmann::json::parse(response.body); }

std::string outcomeOf(const ReceivedResponse& response) {
  const std::string status = std::to_string(response.status);
  if (response.headers.at("content-type") != "application/problem+json") return status;
  const auto problem = jsonOf(response);
  EXPECT_EQ(problem["status"], response.status);
  EXPECT_EQ(problem["request_id"], response.headers.at("x-request-id"));
  return status + " " + problem["code"].get<std::string>();
}

std::string oneTimePassword(const Phone& phone, const std::string& verification_data) {
  const auto data = protocol::VerificationData::parse(verification_data).value();
  const auto context = data.open(phone.keys.data_key, phone.device).value();
  const auto otp = protocol::computeOtp(phone.keys.otp_key, phone.device, data.parameters(), context);
  return std::string(otp.expose());
}

std::string wrongPassword(const std::string& right_one) {
  std::string wrong = right_one;
  wrong.back() = wrong.back() == '9' ? '0' : static_cast<char>(wrong.back() + 1);
  return wrong;
}

}  // namespace heliograph::http::testing
