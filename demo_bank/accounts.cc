#include "demo_bank/accounts.h"

namespace heliograph::bank {

Money Accounts::balance(Customer customer) {
  const std::lock_guard lock(mutex_);
  return of(customer).balance;
}

bool Accounts::setAside(Customer customer, Money amount) {
  const std::lock_guard lock(mutex_);
  Account& account = of(customer);
  if (account.balance - account.set_aside < amount) return false;
  account.set_aside = account.set_aside + amount;
  return true;
}

void Accounts::spend(Customer customer, Money amount) {
  const std::lock_guard lock(mutex_);
  Account& account = of(customer);
  account.set_aside = account.set_aside - amount;
  account.balance = account.balance - amount;
}

void Accounts::release(Customer customer, Money amount) {
  const std::lock_guard lock(mutex_);
  Account& account = of(customer);
  account.set_aside = account.set_aside - amount;
}

}  // namespace heliograph::bank
