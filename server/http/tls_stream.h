// Streams in TLS, as tls.h configures it.

#ifndef HELIOGRAPH_SERVER_HTTP_TLS_STREAM_H_
#define HELIOGRAPH_SERVER_HTTP_TLS_STREAM_H_

#include "http/stream.h"
#include "http/tls.h"

namespace heliograph::http {

// Reads the files now. Throws as configureTls() does.
[[nodiscard]] MakeStream tlsStreams(const TlsFiles& files);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_TLS_STREAM_H_
