// Against a real TLS server (tls_server_test.py) with certificates that openssl makes on the spot.

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "sdk/linux/http_transport.h"
#include "sdk/linux/temporary_folder_test.h"

namespace heliograph::sdk {
namespace {

bool runs(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }

// Runs until destroyed: its standard input is this end of a pipe.
class TlsServer {
 public:
  TlsServer(const std::filesystem::path& folder, const std::string& certificate, const std::string& newest_version) {
    const std::string port_file = (folder / "port").string();
    const std::string script = std::string(HELIOGRAPH_SOURCE_DIR) + "/sdk/linux/tls_server_test.py";
    std::filesystem::remove(port_file);
    EXPECT_EQ(std::system(("mkfifo " + port_file).c_str()), 0);
    pipe_.reset(::popen(("exec python3 -W ignore " + script + " " + (folder / certificate).string() + ".pem " +
                         (folder / certificate).string() + ".key " + newest_version + " >" + port_file)
                            .c_str(),
                        "w"));
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> ports(std::fopen(port_file.c_str(), "r"), std::fclose);
    EXPECT_EQ(std::fscanf(ports.get(), "%d", &port_), 1);
  }
  [[nodiscard]] std::string url(const std::string& host) const {
    return "https://" + host + ":" + std::to_string(port_);
  }

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe_{nullptr, ::pclose};
  int port_ = 0;
};

class HttpTransportTlsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!runs("python3 -c 'import ssl'") || !runs("openssl version")) {
      GTEST_SKIP() << "needs python3 and openssl";
    }
    makeCertificate("server", "DNS:localhost");
    makeCertificate("stranger", "DNS:localhost");
  }
  // Its own authority.
  void makeCertificate(const std::string& name, const std::string& subject) {
    const std::string path = (temporary.path() / name).string();
    ASSERT_TRUE(
        runs("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test"
             " -addext subjectAltName=" +
             subject + " -keyout " + path + ".key -out " + path + ".pem"));
  }
  [[nodiscard]] std::filesystem::path certificate(const std::string& name) const {
    return temporary.path() / (name + ".pem");
  }
  static Result<Bytes, TransportError> send(HttpTransport transport, const std::string& url) {
    return transport.exchange(url, bytesOf("a sealed message"));
  }

  TemporaryFolder temporary;
};

TEST_F(HttpTransportTlsTest, AServerOfTheGivenAuthorityIsReached) {
  const TlsServer server(temporary.path(), "server", "TLSv1_3");
  const auto answer = send(HttpTransport(certificate("server")), server.url("localhost"));
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(textOf(*answer), "sealed");
}

TEST_F(HttpTransportTlsTest, AnotherAuthorityIsRefused) {
  const TlsServer server(temporary.path(), "server", "TLSv1_3");
  EXPECT_EQ(send(HttpTransport(certificate("stranger")), server.url("localhost")).error(),
            TransportError::kUnreachable);
  EXPECT_EQ(send(HttpTransport(), server.url("localhost")).error(), TransportError::kUnreachable);
  EXPECT_EQ(send(HttpTransport("/nonexistent.pem"), server.url("localhost")).error(), TransportError::kUnreachable);
}

TEST_F(HttpTransportTlsTest, AnotherNameIsRefused) {
  const TlsServer server(temporary.path(), "server", "TLSv1_3");
  EXPECT_EQ(send(HttpTransport(certificate("server")), server.url("127.0.0.1")).error(), TransportError::kUnreachable);
}

TEST_F(HttpTransportTlsTest, NothingOlderThanTls12IsSpoken) {
  const TlsServer newer(temporary.path(), "server", "TLSv1_2");
  EXPECT_TRUE(send(HttpTransport(certificate("server")), newer.url("localhost")).has_value());
  const TlsServer older(temporary.path(), "server", "TLSv1_1");
  EXPECT_EQ(send(HttpTransport(certificate("server")), older.url("localhost")).error(), TransportError::kUnreachable);
}

}  // namespace
}  // namespace heliograph::sdk
