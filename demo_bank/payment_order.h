// What a customer wants paid, and the text about it that the customer's phone shows and signs.

#ifndef HELIOGRAPH_DEMO_BANK_PAYMENT_ORDER_H_
#define HELIOGRAPH_DEMO_BANK_PAYMENT_ORDER_H_

#include <string>
#include <string_view>

#include "base/result.h"
#include "demo_bank/iban.h"
#include "demo_bank/money.h"

namespace heliograph::bank {

// So long that the context always fits its 200 bytes: a payee that does not fit is refused here, by its name, and not
// by the server as a context that is too long.
inline constexpr std::size_t kMaxPayeeSize = 70;      // bytes
inline constexpr std::size_t kMaxReferenceSize = 60;  // bytes; may be empty

// Valid, once it is there. What is executed is this order, and never something that the browser sends later.
struct PaymentOrder {
  std::string payee;
  Iban iban;
  Money amount;
  std::string reference;

  // Where it is none: a sentence that names the field at fault.
  [[nodiscard]] static Result<PaymentOrder, std::string> parse(std::string_view payee, std::string_view iban,
                                                               std::string_view amount, std::string_view reference);

  // Amount and payee, as PSD2 wants them shown (dynamic linking):
  //
  //   Pay 12.34 EUR
  //   to Green Energy Co-op
  //   DE89 3704 0044 0532 0130 00
  //   Invoice 2026-17
  [[nodiscard]] std::string context() const;
};

}  // namespace heliograph::bank

#endif  // HELIOGRAPH_DEMO_BANK_PAYMENT_ORDER_H_
