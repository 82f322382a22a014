// The demo bank: a small internet banking that lets its customers confirm transfers with Heliograph. The sample of
// docs/integration.md. What is a bank's own duty stands in payment_order.h, phones.h and transfers.h.
//
// It runs inside of `heliograph-lab serve`, and yet uses the server as any bank does: by the REST API, with an API
// key that no browser ever sees.

#ifndef HELIOGRAPH_DEMO_BANK_BANK_H_
#define HELIOGRAPH_DEMO_BANK_BANK_H_

#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "demo_bank/accounts.h"
#include "demo_bank/customer_sessions.h"
#include "demo_bank/enrolments.h"
#include "demo_bank/phones.h"
#include "demo_bank/service_provider_api.h"
#include "demo_bank/transfers.h"

namespace heliograph::bank {

// What a phone needs to know to enrol (sdk/config.h): public.
struct PhoneConfiguration {
  std::string service_url;
  std::string application_id;
  std::string channel_public_key;  // hexadecimal
};

// Its parts refer to each other, so they stay where they were made.
struct Bank {
  Bank(ServiceProviderClient client, std::size_t calls_at_once, PhoneConfiguration configuration, const Clock& clock,
       Random& random)
      : phone_configuration(std::move(configuration)),
        api(std::move(client), calls_at_once, random),
        customer_sessions(clock, random),
        phones(api, phone_configuration.application_id),
        enrolments(api, phones, phone_configuration.application_id, random),
        transfers(api, phones, accounts, random) {}
  Bank(const Bank&) = delete;
  Bank& operator=(const Bank&) = delete;

  PhoneConfiguration phone_configuration;
  ServiceProviderApi api;
  Accounts accounts;
  CustomerSessions customer_sessions;
  Phones phones;
  Enrolments enrolments;
  Transfers transfers;
};

}  // namespace heliograph::bank

#endif  // HELIOGRAPH_DEMO_BANK_BANK_H_
