// TLS, with a certificate made for the test.

#include "http/tls.h"

#include <gtest/gtest.h>
#include <openssl/tls1.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "http/testing/server_fixture.h"

namespace heliograph::http::testing {
namespace {

class TlsTest : public ServerFixture {
 protected:
  TlsTest() {
    std::string name = (std::filesystem::temp_directory_path() / "heliograph-tls-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost -keyout " +
        key() + " -out " + certificate() + " 2>/dev/null";
    EXPECT_EQ(std::system(command.c_str()), 0);
  }
  ~TlsTest() override {
    stop();
    std::filesystem::remove_all(folder_);
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

TEST_F(TlsTest, DoesNotStartWithoutACertificateAndItsKey) {
  std::ofstream(folder_ / "other.pem") << "no key";
  for (const TlsFiles& files : {TlsFiles{"/nowhere.pem", key()}, TlsFiles{certificate(), "/nowhere.pem"},
                                TlsFiles{certificate(), folder_ / "other.pem"}}) {
    configuration_.tls = files;
    EXPECT_THROW(start(), std::runtime_error);
  }
}

}  // namespace
}  // namespace heliograph::http::testing
