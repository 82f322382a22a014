#include "http/service_provider/offline_authentications.h"

#include <string>

#include "http/body_reader.h"
#include "http/guarded.h"
#include "http/idempotency.h"
#include "http/json.h"
#include "http/media_type.h"
#include "http/qr_code.h"
#include "http/time_text.h"

namespace heliograph::http {
namespace {

constexpr const char* kOfflineAuthentications = "/api/smart-device/v1/offline-authentications";
constexpr std::string_view kSvg = "image/svg+xml";
constexpr std::string_view kPng = "image/png";

Json toJson(const domain::OfflineAuthenticationView& view) {
  const domain::OfflineSession& session = view.session;
  Json json{{"id", session.id.text()},
            {"device_id", session.device.text()},
            {"auth_method", protocol::apiName(session.parameters.method)},
            {"context", session.context.text()},
            {"otp_length", session.parameters.otp_length.digits()},
            {"status", domain::nameOf(view.status)},
            {"remaining_attempts", view.remaining_attempts},
            {"created_at", formatRfc3339(session.created_at)},
            {"expires_at", formatRfc3339(session.expires_at)}};
  if (session.finished_at) json.add("finished_at", formatRfc3339(*session.finished_at));
  if (view.locked_until) json.add("locked_until", formatRfc3339(*view.locked_until));
  return json;
}

std::string_view nameOf(domain::VerifyResult result) {
  switch (result) {
    case domain::VerifyResult::kSuccess:
      return "SUCCESS";
    case domain::VerifyResult::kFailure:
      return "FAILURE";
  }
  return "FAILURE";
}

std::string_view nameOf(domain::LockWarning warning) {
  switch (warning) {
    case domain::LockWarning::kTemporary:
      return "TEMPORARY";
    case domain::LockWarning::kPermanent:
      return "PERMANENT";
  }
  return "PERMANENT";
}

Result<protocol::AuthMethod, Problem> offlineMethodOf(const Fields& body) {
  const auto name = body.text("auth_method");
  if (!name) return fail(name.error());
  const auto method = protocol::authMethodFromApiName(*name);
  if (!method || !protocol::isOffline(*method)) return fail(malformed("auth_method is not the name of an offline one"));
  return *method;
}

Outcome begin(const Call& call, domain::OfflineAuthentications& authentications,
              const domain::IdempotencyKeys& idempotency_keys) {
  const auto idempotency = idempotencyKeyOf(call, idempotency_keys);
  if (!idempotency) return fail(idempotency.error());
  const auto body = readBody(call.request, {"device_id", "auth_method", "context"});
  if (!body) return fail(body.error());
  const auto device = body->id<DeviceId>("device_id");
  if (!device) return fail(device.error());
  const auto method = offlineMethodOf(*body);
  if (!method) return fail(method.error());
  const auto context = body->text("context");
  if (!context) return fail(context.error());

  const auto begun = authentications.begin(call.caller, *device, *method, *context, *idempotency, call.now);
  if (!begun) return fail(problemOf(begun.error()));

  Json json = toJson(begun->view);
  json.add("verification_data", textOf(begun->verification_data.digits().view()));
  return createdJson(std::string(kOfflineAuthentications) + "/" + begun->view.session.id.text(), json);
}

Outcome verify(const Call& call, domain::OfflineAuthentications& authentications,
               const domain::IdempotencyKeys& idempotency_keys, const domain::OfflineSessionId& id) {
  const auto idempotency = idempotencyKeyOf(call, idempotency_keys);
  if (!idempotency) return fail(idempotency.error());
  const auto body = readBody(call.request, {"otp"});
  if (!body) return fail(body.error());
  const auto otp = body->text("otp");
  if (!otp) return fail(otp.error());

  const auto verified = authentications.verify(call.caller, id, *otp, *idempotency, call.now);
  if (!verified) return fail(problemOf(verified.error()));

  Json json = toJson(verified->view);
  json.add("result", nameOf(verified->result));
  if (verified->warning) json.add("lock_warning", nameOf(*verified->warning));
  return okJson(json);
}

Outcome find(const Call& call, domain::OfflineAuthentications& authentications, const domain::OfflineSessionId& id) {
  const auto found = authentications.find(call.caller, id, call.now);
  if (!found) return fail(problemOf(found.error()));
  return okJson(toJson(*found));
}

Outcome cancel(const Call& call, domain::OfflineAuthentications& authentications, const domain::OfflineSessionId& id) {
  if (const auto empty = requireEmptyBody(call.request); !empty) return fail(empty.error());
  const auto cancelled = authentications.cancel(call.caller, id, call.now);
  if (!cancelled) return fail(problemOf(cancelled.error()));
  return okJson(toJson(*cancelled));
}

Outcome drawQr(const Call& call, domain::OfflineAuthentications& authentications, const domain::OfflineSessionId& id) {
  const auto type = negotiate(call.request.header("Accept"), {kSvg, kPng});
  if (!type) return fail(Problem{ProblemCode::kNotAcceptable, "the QR code is image/svg+xml or image/png"});
  const auto data = authentications.verificationData(call.caller, id, call.now);
  if (!data) return fail(problemOf(data.error()));

  const auto code = QrCode::ofDigits(textOf(data->digits().view())).value();
  return Response{200, {}, std::string(*type), *type == kSvg ? toSvg(code) : std::string(textOf(toPng(code)))};
}

}  // namespace

void addOfflineAuthenticationRoutes(Router& router, ApiKeyGate& gate, domain::OfflineAuthentications& authentications,
                                    const domain::IdempotencyKeys& idempotency_keys) {
  const std::string path = kOfflineAuthentications;
  const auto with_id = [&](Access access, auto function) {
    return guardedWithId<domain::OfflineSessionId>(
        gate, access, ProblemCode::kUnknownSession,
        [&authentications, function](const Call& call, const auto& id) { return function(call, authentications, id); });
  };
  const auto verify_idempotently = [&idempotency_keys](const Call& call, domain::OfflineAuthentications& all,
                                                       const domain::OfflineSessionId& id) {
    return verify(call, all, idempotency_keys, id);
  };
  router.add(Method::kPost, path,
             guarded(gate, Access::kWrite, [&authentications, &idempotency_keys](const Call& call) {
               return begin(call, authentications, idempotency_keys);
             }));
  router.add(Method::kPost, path + "/{session_id}/verify", with_id(Access::kWrite, verify_idempotently));
  router.add(Method::kGet, path + "/{session_id}", with_id(Access::kRead, find));
  router.add(Method::kPost, path + "/{session_id}/cancel", with_id(Access::kWrite, cancel));
  router.add(Method::kGet, path + "/{session_id}/qr", with_id(Access::kRead, drawQr));
}

}  // namespace heliograph::http
