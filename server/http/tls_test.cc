// TLS, with a certificate made for the test.

#include "http/tls.h"

#include <gtest/gtest.h>
#include <openssl/tls1.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "http/router.h"
#include "http/testing/server_fixture.h"

namespace heliograph::http::testing {
namespace {

class TlsTest : public ServerFixture {
 protected:
  TlsTest() {
    std::string name = (std::filesystem::temp_directory_path() / "heliograph-tls-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    makeCertificate("-nodes", key(), certificate());
  }
  ~TlsTest() override {
    stop();
    std::filesystem::remove_all(folder_);
  }
  static void makeCertificate(const std::string& option, const std::string& key, const std::string& certificate) {
    const std::string command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 " + option +
                                " -days 2 -subj /CN=localhost -keyout " + key + " -out " + certificate + " 2>/dev/null";
    EXPECT_EQ(std::system(command.c_str()), 0);
  }
  [[nodiscard]] std::string failure(const TlsFiles& files) {
    configuration_.tls = files;
    try {
      start();
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  }
  [[nodiscard]] std::string key() const { return folder_ / "key.pem"; }
  [[nodiscard]] std::string certificate() const { return folder_ / "certificate.pem"; }

  std::filesystem::path folder_;
};

TEST_F(TlsTest, ServesTls12And13) {
  configuration_.tls = TlsFiles{certificate(), key()};
  for (const auto& [highest, name] : {std::pair{TLS1_3_VERSION, "TLSv1.3"}, std::pair{TLS1_2_VERSION, "TLSv1.2"}}) {
    HttpClient client(port());
    ASSERT_TRUE(client.startTls(highest));
    EXPECT_EQ(client.tlsVersion(), name);
    client.send(requestText("GET", "/health/live"));
    EXPECT_EQ(client.receive().value().status, 200);
  }
}

TEST_F(TlsTest, TellsHandlersThatARequestDidNotComePlain) {
  configuration_.tls = TlsFiles{certificate(), key()};
  bool is_plain = true;
  add_demo_routes_ = [&is_plain](Router& router) {
    router.add(Method::kGet, "/demo/api/request",
               [&is_plain](const Request& request, const PathParameters&) -> Outcome {
                 is_plain = request.is_plain_loopback;
                 return noContent();
               });
  };
  HttpClient client(port());
  ASSERT_TRUE(client.startTls(TLS1_3_VERSION));
  client.send(requestText("GET", "/demo/api/request"));
  EXPECT_EQ(client.receive().value().status, 204);
  stop();
  EXPECT_FALSE(is_plain);
}

TEST_F(TlsTest, RefusesTls11) {
  configuration_.tls = TlsFiles{certificate(), key()};
  HttpClient client(port());
  EXPECT_FALSE(client.startTls(TLS1_1_VERSION));
}

TEST_F(TlsTest, EndsAConnectionThatSpeaksPlainHttp) {
  configuration_.tls = TlsFiles{certificate(), key()};
  HttpClient client(port());
  client.send(requestText("GET", "/health/live"));
  const auto response = client.receive();
  EXPECT_FALSE(response && response->status == 200);
}

TEST_F(TlsTest, MayListenOnAnAddressThatOthersReach) {
  configuration_.address = "0.0.0.0";
  configuration_.tls = TlsFiles{certificate(), key()};
  EXPECT_NE(port(), 0);
}

TEST_F(TlsTest, KeepsAConnectionAndEndsItWhenAsked) {
  configuration_.tls = TlsFiles{certificate(), key()};
  HttpClient client(port());
  ASSERT_TRUE(client.startTls(TLS1_3_VERSION));
  client.send(requestText("GET", "/health/live") + requestText("GET", "/health/live"));
  EXPECT_EQ(client.receive().value().status, 200);
  EXPECT_EQ(client.receive().value().status, 200);
  client.send(requestText("GET", "/nothing", "Connection: close\r\n"));
  EXPECT_EQ(client.receive().value().status, 404);
  EXPECT_TRUE(client.ends());
}

TEST_F(TlsTest, EndsIdleConnectionsWhenItStops) {
  configuration_.tls = TlsFiles{certificate(), key()};
  HttpClient client(port());
  ASSERT_TRUE(client.startTls(TLS1_3_VERSION));
  client.send(requestText("GET", "/health/live"));
  EXPECT_EQ(client.receive().value().status, 200);
  stop();
  EXPECT_TRUE(client.ends());
}

TEST_F(TlsTest, EndsAConnectionWhoseHandshakeComesTooSlowly) {
  configuration_.tls = TlsFiles{certificate(), key()};
  configuration_.read_timeout = std::chrono::milliseconds(200);
  HttpClient client(port());
  client.send("\x16\x03\x01");
  EXPECT_TRUE(client.ends());
}

TEST_F(TlsTest, DoesNotStartWithoutACertificateAndItsKey) {
  const std::string missing = folder_ / "missing.pem";
  EXPECT_EQ(failure({missing, key()}), missing + ": no certificate chain in PEM can be read from it");
  EXPECT_EQ(failure({certificate(), missing}).find(missing + ": no private key"), 0U);
  std::ofstream(missing) << "no key";
  EXPECT_EQ(failure({certificate(), missing}).find(missing + ": no private key"), 0U);
}

TEST_F(TlsTest, DoesNotStartWithAnotherCertificatesKey) {
  const std::string other_key = folder_ / "other-key.pem";
  makeCertificate("-nodes", other_key, folder_ / "other-certificate.pem");
  EXPECT_NE(failure({certificate(), other_key}), "");
}

TEST_F(TlsTest, AsksNobodyForThePassphraseOfAKey) {
  const std::string locked_key = folder_ / "locked-key.pem";
  makeCertificate("-passout pass:secret", locked_key, certificate());
  EXPECT_EQ(failure({certificate(), locked_key}).find(locked_key + ": no private key"), 0U);
}

}  // namespace
}  // namespace heliograph::http::testing
