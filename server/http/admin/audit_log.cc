#include "http/admin/audit_log.h"

#include <string>

#include "base/hex.h"
#include "crypto/base64.h"
#include "http/admin/audit_query.h"
#include "http/admin/number_text.h"
#include "http/body_reader.h"
#include "http/guarded.h"
#include "http/json.h"
#include "http/media_type.h"
#include "http/query.h"
#include "http/time_text.h"
#include "protocol/auth_method.h"

namespace heliograph::http {
namespace {

constexpr const char* kAuditEvents = "/admin-api/v1/audit-events";
constexpr const char* kAuditHeads = "/admin-api/v1/audit-heads";
constexpr const char* kAuditVerification = "/admin-api/v1/audit-verification";
constexpr std::string_view kJsonLines = "application/jsonl";

// What callers said is cut at a number of bytes, so maybe within a character, which is replaced then.
std::string textOf(const Json& json) { return json.text(BadUtf8::kReplace); }

void addOrigin(Json& json, const domain::AuditOrigin& origin) {
  json.add("actor", domain::nameOf(origin.actor));
  if (origin.api_key) json.add("key_id", origin.api_key->text());
  if (!origin.request_id.empty()) json.add("request_id", origin.request_id);
  if (!origin.address.empty()) json.add("address", origin.address);
}

Json eventJson(const domain::StoredAuditEvent& stored) {
  const domain::AuditEvent& event = stored.event;
  Json json{{"sequence", stored.sequence}, {"at", formatRfc3339(event.at)}};
  addOrigin(json, event.origin);
  json.add("action", domain::nameOf(event.action));
  json.add("outcome", domain::nameOf(event.outcome));
  if (event.organisation) json.add("organisation_id", event.organisation->text());
  if (event.application) json.add("application_id", event.application->text());
  if (event.device) json.add("device_id", event.device->text());
  if (event.session) json.add("session_id", formatUuid(*event.session));
  if (event.auth_method) json.add("auth_method", protocol::apiName(*event.auth_method));
  if (event.context_hash) json.add("context_sha256", toHex(*event.context_hash));
  if (!event.detail.empty()) json.add("detail", event.detail);
  return json;
}

Response renderLines(const domain::AuditPage& page, const AuditSearch& search) {
  Response response{200, {}, std::string(kJsonLines), {}};
  for (const domain::StoredAuditEvent& event : page.events) response.body.append(renderAuditEvent(event)).append("\n");
  if (page.next) {
    const std::string target = std::string(kAuditEvents) + "?" + nextPageOf(search, *page.next);
    response.headers.emplace_back("Link", "<" + target + ">; rel=\"next\"");
  }
  return response;
}

Response renderPage(const domain::AuditPage& page) {
  Json json{{"events", Json::listOf(page.events, eventJson)}};
  if (page.next) json.add("next_cursor", std::to_string(*page.next));
  return {200, {}, std::string(kJson), textOf(json)};
}

Outcome search(const Call& call, domain::AuditLog& audit_log) {
  const auto search = auditSearchOf(call.request);
  if (!search) return fail(search.error());
  const auto type = negotiate(call.request.header("Accept"), {kJson, kJsonLines});
  if (!type) return fail(Problem{ProblemCode::kNotAcceptable, "events are application/json or application/jsonl"});
  const domain::AuditPage page = audit_log.search(search->query);
  return *type == kJson ? renderPage(page) : renderLines(page, *search);
}

Outcome showHeads(const Call& call, domain::AuditLog& audit_log) {
  const auto query = readQuery(call.request, {"after"});
  if (!query) return fail(query.error());
  const auto after = parseCount(query->optionalText("after").value_or("0"));
  if (!after) return fail(malformed("after: it must be the number of a head"));

  return okJson({{"heads", Json::listOf(audit_log.heads(*after), toJson)},
                 {"public_key", crypto::toBase64(audit_log.publicKey().point())}});
}

std::string_view nameOf(domain::AuditFault::Kind kind) {
  switch (kind) {
    case domain::AuditFault::Kind::kBadSignature:
      return "BAD_SIGNATURE";
    case domain::AuditFault::Kind::kBrokenChain:
      return "BROKEN_CHAIN";
    case domain::AuditFault::Kind::kEventsDiffer:
      return "EVENTS_DIFFER";
    case domain::AuditFault::Kind::kHeadMissing:
      return "HEAD_MISSING";
    case domain::AuditFault::Kind::kEventsUncovered:
      return "EVENTS_UNCOVERED";
  }
  return "";
}

Outcome verify(const Call& call, domain::AuditLog& audit_log) {
  if (const auto empty = requireEmptyBody(call.request); !empty) return fail(empty.error());
  const auto verified = audit_log.verify();
  if (!verified) {
    const domain::AuditFault& fault = verified.error();
    Json details{{"kind", nameOf(fault.kind)}, {"head", fault.head}, {"detail", domain::sentenceOf(fault)}};
    return okJson({{"valid", false}, {"fault", std::move(details)}});
  }
  return okJson(
      {{"valid", true}, {"heads", verified->heads}, {"events", verified->events}, {"unsealed", verified->unsealed}});
}

}  // namespace

std::string renderAuditEvent(const domain::StoredAuditEvent& event) { return textOf(eventJson(event)); }
Json toJson(const domain::AuditHead& head) {
  return {{"number", head.number},
          {"first", head.first},
          {"last", head.last},
          {"count", head.count},
          {"root", toHex(head.root)},
          {"previous", toHex(head.previous)},
          {"at", formatRfc3339(head.at)},
          {"signature", crypto::toBase64(head.signature)}};
}

void addAuditRoutes(Router& router, ApiKeyGate& gate, domain::AuditLog& audit_log) {
  const auto with_log = [&](auto function) {
    return guarded(gate, Access::kAdmin,
                   [&audit_log, function](const Call& call) { return function(call, audit_log); });
  };
  router.add(Method::kGet, kAuditEvents, with_log(search));
  router.add(Method::kGet, kAuditHeads, with_log(showHeads));
  router.add(Method::kPost, kAuditVerification, with_log(verify));
}

}  // namespace heliograph::http
