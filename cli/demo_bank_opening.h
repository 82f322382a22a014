// `heliograph serve --demo`: the demo bank (demo_bank/bank.h) inside of the server that it calls.

#ifndef HELIOGRAPH_CLI_DEMO_BANK_OPENING_H_
#define HELIOGRAPH_CLI_DEMO_BANK_OPENING_H_

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "cli/server_file.h"
#include "crypto/p256.h"
#include "demo_bank/bank.h"
#include "domain/administration.h"
#include "http/router.h"

namespace heliograph::cli {

// Outlives the server. Its routes are added before the server listens, and the bank opens afterwards: it has to know
// the port. Before the server runs, in any case.
class DemoBankOpening {
 public:
  void addRoutes(http::Router& router);

  // With the example application (cli/example.h) and an API key of its own that nobody is told. Keys of former starts
  // are revoked. Throws CommandFailure where the server has too few worker threads to call itself.
  void open(const ServerFile& file, const std::string& service_url, const crypto::P256PublicKey& channel_key,
            domain::Administration& administration, const Clock& clock, Random& random);

 private:
  std::optional<bank::Bank> bank_;
};

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_CLI_DEMO_BANK_OPENING_H_
