// What an application carries to reach its server: public, and pinned with the application.
//
//   {"service_url": "https://auth.example.org",
//    "application_id": "0f5b...",            UUID
//    "channel_public_key": "04..."}          hexadecimal, the uncompressed P-256 point (65 bytes)
//
// `heliograph app show` prints it.

#ifndef HELIOGRAPH_SDK_CONFIG_H_
#define HELIOGRAPH_SDK_CONFIG_H_

#include <string>
#include <string_view>

#include "crypto/p256.h"
#include "protocol/ids.h"
#include "sdk/error.h"

namespace heliograph::sdk {

struct Config {
  std::string service_url;  // http or https, without a trailing slash
  ApplicationId application;
  crypto::P256PublicKey channel_key;

  // kInvalidInputFormat, naming the member at fault; unknown members are refused.
  [[nodiscard]] static Outcome<Config> parse(std::string_view json);
};

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_CONFIG_H_
