#include "demo_bank/payment_order.h"

#include <gmock/gmock.h>

#include "protocol/context.h"

namespace heliograph::bank {
namespace {

constexpr const char* kIban = "DE89370400440532013000";

std::string faultOf(std::string_view payee, std::string_view iban, std::string_view amount,
                    std::string_view reference) {
  const auto order = PaymentOrder::parse(payee, iban, amount, reference);
  return order ? "none" : order.error();
}

TEST(PaymentOrder, TellsThePhoneAmountPayeeAccountAndReference) {
  const auto order = PaymentOrder::parse(" Green Energy Co-op ", kIban, "12.34", "Invoice 2026-17 ☀️");
  ASSERT_TRUE(order);
  EXPECT_EQ(order->context(),
            "Pay 12.34 EUR\nto Green Energy Co-op\nDE89 3704 0044 0532 0130 00\nInvoice 2026-17 ☀️");
}

TEST(PaymentOrder, HasNoEmptyLineWithoutAReference) {
  EXPECT_EQ(PaymentOrder::parse("A", kIban, "1.00", " ").value().context(),
            "Pay 1.00 EUR\nto A\nDE89 3704 0044 0532 0130 00");
}

TEST(PaymentOrder, OfTheLargestSizeIsAContextThatTheServerTakes) {
  // An IBAN of 34 characters, the most there can be, with its check digits right.
  const auto order = PaymentOrder::parse(std::string(kMaxPayeeSize, 'x'), "LC03BOSL123456789012345678901234XX",
                                         "9999999.99", std::string(kMaxReferenceSize, 'y'));
  ASSERT_TRUE(order) << order.error();
  EXPECT_TRUE(protocol::Context::parse(order->context()));
  EXPECT_LE(order->context().size(), protocol::kMaxContextSize);
}

TEST(PaymentOrder, NamesTheFieldAtFault) {
  using ::testing::StartsWith;
  EXPECT_EQ(faultOf("", kIban, "1.00", ""), "payee is empty");
  EXPECT_EQ(faultOf("  ", kIban, "1.00", ""), "payee is empty");
  EXPECT_THAT(faultOf(std::string(kMaxPayeeSize + 1, 'x'), kIban, "1.00", ""), StartsWith("payee is longer"));
  EXPECT_THAT(faultOf("A", kIban, "1.00", std::string(kMaxReferenceSize + 1, 'x')), StartsWith("reference is longer"));
  EXPECT_THAT(faultOf("A", "DE00", "1.00", ""), StartsWith("iban "));
  EXPECT_THAT(faultOf("A", kIban, "-1.00", ""), StartsWith("amount "));
  EXPECT_EQ(faultOf("A", kIban, "0.00", ""), "amount is zero");
}

TEST(PaymentOrder, HasNoTextThatHidesOrForgesALine) {
  for (const char* const text : {"ACME\nPay 0.01 EUR", "ACME\r", "ACME\t", "AC\u202eEM", "AC\u200bME", "AC\u00adME",
                                 "ACME\u2028", "\xff", "AC\x01ME", "\U000e0041"}) {
    EXPECT_THAT(faultOf(text, kIban, "1.00", ""), ::testing::StartsWith("payee ")) << text;
    EXPECT_THAT(faultOf("ACME", kIban, "1.00", text), ::testing::StartsWith("reference ")) << text;
  }
}

}  // namespace
}  // namespace heliograph::bank
