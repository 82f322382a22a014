// Heads of the audit log that somebody has kept: what `heliograph audit heads` and GET /admin-api/v1/audit-heads print.

#ifndef HELIOGRAPH_CLI_AUDIT_HEADS_FILE_H_
#define HELIOGRAPH_CLI_AUDIT_HEADS_FILE_H_

#include <filesystem>
#include <vector>

#include "domain/audit_chain.h"

namespace heliograph::cli {

// Throws CommandFailure (kUnusable) that names the file and the member at fault.
[[nodiscard]] std::vector<domain::AuditHead> readAuditHeads(const std::filesystem::path& file);

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_CLI_AUDIT_HEADS_FILE_H_
