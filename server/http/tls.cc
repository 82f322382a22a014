#include "http/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <stdexcept>
#include <string>

namespace heliograph::http {
namespace {

constexpr const char* kTls12Suites = "ECDHE+AESGCM:ECDHE+CHACHA20";

// A passphrase would be asked for on the terminal of a server that has none.
int refusePassphrase(char*, int, int, void*) { return -1; }

// Most of OpenSSL's setters return 1 as an int, some as a long.
void require(long success, const std::string& sentence) {
  ERR_clear_error();
  if (success != 1) throw std::runtime_error(sentence);
}

}  // namespace

void configureTls(ssl_ctx_st* context, const TlsFiles& files) {
  require(SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION), "TLS 1.2 is not available");
  require(SSL_CTX_set_cipher_list(context, kTls12Suites), "the cipher suites of TLS 1.2 are not available");
  SSL_CTX_set_options(
      context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  require(SSL_CTX_set_num_tickets(context, 0), "session tickets cannot be turned off");
  SSL_CTX_set_default_passwd_cb(context, refusePassphrase);
  require(SSL_CTX_use_certificate_chain_file(context, files.certificate_chain.c_str()),
          files.certificate_chain.string() + ": no certificate chain in PEM can be read from it");
  require(SSL_CTX_use_PrivateKey_file(context, files.private_key.c_str(), SSL_FILETYPE_PEM),
          files.private_key.string() +
              ": no private key in PEM, without a passphrase and of the certificate's kind, can be read from it");
  require(SSL_CTX_check_private_key(context), "the private key does not belong to the certificate");
}

}  // namespace heliograph::http
