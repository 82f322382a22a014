// `heliograph-lab serve`: the demo bank (demo_bank/bank.h) and the page of a phone inside of the server that they call.

#ifndef HELIOGRAPH_LAB_DEMO_BANK_GUEST_H_
#define HELIOGRAPH_LAB_DEMO_BANK_GUEST_H_

#include <optional>
#include <string>

#include "cli/serve.h"
#include "demo_bank/bank.h"

namespace heliograph::lab {

class DemoBankGuest final : public cli::Guest {
 public:
  // The bank's, the phone's and the console, as far as they were built.
  [[nodiscard]] const http::Pages& pages() const override;
  void addRoutes(http::Router& router) override;
  // With the example application (cli/example.h) and an API key of its own that nobody is told. Keys of former starts
  // are revoked. Throws CommandFailure if the server has too few worker threads to call itself.
  [[nodiscard]] std::string open(const cli::Host& host) override;

 private:
  std::optional<bank::Bank> bank_;
};

}  // namespace heliograph::lab

#endif  // HELIOGRAPH_LAB_DEMO_BANK_GUEST_H_
