// How an audit event is stored, in the columns of audit_sql.h; its words as the interfaces say them
// (domain/audit_event.h).

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_AUDIT_COLUMNS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_AUDIT_COLUMNS_H_

#include <optional>
#include <string_view>

#include "domain/audit_event.h"
#include "store/commands/audit_sql.h"
#include "store/commands/domain_columns.h"
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

// All but the sequence.
template <>
struct Stored<domain::AuditEvent> {
  static constexpr int kColumns = static_cast<int>(kAuditColumns.size());
  static void write(Parameters& parameters, const domain::AuditEvent& event) {
    writeEach(parameters, event.at, event.origin.actor, event.origin.api_key, event.origin.request_id,
              event.origin.address, event.action, event.outcome, event.organisation, event.application, event.device,
              event.session, event.auth_method, event.context_hash, event.detail);
  }
  static domain::AuditEvent read(Columns& columns) {
    domain::AuditEvent event{};
    readEach(columns, event.at, event.origin.actor, event.origin.api_key, event.origin.request_id, event.origin.address,
             event.action, event.outcome, event.organisation, event.application, event.device, event.session,
             event.auth_method, event.context_hash, event.detail);
    return event;
  }

 private:
  template <class... Values>
  static void writeEach(Parameters& parameters, const Values&... values) {
    (Stored<Values>::write(parameters, values), ...);
  }
  template <class... Values>
  static void readEach(Columns& columns, Values&... values) {
    ((values = Stored<Values>::read(columns)), ...);
  }
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_AUDIT_COLUMNS_H_
