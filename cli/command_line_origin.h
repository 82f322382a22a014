// Who works at the command line, for the audit log.

#ifndef HELIOGRAPH_CLI_COMMAND_LINE_ORIGIN_H_
#define HELIOGRAPH_CLI_COMMAND_LINE_ORIGIN_H_

#include "domain/audit_event.h"

namespace heliograph::cli {

// kCommandLine, with "local user NAME" as address: the user of this process.
[[nodiscard]] domain::AuditOrigin commandLineOrigin();

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_CLI_COMMAND_LINE_ORIGIN_H_
