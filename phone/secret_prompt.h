// Secrets from the person at the keyboard: never from the command line, where every process of the machine could read
// them.

#ifndef HELIOGRAPH_PHONE_SECRET_PROMPT_H_
#define HELIOGRAPH_PHONE_SECRET_PROMPT_H_

#include <string_view>

#include "base/secret.h"

namespace heliograph::phone {

// On a terminal: shows `prompt` on it and reads one line without echo. Else: reads one line of standard input. The line
// comes without its end. Throws CommandFailure (kUnusable) where there is no line.
[[nodiscard]] SecretBytes promptForSecret(std::string_view prompt);

}  // namespace heliograph::phone

#endif  // HELIOGRAPH_PHONE_SECRET_PROMPT_H_
