// The server's side of TLS: versions, cipher suites and the certificate.

#ifndef HELIOGRAPH_SERVER_HTTP_TLS_H_
#define HELIOGRAPH_SERVER_HTTP_TLS_H_

#include <filesystem>

struct ssl_ctx_st;  // OpenSSL's SSL_CTX

namespace heliograph::http {

struct TlsFiles {
  std::filesystem::path certificate_chain;  // PEM
  std::filesystem::path private_key;        // PEM
};

// TLS 1.2 and 1.3; of 1.2 only suites with forward secrecy and AEAD (RFC 9325 section 4.2). No renegotiation, no
// compression. No session tickets: their key would live as long as the process and decrypt all that was resumed.
//
// Throws std::runtime_error with a sentence for the operator where a file cannot be read, the private key has a
// passphrase, or it does not belong to the certificate.
void configureTls(ssl_ctx_st* context, const TlsFiles& files);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_TLS_H_
