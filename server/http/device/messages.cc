#include "http/device/messages.h"

#include <string>

#include "http/media_type.h"
#include "protocol/channel.h"

namespace heliograph::http {
namespace {

Problem problemOf(protocol::ChannelError error) {
  switch (error) {
    case protocol::ChannelError::kUnknownKey:
      return {ProblemCode::kUnknownChannelKey,
              "the message is sealed for a channel key that this server does not have"};
    case protocol::ChannelError::kMalformed:
    case protocol::ChannelError::kUnknownVersion:
    case protocol::ChannelError::kDoesNotOpen:
      break;
  }
  return malformed("the body is not a message that this server can open");
}

Outcome answer(const Request& request, domain::DeviceCalls& device_calls, TimePoint now) {
  if (const auto type = requireMediaType(request, kOctetStream); !type) return fail(type.error());
  if (request.body.size() > protocol::kMaxChannelMessageSize) {
    const std::string limit = std::to_string(protocol::kMaxChannelMessageSize);
    return fail(Problem{ProblemCode::kBodyTooLarge, "a message has at most " + limit + " bytes"});
  }
  const auto sealed = device_calls.answer(bytesOf(request.body), request.source, request.request_id, now);
  if (!sealed) return fail(problemOf(sealed.error()));
  return Response{200, {}, std::string(kOctetStream), std::string(textOf(*sealed))};
}

}  // namespace

void addDeviceMessageRoutes(Router& router, domain::DeviceCalls& device_calls, const Clock& clock) {
  router.add(Method::kPost, "/api/device/v1/messages",
             [&](const Request& request, const PathParameters&) { return answer(request, device_calls, clock.now()); });
}

}  // namespace heliograph::http
