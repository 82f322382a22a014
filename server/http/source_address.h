// Who a request comes from, as limits per source count it.

#ifndef HELIOGRAPH_SERVER_HTTP_SOURCE_ADDRESS_H_
#define HELIOGRAPH_SERVER_HTTP_SOURCE_ADDRESS_H_

#include <string>

#include "base/bytes.h"

namespace heliograph::http {

// An IPv4 address is itself, one mapped into IPv6 too. Of any other IPv6 address it is the /64: whoever has one has all
// of its addresses, so a limit per address would be none. Requires 4 or 16 bytes.
[[nodiscard]] std::string sourceOf(ByteView address);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_SOURCE_ADDRESS_H_
