// Content codings (RFC 9110 sections 8.4.1 and 12.5.3): which of the forms of a file the caller likes most.

#ifndef HELIOGRAPH_SERVER_HTTP_PAGES_ACCEPT_ENCODING_H_
#define HELIOGRAPH_SERVER_HTTP_PAGES_ACCEPT_ENCODING_H_

#include <span>
#include <string_view>

namespace heliograph::http {

enum class ContentCoding { kBrotli, kGzip, kIdentity };

// "br", "gzip" or "identity".
[[nodiscard]] std::string_view nameOf(ContentCoding coding);

// Of `offers`, the best first, the one that the Accept-Encoding field likes most, an earlier one where it likes two as
// much. A coding is accepted only where the field names it, or has a "*" for it. kIdentity, which must be on offer, is
// what a caller gets who names nothing that there is, or refuses everything: section 12.5.3 allows that, and somebody
// who can read no coding at all does not exist.
[[nodiscard]] ContentCoding chooseCoding(std::string_view accept_encoding, std::span<const ContentCoding> offers);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_PAGES_ACCEPT_ENCODING_H_
