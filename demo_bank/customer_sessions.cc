#include "demo_bank/customer_sessions.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/hex.h"
#include "crypto/constant_time.h"
#include "http/problem.h"

namespace heliograph::bank {
namespace {

constexpr std::string_view kPassword = "demo";

crypto::Sha256Hash hashOf(std::string_view text) { return crypto::sha256({bytesOf(text)}); }

// Of hashes, since their sizes are equal whatever was typed.
bool isPassword(std::string_view text) { return crypto::equalInConstantTime(hashOf(text), hashOf(kPassword)); }

SecretBytes newCookie(Random& random) {
  std::array<std::uint8_t, 32> bytes{};
  random.fill(bytes);
  std::string text = toHex(bytes);
  SecretBytes cookie = SecretBytes::copyOf(bytesOf(text));
  wipe(bytes);
  wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  return cookie;
}

}  // namespace

Answer<SecretBytes> CustomerSessions::signIn(std::string_view number, std::string_view password,
                                             std::string_view source) {
  const TimePoint now = clock_.now();
  // A token is taken before the password is looked at, or guesses that arrive together would all be compared.
  if (!failures_.take(source, now)) {
    return fail(Refusal{429, "TOO_MANY_REQUESTS", "too many wrong passwords; wait a little",
                        http::retryAfter(failures_.wait(source, now))});
  }
  const bool is_right = isPassword(password);
  const auto customer = customerWithNumber(number);
  if (!customer || !is_right) {
    return fail(Refusal{401, "WRONG_CREDENTIALS", "there is no such customer, or the password is wrong"});
  }
  failures_.giveBack(source, now);

  SecretBytes cookie = newCookie(random_);
  const std::lock_guard lock(mutex_);
  makeRoom(now);
  sessions_.emplace(hashOf(textOf(cookie.expose())), Session{*customer, now});
  return cookie;
}

void CustomerSessions::makeRoom(TimePoint now) {
  std::erase_if(sessions_, [now](const auto& entry) { return now - entry.second.last_used > kIdleTime; });
  if (sessions_.size() < kMaxCustomerSessions) return;
  sessions_.erase(std::ranges::min_element(sessions_, {}, [](const auto& entry) { return entry.second.last_used; }));
}

std::optional<Customer> CustomerSessions::customerOf(std::string_view cookie) {
  const TimePoint now = clock_.now();
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(hashOf(cookie));
  if (found == sessions_.end()) return std::nullopt;
  if (now - found->second.last_used > kIdleTime) {
    sessions_.erase(found);
    return std::nullopt;
  }
  found->second.last_used = now;
  return found->second.customer;
}

void CustomerSessions::signOut(std::string_view cookie) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(hashOf(cookie));
}

}  // namespace heliograph::bank
