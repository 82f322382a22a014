// The bytes of an accepted connection: with a deadline, and the same for TCP and for TLS, so that what is said over them
// is compiled once.

#ifndef HELIOGRAPH_SERVER_HTTP_STREAM_H_
#define HELIOGRAPH_SERVER_HTTP_STREAM_H_

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

namespace heliograph::http {

// Plain TCP. Everything on the strand of its socket, one read and one write at a time.
class Stream : public std::enable_shared_from_this<Stream> {
 public:
  using Clock = std::chrono::steady_clock;
  template <class Value>
  using Awaitable = boost::asio::awaitable<Value>;

  explicit Stream(boost::asio::ip::tcp::socket socket);
  virtual ~Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  [[nodiscard]] boost::asio::any_io_executor executor() { return socket_.get_executor(); }

  // When the deadline passes the stream is closed, and whoever waits for it goes on without success.
  void expireAfter(Clock::duration time);
  void expireNever() { deadline_ = kNever; }
  void close();
  // Bytes have come that nobody has read.
  [[nodiscard]] bool hasUnread();

  // Before anything else. False where the two ends do not agree.
  [[nodiscard]] virtual Awaitable<bool> open();
  // How many bytes were read; 0 where there will be none.
  [[nodiscard]] virtual Awaitable<std::size_t> readSome(boost::asio::mutable_buffer space);
  // One after the other, all of them. False where the other end did not take them.
  [[nodiscard]] virtual Awaitable<bool> write(std::array<boost::asio::const_buffer, 2> parts);
  // Says that there is no more, and reads away what the other end still sends, until it ends, too. Closing a socket that
  // has unread input resets the connection, and the other end may lose what was written last (RFC 9112 section 9.6).
  [[nodiscard]] virtual Awaitable<void> end();

 protected:
  [[nodiscard]] boost::asio::ip::tcp::socket& socket() { return socket_; }

 private:
  static constexpr Clock::time_point kNever = Clock::time_point::max();

  void wakeAt(Clock::time_point time);
  void wake();

  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer timer_;
  Clock::time_point deadline_ = kNever;
  Clock::time_point wakes_at_ = kNever;
};

// Makes a stream of each accepted socket.
using MakeStream = std::function<std::shared_ptr<Stream>(boost::asio::ip::tcp::socket)>;

[[nodiscard]] MakeStream plainStreams();

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_STREAM_H_
