// Setting up a phone: the bank begins an enrolment, shows its activation code to the customer that is signed in, and
// stores the device once the enrolment is completed.

#ifndef HELIOGRAPH_DEMO_BANK_ENROLMENTS_H_
#define HELIOGRAPH_DEMO_BANK_ENROLMENTS_H_

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/random.h"
#include "demo_bank/customer.h"
#include "demo_bank/phones.h"
#include "demo_bank/refusal.h"
#include "demo_bank/service_provider_api.h"

namespace heliograph::bank {

// Thread-safe. One enrolment a customer: beginning another one cancels it.
class Enrolments {
 public:
  Enrolments(ServiceProviderApi& api, Phones& phones, std::string application_id, Random& random)
      : api_(api), phones_(phones), application_id_(std::move(application_id)), random_(random) {}

  // {"id", "status", "activation_code", "expires_at"}. The code is told this once.
  [[nodiscard]] Answer<Json> begin(Customer customer);
  // {"id", "status", "expires_at"}, as it is now. 404 UNKNOWN_ENROLMENT where this customer began none.
  [[nodiscard]] Answer<Json> find(Customer customer);

 private:
  struct Enrolment {
    std::string id;          // the bank's own
    std::string session_id;  // the server's, which stays here
    std::string status;
    std::string expires_at;
  };
  [[nodiscard]] std::optional<Enrolment> current(Customer customer);
  // The one before, where there was one.
  std::optional<Enrolment> replace(Customer customer, const Enrolment& enrolment);
  // True where this enrolment is the customer's and was open until now.
  [[nodiscard]] bool finish(Customer customer, const Enrolment& enrolment, const std::string& status);

  ServiceProviderApi& api_;
  Phones& phones_;
  std::string application_id_;
  Random& random_;
  std::mutex mutex_;
  std::map<Customer, Enrolment> enrolments_;
};

}  // namespace heliograph::bank

#endif  // HELIOGRAPH_DEMO_BANK_ENROLMENTS_H_
