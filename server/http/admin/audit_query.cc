#include "http/admin/audit_query.h"

#include <utility>

#include "domain/audit_log.h"
#include "http/admin/number_text.h"
#include "http/admin/time_field.h"
#include "http/query.h"

namespace heliograph::http {
namespace {

using SessionOfAnyKindId = Id<struct SessionOfAnyKindTag>;

Result<void, Problem> readTimes(const Fields& fields, domain::AuditQuery& query) {
  const auto from = optionalTime(fields, "from");
  if (!from) return fail(from.error());
  const auto to = optionalTime(fields, "to");
  if (!to) return fail(to.error());
  query.from = *from;
  query.to = *to;
  return {};
}

Result<void, Problem> readIds(const Fields& fields, domain::AuditQuery& query) {
  const auto organisation = fields.optionalId<domain::OrganisationId>("organisation_id");
  if (!organisation) return fail(organisation.error());
  const auto device = fields.optionalId<DeviceId>("device_id");
  if (!device) return fail(device.error());
  const auto session = fields.optionalId<SessionOfAnyKindId>("session_id");
  if (!session) return fail(session.error());
  const auto key = fields.optionalId<domain::ApiKeyId>("key_id");
  if (!key) return fail(key.error());
  query.organisation = *organisation;
  query.device = *device;
  if (*session) query.session = (*session)->bytes();
  query.api_key = *key;
  return {};
}

Result<void, Problem> readNames(const Fields& fields, domain::AuditQuery& query) {
  if (const auto name = fields.optionalText("action")) {
    query.action = domain::auditActionFromName(*name);
    if (!query.action) return fail(malformed("action: no action has this name"));
  }
  if (const auto name = fields.optionalText("outcome")) {
    query.outcome = domain::auditOutcomeFromName(*name);
    if (!query.outcome) return fail(malformed("outcome: it must be SUCCESS, FAILURE or REFUSED"));
  }
  return {};
}

Result<void, Problem> readPlace(const Fields& fields, domain::AuditQuery& query) {
  query.limit = kDefaultAuditPage;
  if (const auto text = fields.optionalText("limit")) {
    const auto limit = parseNumber<int>(*text, domain::kMaxAuditPage);
    if (!limit || *limit < 1) {
      return fail(malformed("limit: it must be within 1.." + std::to_string(domain::kMaxAuditPage)));
    }
    query.limit = *limit;
  }
  if (const auto text = fields.optionalText("cursor")) {
    query.before = parseCount(*text);
    if (!query.before) return fail(malformed("cursor: it must be what an answer gave as next_cursor"));
  }
  return {};
}

// Whatever a value holds, it does not end the link that it becomes a part of.
std::string percentEncoded(std::string_view text) {
  constexpr std::string_view kHexDigits = "0123456789ABCDEF";
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
  std::string encoded;
  for (const char character : text) {
    if (kPlain.find(character) != std::string_view::npos) {
      encoded += character;
      continue;
    }
    const auto byte = static_cast<unsigned char>(character);
    encoded.append({'%', kHexDigits[byte >> 4], kHexDigits[byte & 0x0F]});
  }
  return encoded;
}

}  // namespace

Result<AuditSearch, Problem> auditSearchOf(const Request& request) {
  auto fields = readQuery(request, {"from", "to", "organisation_id", "device_id", "session_id", "key_id", "action",
                                    "outcome", "limit", "cursor"});
  if (!fields) return fail(fields.error());
  domain::AuditQuery query;
  for (const auto read : {readTimes, readIds, readNames, readPlace}) {
    if (const auto done = read(*fields, query); !done) return fail(done.error());
  }
  return AuditSearch{std::move(*fields), query};
}

std::string nextPageOf(const AuditSearch& search, domain::AuditSequence next) {
  std::string query = "cursor=" + std::to_string(next);
  for (const char* name :
       {"from", "to", "organisation_id", "device_id", "session_id", "key_id", "action", "outcome", "limit"}) {
    const auto value = search.fields.optionalText(name);
    if (value) query.append("&").append(name).append("=").append(percentEncoded(*value));
  }
  return query;
}

}  // namespace heliograph::http
