// What the customers have. In memory: each start of the demo begins with the same balances.

#ifndef HELIOGRAPH_DEMO_BANK_ACCOUNTS_H_
#define HELIOGRAPH_DEMO_BANK_ACCOUNTS_H_

#include <array>
#include <mutex>

#include "demo_bank/customer.h"
#include "demo_bank/money.h"

namespace heliograph::bank {

// Thread-safe. A transfer that waits for its customer's phone has its amount set aside, so that everything that is
// agreed to can be executed: there is never more agreed to than there is money.
class Accounts {
 public:
  [[nodiscard]] Money balance(Customer customer);

  // False, with nothing changed, where less is left.
  [[nodiscard]] bool setAside(Customer customer, Money amount);
  // What was set aside is spent, or is free again. One of the two, once.
  void spend(Customer customer, Money amount);
  void release(Customer customer, Money amount);

 private:
  struct Account {
    Money balance;
    Money set_aside = Money::ofCents(0);
  };
  [[nodiscard]] Account& of(Customer customer) { return accounts_.at(static_cast<std::size_t>(customer)); }

  std::mutex mutex_;
  std::array<Account, kAllCustomers.size()> accounts_{Account{Money::ofCents(12'345'67)},
                                                      Account{Money::ofCents(2'500'00)}};
};

}  // namespace heliograph::bank

#endif  // HELIOGRAPH_DEMO_BANK_ACCOUNTS_H_
