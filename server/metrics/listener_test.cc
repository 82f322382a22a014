#include "metrics/listener.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string>

#include "metrics/testing/exposition.h"

namespace heliograph::metrics {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using ::testing::ThrowsMessage;

ListenerAddress loopback(int port = 0) { return ListenerAddress::parse("127.0.0.1:" + std::to_string(port)).value(); }

int portOf(const std::string& url) {
  const std::size_t colon = url.rfind(':');
  return std::stoi(url.substr(colon + 1));
}

// A connection to a port of this machine.
class Connection {
 public:
  explicit Connection(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // The sockets interface wants it so.
    is_open_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~Connection() { ::close(socket_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] bool isOpen() const { return is_open_; }
  [[nodiscard]] std::string ask(const std::string& path) const {
    const std::string request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    EXPECT_EQ(::send(socket_, request.data(), request.size(), 0), static_cast<ssize_t>(request.size()));
    std::string answer;
    std::array<char, 4096> part{};
    for (ssize_t size = 1; size > 0; answer.append(part.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)))) {
      size = ::recv(socket_, part.data(), part.size(), 0);
    }
    return answer;
  }

 private:
  int socket_;
  bool is_open_ = false;
};

TEST(ListenerTest, AnswersAScrapeWithWhatIsCounted) {
  Metrics metrics("1.2.3");
  const Listener listener(metrics, loopback());
  metrics.ofDomain().methodLocked(domain::LockReason::kAdmin);
  EXPECT_THAT(listener.url(), AllOf(StartsWith("http://127.0.0.1:"), ::testing::EndsWith("/metrics")));
  const std::string answer = Connection(portOf(listener.url())).ask("/metrics");
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("Content-Type: text/plain")));
  const testing::Exposition shown(answer.substr(answer.find("\r\n\r\n") + 4));
  EXPECT_EQ(shown.value(R"(heliograph_locks_total{reason="admin",what="method"})"), 1);
}

TEST(ListenerTest, HasNothingElse) {
  const Metrics metrics("1.2.3");
  const Listener listener(metrics, loopback());
  for (const char* path : {"/", "/CMakeCache.txt", "/../CMakeCache.txt", "/health/live"}) {
    EXPECT_THAT(Connection(portOf(listener.url())).ask(path), StartsWith("HTTP/1.1 404 ")) << path;
  }
}

TEST(ListenerTest, SaysWhichAddressItCannotHave) {
  const Metrics metrics("1.2.3");
  const Listener listener(metrics, loopback());
  const ListenerAddress taken = loopback(portOf(listener.url()));
  EXPECT_THAT([&] { const Listener other(metrics, taken); },
              ThrowsMessage<std::runtime_error>(HasSubstr("cannot listen on " + taken.text())));
}

TEST(ListenerTest, StopsListeningWhenItGoes) {
  const Metrics metrics("1.2.3");
  int port = 0;
  {
    const Listener listener(metrics, loopback());
    port = portOf(listener.url());
    EXPECT_TRUE(Connection(port).isOpen());
  }
  EXPECT_FALSE(Connection(port).isOpen());
}

}  // namespace
}  // namespace heliograph::metrics
