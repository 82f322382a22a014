#include "phone.h"

#include <atomic>
#include <future>
#include <stdexcept>

namespace heliograph::faults {
namespace {

using protocol::AuthMethod;

constexpr const char* kPin = "258013";
constexpr std::size_t kEnrolmentsAtOnce = 4;

template <class Value>
Value valueOf(sdk::Outcome<Value> outcome) {
  if (!outcome) throw std::runtime_error("the phone fails: " + std::string(outcome.error().name()));
  if constexpr (!std::is_void_v<Value>) return std::move(*outcome);
}

sdk::AuthParameter devicePin() { return sdk::AuthParameter::withPin(AuthMethod::kDevicePin, kPin); }

}  // namespace

Phone::Phone(const Application& application, const std::string& service_url) {
  const RestClient bank(service_url + kServiceProviderApi, application.key);
  const auto enrolment = bank.post("/enrolments", {{"application_id", application.id}});
  if (enrolment.status != 201) throw std::runtime_error("the enrolment is refused: " + enrolment.text);
  cli::Json configuration = application.phone;
  configuration["service_url"] = service_url;
  valueOf(controller_.loadConfig(configuration.dump()));
  valueOf(controller_.startActivation(enrolment.body.at("activation_code").get<std::string>()));
  valueOf(controller_.finishActivation(devicePin()));
  valueOf(controller_.startAddOrUpdate());
  valueOf(controller_.finishAddOrUpdate(devicePin(), sdk::AuthParameter::withoutPin(AuthMethod::kOfflineDevice)));
  device_id_ = bank.get("/enrolments/" + enrolment.body.at("id").get<std::string>()).body.at("device_id");
}

std::string Phone::oneTimePassword(const std::string& verification_data) {
  const std::lock_guard lock(mutex_);
  valueOf(controller_.startOfflineAuthentication(verification_data));
  return valueOf(controller_.finishOfflineAuthentication(sdk::AuthParameter::withoutPin(AuthMethod::kOfflineDevice)))
      .one_time_password;
}

Phones enrolPhones(const Application& application, const std::vector<std::string>& service_urls, std::size_t count) {
  Phones phones(count);
  std::atomic<std::size_t> next = 0;
  std::vector<std::future<void>> enrolments;
  for (std::size_t i = 0; i < kEnrolmentsAtOnce; ++i) {
    enrolments.push_back(std::async(std::launch::async, [&] {
      for (std::size_t number = next++; number < count; number = next++) {
        phones[number] = std::make_unique<Phone>(application, service_urls[number % service_urls.size()]);
      }
    }));
  }
  for (auto& enrolment : enrolments) enrolment.get();
  return phones;
}

}  // namespace heliograph::faults
