// How the words of audit events rest in the database: as the interfaces say them (domain/audit_event.h).

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_AUDIT_COLUMNS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_AUDIT_COLUMNS_H_

#include <optional>
#include <string_view>

#include "domain/audit_event.h"
#include "store/commands/stored.h"

namespace heliograph::store {

// A value that rests as its name; `fromName` is the way back.
template <class Enum, std::optional<Enum> (*fromName)(std::string_view)>
struct StoredAsName {
  static constexpr int kColumns = 1;
  static void write(Parameters& parameters, Enum value) { parameters.text(domain::nameOf(value)); }
  static Enum read(Columns& columns) {
    const auto value = fromName(columns.text());
    if (!value) throwUnexpectedContent();
    return *value;
  }
};

template <>
struct Stored<domain::AuditActor> : StoredAsName<domain::AuditActor, domain::auditActorFromName> {};
template <>
struct Stored<domain::AuditAction> : StoredAsName<domain::AuditAction, domain::auditActionFromName> {};
template <>
struct Stored<domain::AuditOutcome> : StoredAsName<domain::AuditOutcome, domain::auditOutcomeFromName> {};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_AUDIT_COLUMNS_H_
