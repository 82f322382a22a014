// The client over TLS, with certificates made for the test.

#include "demo_bank/service_provider_client.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>

#include "http/testing/server_fixture.h"

namespace heliograph::bank {
namespace {

class ClientOverTls : public http::testing::ServerFixture {
 protected:
  ClientOverTls() {
    std::string name = (std::filesystem::temp_directory_path() / "heliograph-bank-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~ClientOverTls() override {
    stop();
    std::filesystem::remove_all(folder_);
  }
  [[nodiscard]] std::filesystem::path key() const { return folder_ / "key.pem"; }
  [[nodiscard]] std::filesystem::path certificate() const { return folder_ / "certificate.pem"; }
  // Serves with a certificate of its own for `name` ("IP:127.0.0.1").
  void serveAs(const std::string& name) {
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
        "-subj /CN=test -addext subjectAltName=" +
        name + " -keyout " + key().string() + " -out " + certificate().string() + " 2>/dev/null";
    ASSERT_EQ(std::system(command.c_str()), 0);
    configuration_.tls = http::TlsFiles{certificate(), key()};
    start();
  }
  [[nodiscard]] HttpAnswer get(std::optional<std::filesystem::path> certificate_authorities) {
    return ServiceProviderClient("https://127.0.0.1:" + std::to_string(port()), bank_.key.text(),
                                 SecretBytes::copyOf(bytesOf(bank_.key_secret)),
                                 {.certificate_authorities = std::move(certificate_authorities)})
        .get("/devices");
  }

  std::filesystem::path folder_;
};

TEST_F(ClientOverTls, TrustsTheCertificateThatItIsGiven) {
  serveAs("IP:127.0.0.1");
  EXPECT_EQ(get(certificate()).status, 200);
}

TEST_F(ClientOverTls, TrustsNoOther) {
  serveAs("IP:127.0.0.1");
  const HttpAnswer answer = get(std::nullopt);
  EXPECT_EQ(answer.status, 0);
  EXPECT_THAT(answer.failure, ::testing::Not(::testing::IsEmpty()));
}

TEST_F(ClientOverTls, TrustsNoCertificateOfAnotherName) {
  serveAs("DNS:bank.example");
  EXPECT_EQ(get(certificate()).status, 0);
}

}  // namespace
}  // namespace heliograph::bank
