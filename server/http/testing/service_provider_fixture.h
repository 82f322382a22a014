// What tests of the service provider API share: its endpoints, and offline and online authentications by way of them.

#ifndef HELIOGRAPH_SERVER_HTTP_TESTING_SERVICE_PROVIDER_FIXTURE_H_
#define HELIOGRAPH_SERVER_HTTP_TESTING_SERVICE_PROVIDER_FIXTURE_H_

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "http/testing/server_fixture.h"

namespace heliograph::http::testing {

struct Endpoint {
  std::string method;
  std::string pattern;
};

// Every one of the service provider API, in the order of its routes.
[[nodiscard]] const std::vector<Endpoint>& serviceProviderEndpoints();

// The path of a pattern: `id` where it has an id, "OFFLINE_PIN" where it has a method.
[[nodiscard]] std::string pathWith(const Endpoint& endpoint, std::string_view id = kNobody);

class ServiceProviderFixture : public ServerFixture {
 protected:
  using ServerFixture::ServerFixture;

  [[nodiscard]] static std::string path(const std::string& rest) { return std::string(kApi) + rest; }
  [[nodiscard]] static std::string pathOf(const Phone& phone) { return path("/devices/" + phone.device.text()); }
  [[nodiscard]] static std::string pathOf(const nlohmann::json& session) {
    return path("/offline-authentications/" + session["id"].get<std::string>());
  }

  // Of OFFLINE_PIN.
  [[nodiscard]] static std::string beginBody(const Phone& phone, const std::string& context = "Pay 1 EUR");
  ReceivedResponse begin(const Phone& phone) { return post(path("/offline-authentications"), beginBody(phone)); }
  // The session that was begun.
  nlohmann::json beginSession(const Phone& phone);
  ReceivedResponse verify(const nlohmann::json& session, const std::string& otp);
  [[nodiscard]] static std::string otpBody(const std::string& otp) { return nlohmann::json{{"otp", otp}}.dump(); }
  [[nodiscard]] static std::string rightOtp(const Phone& phone, const nlohmann::json& session) {
    return oneTimePassword(phone, session["verification_data"]);
  }

  // As one request of this method, with an empty object where it is a POST.
  ReceivedResponse call(const Endpoint& endpoint, const Bank& bank, std::string_view id = kNobody);
};

}  // namespace heliograph::http::testing

#endif  // HELIOGRAPH_SERVER_HTTP_TESTING_SERVICE_PROVIDER_FIXTURE_H_
