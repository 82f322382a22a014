// The customers of the demo bank. There are two, so that one can try to reach what is the other's.

#ifndef HELIOGRAPH_DEMO_BANK_CUSTOMER_H_
#define HELIOGRAPH_DEMO_BANK_CUSTOMER_H_

#include <array>
#include <optional>
#include <string_view>

namespace heliograph::bank {

enum class Customer { k1001, k1002 };

inline constexpr std::array kAllCustomers{Customer::k1001, Customer::k1002};

// What the customer types to sign in.
[[nodiscard]] constexpr std::string_view numberOf(Customer customer) {
  return customer == Customer::k1001 ? "1001" : "1002";
}

[[nodiscard]] constexpr std::optional<Customer> customerWithNumber(std::string_view number) {
  for (const Customer customer : kAllCustomers) {
    if (number == numberOf(customer)) return customer;
  }
  return std::nullopt;
}

}  // namespace heliograph::bank

#endif  // HELIOGRAPH_DEMO_BANK_CUSTOMER_H_
