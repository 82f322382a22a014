// Which phone is whose: the second factor's place in the bank's own data.

#ifndef HELIOGRAPH_DEMO_BANK_PHONES_H_
#define HELIOGRAPH_DEMO_BANK_PHONES_H_

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "demo_bank/customer.h"
#include "demo_bank/refusal.h"
#include "demo_bank/service_provider_api.h"

namespace heliograph::bank {

// "demo-1001": what the bank notes at an enrolment, so that its phones can be found again.
[[nodiscard]] std::string userReferenceOf(Customer customer);

// Thread-safe. A customer of this bank has one phone at a time.
class Phones {
 public:
  Phones(ServiceProviderApi& api, std::string application_id) : api_(api), application_id_(std::move(application_id)) {}

  // The device, as the server tells it; nothing where the customer has none.
  [[nodiscard]] Answer<std::optional<Json>> find(Customer customer);
  // 409 NO_PHONE where there is none.
  [[nodiscard]] Answer<std::string> deviceIdOf(Customer customer);

  // After a completed enrolment: this one from now on; the ones before are removed.
  void replace(Customer customer, const std::string& device_id);
  // Removes what there is; no error where there is nothing.
  [[nodiscard]] Answer<void> remove(Customer customer);

 private:
  // The active devices of this customer.
  [[nodiscard]] Answer<Json> search(Customer customer);
  [[nodiscard]] std::optional<std::string> known(Customer customer);

  ServiceProviderApi& api_;
  std::string application_id_;
  std::mutex mutex_;
  // A real bank stores the device with its customer, in its database, when the enrolment is completed: nothing else
  // proves whose it is. The demo forgets at each start, and then believes the note that it made itself.
  std::map<Customer, std::string> device_ids_;
};

}  // namespace heliograph::bank

#endif  // HELIOGRAPH_DEMO_BANK_PHONES_H_
