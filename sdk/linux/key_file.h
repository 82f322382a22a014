// The content of keys.json.
//
//   {"version": 1,
//    "signing_key": "<64 hexadecimal digits>",      absent where there is none
//    "records": {"<name>": "<hexadecimal digits>", ...}}

#ifndef HELIOGRAPH_SDK_LINUX_KEY_FILE_H_
#define HELIOGRAPH_SDK_LINUX_KEY_FILE_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/secret.h"
#include "crypto/p256.h"

namespace heliograph::sdk {

struct KeyFile {
  std::optional<crypto::P256Scalar> signing_key;
  std::map<std::string, SecretBytes, std::less<>> records;

  // Requires names for which isRecordName() holds.
  [[nodiscard]] SecretBytes encode() const;

  // Nothing where the text is not what encode() writes, white space and the order of members aside. The JSON parser
  // keeps short-lived copies that are not wiped; those of whole values are.
  [[nodiscard]] static std::optional<KeyFile> decode(ByteView text);
};

// [a-z0-9/-], 1 to 64 characters.
[[nodiscard]] bool isRecordName(std::string_view name);

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_LINUX_KEY_FILE_H_
