#include "demo_bank/payment_order.h"

#include "base/utf8.h"
#include "protocol/context.h"

namespace heliograph::bank {
namespace {

// "Pay 9999999.99 EUR", "to ", the longest IBAN in groups, three line ends.
constexpr std::size_t kMaxRestSize = 18 + 3 + 42 + 3;
static_assert(kMaxRestSize + kMaxPayeeSize + kMaxReferenceSize <= protocol::kMaxContextSize);

// Nothing where the text is one line that may be shown and signed (docs/protocol.md section 3), else what is wrong. A
// line end in a payee's name could show the user a line that looks like the bank's.
std::string faultOf(std::string_view text, std::size_t max_size) {
  if (text.size() > max_size) return "is longer than " + std::to_string(max_size) + " bytes";
  for (std::size_t offset = 0; offset < text.size();) {
    const auto decoded = decodeUtf8(text.substr(offset));
    if (!decoded) return "is not UTF-8";
    if (decoded->code_point == '\n' || protocol::isForbiddenInContext(decoded->code_point)) {
      return "has a control or invisible character";
    }
    offset += decoded->length;
  }
  return {};
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

Result<PaymentOrder, std::string> PaymentOrder::parse(std::string_view payee, std::string_view iban,
                                                      std::string_view amount, std::string_view reference) {
  payee = trimmed(payee);
  reference = trimmed(reference);
  if (payee.empty()) return fail(std::string("payee is empty"));
  if (const auto fault = faultOf(payee, kMaxPayeeSize); !fault.empty()) return fail("payee " + fault);
  if (const auto fault = faultOf(reference, kMaxReferenceSize); !fault.empty()) return fail("reference " + fault);
  const auto account = Iban::parse(iban);
  if (!account) return fail(std::string("iban is no IBAN, or its check digits are wrong"));
  const auto money = Money::parse(amount);
  if (!money) return fail(std::string("amount is not in the form 12.34, or above 9999999.99"));
  if (*money == Money::ofCents(0)) return fail(std::string("amount is zero"));
  return PaymentOrder{std::string(payee), *account, *money, std::string(reference)};
}

std::string PaymentOrder::context() const {
  std::string text = "Pay " + amount.text() + " " + kCurrency + "\nto " + payee + "\n" + iban.text();
  if (!reference.empty()) text += "\n" + reference;
  return text;
}

}  // namespace heliograph::bank
