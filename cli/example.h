// What a newcomer tries things with: an organisation and an application, both of the name "example".

#ifndef HELIOGRAPH_CLI_EXAMPLE_H_
#define HELIOGRAPH_CLI_EXAMPLE_H_

#include <optional>
#include <string>

#include "base/clock.h"
#include "cli/json_output.h"
#include "crypto/p256.h"
#include "domain/administration.h"

namespace heliograph::cli {

// The application; it and its organisation are made where they are not there.
[[nodiscard]] domain::Application exampleApplication(domain::Administration& administration, TimePoint now);

// Where the database has no application yet: makes it, and API keys, and tells all of it. Else nothing.
[[nodiscard]] std::optional<Json> makeExample(domain::Administration& administration, const std::string& service_url,
                                              const crypto::P256PublicKey& channel_key, TimePoint now);

// For people.
void printExample(const Json& example);

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_CLI_EXAMPLE_H_
