// What the commands print, as JSON: the domain's values in the words of docs/integration.md.

#ifndef HELIOGRAPH_CLI_JSON_OUTPUT_H_
#define HELIOGRAPH_CLI_JSON_OUTPUT_H_

#include <string>

#include "command_line/json.h"
#include "crypto/p256.h"
#include "domain/directory.h"

namespace heliograph::cli {

[[nodiscard]] Json toJson(const domain::Application& application);

// The configuration that an application's phones carry (sdk/config.h).
[[nodiscard]] Json phoneConfiguration(const std::string& service_url, const ApplicationId& application,
                                      const crypto::P256PublicKey& channel_key);

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_CLI_JSON_OUTPUT_H_
