#include "http/testing/service_provider_fixture.h"

namespace heliograph::http::testing {
namespace {

void replaceParameter(std::string& path, std::string_view parameter, std::string_view value) {
  const std::size_t place = path.find(parameter);
  if (place != std::string::npos) path.replace(place, parameter.size(), value);
}

}  // namespace

const std::vector<Endpoint>& serviceProviderEndpoints() {
  static const std::vector<Endpoint> kEndpoints{
      {"POST", "/enrolments"},
      {"GET", "/enrolments/{enrolment_id}"},
      {"POST", "/enrolments/{enrolment_id}/cancel"},
      {"POST", "/authentications"},
      {"GET", "/authentications/{session_id}"},
      {"POST", "/authentications/{session_id}/cancel"},
      {"POST", "/offline-authentications"},
      {"POST", "/offline-authentications/{session_id}/verify"},
      {"GET", "/offline-authentications/{session_id}"},
      {"POST", "/offline-authentications/{session_id}/cancel"},
      {"GET", "/offline-authentications/{session_id}/qr"},
      {"GET", "/devices"},
      {"GET", "/devices/{device_id}"},
      {"DELETE", "/devices/{device_id}"},
      {"POST", "/devices/{device_id}/lock"},
      {"POST", "/devices/{device_id}/unlock"},
      {"GET", "/devices/{device_id}/auth-methods/{auth_method}"},
      {"DELETE", "/devices/{device_id}/auth-methods/{auth_method}"},
      {"POST", "/devices/{device_id}/auth-methods/{auth_method}/lock"},
      {"POST", "/devices/{device_id}/auth-methods/{auth_method}/unlock"},
  };
  return kEndpoints;
}

std::string pathWith(const Endpoint& endpoint, std::string_view id) {
  std::string path = kApi + endpoint.pattern;
  for (const char* parameter : {"{enrolment_id}", "{session_id}", "{device_id}"}) replaceParameter(path, parameter, id);
  replaceParameter(path, "{auth_method}", "OFFLINE_PIN");
  return path;
}

std::string ServiceProviderFixture::beginBody(const Phone& phone, const std::string& context) {
  return nlohmann::json{{"device_id", phone.device.text()}, {"auth_method", "OFFLINE_PIN"}, {"context", context}}
      .dump();
}

nlohmann::json ServiceProviderFixture::beginSession(const Phone& phone) {
  const auto response = begin(phone);
  EXPECT_EQ(response.status, 201) << response.body;
  return jsonOf(response);
}

ReceivedResponse ServiceProviderFixture::verify(const nlohmann::json& session, const std::string& otp) {
  return post(pathOf(session) + "/verify", otpBody(otp));
}

ReceivedResponse ServiceProviderFixture::call(const Endpoint& endpoint, const Bank& bank, std::string_view id) {
  const std::string target = pathWith(endpoint, id);
  if (endpoint.method == "POST") return post(target, "{}", bank);
  return endpoint.method == "DELETE" ? remove(target, bank) : get(target, bank);
}

}  // namespace heliograph::http::testing
