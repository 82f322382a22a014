// Transfers: begun by the customer, agreed to on the customer's phone, executed by the bank. Exactly what was shown and
// signed, and once.

#ifndef HELIOGRAPH_DEMO_BANK_TRANSFERS_H_
#define HELIOGRAPH_DEMO_BANK_TRANSFERS_H_

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "demo_bank/accounts.h"
#include "demo_bank/customer.h"
#include "demo_bank/payment_order.h"
#include "demo_bank/phones.h"
#include "demo_bank/refusal.h"
#include "demo_bank/service_provider_api.h"
#include "protocol/auth_method.h"

namespace heliograph::bank {

// Above this, two factors have to agree (RTS 2018/389 article 16: remote payments up to 30 EUR are exempt).
inline constexpr Money kMaxWithOneFactor = Money::ofCents(30'00);

inline constexpr std::size_t kMaxOpenTransfers = 10;   // a customer
inline constexpr std::size_t kMaxKeptTransfers = 100;  // a customer; the oldest finished ones are forgotten

// Thread-safe. Of another customer's transfer nobody gets to know more than of one that never was: 404
// UNKNOWN_TRANSFER.
class Transfers {
 public:
  Transfers(ServiceProviderApi& api, Phones& phones, Accounts& accounts, Random& random)
      : api_(api), phones_(phones), accounts_(accounts), random_(random) {}

  // Asks the customer's phone to confirm it by this method: an offline one answers a QR code, an online one over the
  // network. The transfer, with verification_data where it is offline. Further refusals: 409 NO_PHONE; 422
  // INSUFFICIENT_FUNDS; 422 AUTH_METHOD_NOT_ALLOWED for one factor above kMaxWithOneFactor; 429 TOO_MANY_REQUESTS where
  // too many are open.
  [[nodiscard]] Answer<Json> begin(Customer customer, const PaymentOrder& order, protocol::AuthMethod method);
  // The transfer as it is now; the server is asked while it is open.
  [[nodiscard]] Answer<Json> find(Customer customer, std::string_view id);
  // The transfer with "result", "SUCCESS" or "FAILURE", and "lock_warning" where the server warns.
  [[nodiscard]] Answer<Json> verify(Customer customer, std::string_view id, std::string_view otp);
  [[nodiscard]] Answer<Json> cancel(Customer customer, std::string_view id);
  // The QR code of an open offline transfer, as SVG.
  [[nodiscard]] Answer<std::string> drawQr(Customer customer, std::string_view id);
  // All that are kept, the newest first, as they are now. Where the server does not answer, as they were.
  [[nodiscard]] Json list(Customer customer);

 private:
  struct Transfer {
    std::string id;  // the bank's own
    Customer customer;
    PaymentOrder order;
    protocol::AuthMethod method;  // that was asked to confirm it
    std::string session_path;     // of the server's session, which stays here
    Json session;                 // as the server told it last
    std::string status;
  };
  [[nodiscard]] static Json toJson(const Transfer& transfer);

  [[nodiscard]] Answer<Json> beginSession(const std::string& device_id, const PaymentOrder& order,
                                          protocol::AuthMethod method);
  [[nodiscard]] Answer<Transfer> own(Customer customer, std::string_view id);
  [[nodiscard]] std::vector<Transfer> all(Customer customer);
  void keep(const Transfer& transfer);
  // Asks the server about an open one.
  Answer<Transfer> refresh(const Transfer& transfer);
  // Takes over what the server says of the session, and gives the transfer as it is then. The one place where money
  // moves: from open to a status that is final, which happens once, whoever asks first and however often.
  Transfer settle(const Transfer& transfer, const Json& session);

  ServiceProviderApi& api_;
  Phones& phones_;
  Accounts& accounts_;
  Random& random_;
  std::mutex mutex_;
  std::vector<Transfer> transfers_;  // the oldest first
};

}  // namespace heliograph::bank

#endif  // HELIOGRAPH_DEMO_BANK_TRANSFERS_H_
