// A client that says exactly what a test wants said: bytes on a socket, with or without TLS.

#ifndef HELIOGRAPH_SERVER_HTTP_TESTING_HTTP_CLIENT_H_
#define HELIOGRAPH_SERVER_HTTP_TESTING_HTTP_CLIENT_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct ssl_st;  // OpenSSL's SSL

namespace heliograph::http::testing {

struct ReceivedResponse {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

inline constexpr std::chrono::seconds kPatience{10};

// Every wait ends after kPatience with an exception. Not thread-safe.
class HttpClient {
 public:
  // Connects to the loopback address.
  explicit HttpClient(std::uint16_t port);
  // A socket that connects later, by connect().
  HttpClient();
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  void connect(std::uint16_t port);
  // False where the handshake fails. `highest_version` as OpenSSL counts (TLS1_1_VERSION).
  [[nodiscard]] bool startTls(int highest_version);
  [[nodiscard]] std::string tlsVersion() const;

  void send(std::string_view bytes);
  // One response; nothing where the connection ends before there is one.
  [[nodiscard]] std::optional<ReceivedResponse> receive(bool has_body = true);
  // True where the peer ends the connection and sends nothing more before.
  [[nodiscard]] bool ends();
  // True where nothing comes for `time`.
  [[nodiscard]] bool isSilentFor(std::chrono::milliseconds time);
  // As on a slow line: from now on waits for `pause` whenever it has read `bytes`.
  void readSlowly(std::size_t bytes, std::chrono::milliseconds pause);
  // Says that nothing more will be sent.
  void finishSending();

 private:
  [[nodiscard]] bool readMore();
  void pauseWhereItIsTime(std::size_t just_read);

  int socket_;
  ssl_st* tls_ = nullptr;
  std::string received_;
  std::size_t bytes_before_pause_ = 0;  // 0: never
  std::size_t bytes_since_pause_ = 0;
  std::chrono::milliseconds pause_{0};
};

// "GET /path HTTP/1.1" with a Host header, the given header lines (each with its line end) and the body.
[[nodiscard]] std::string requestText(std::string_view method, std::string_view target, std::string_view headers = "",
                                      std::string_view body = "");

}  // namespace heliograph::http::testing

#endif  // HELIOGRAPH_SERVER_HTTP_TESTING_HTTP_CLIENT_H_
