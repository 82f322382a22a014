#include "sdk/web/binding/page_transport.h"

#include "protocol/channel.h"
#include "sdk/web/binding/page.h"

namespace heliograph::sdk::web {
namespace {

// In the order of src/transport.ts, from 1.
TransportError errorOf(PageStatus status) {
  switch (status) {
    case 2:
      return TransportError::kRejected;
    case 3:
      return TransportError::kBusy;
    default:
      return TransportError::kUnreachable;
  }
}

}  // namespace

Result<Bytes, TransportError> PageTransport::exchange(const std::string& service_url, ByteView message) {
  const PageStatus status = pageExchange(service_url.data(), service_url.size(), message.data(), message.size());
  if (status != 0) return fail(errorOf(status));
  if (pageAnswerSize() > protocol::kMaxChannelMessageSize) return fail(TransportError::kRejected);
  Bytes answer(pageAnswerSize());
  pageTakeAnswer(answer.data());
  return answer;
}

}  // namespace heliograph::sdk::web
