// One connection: requests, one after the other, and their answers.

#ifndef HELIOGRAPH_SERVER_HTTP_CONNECTION_H_
#define HELIOGRAPH_SERVER_HTTP_CONNECTION_H_

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/dispatcher.h"
#include "http/request_observer.h"
#include "http/request_parser.h"
#include "http/response.h"
#include "http/stream.h"
#include "http/worker_pool.h"

namespace heliograph::http {

struct ServerConfiguration;

// The other end of a connection.
struct Peer {
  std::string source;  // source_address.h
  bool is_plain_loopback;
};

// What the connections of a server have in common. All of it is thread-safe and outlives them.
struct Surroundings {
  const ServerConfiguration& configuration;
  Dispatcher& dispatcher;
  RequestObserver& observer;
  WorkerPool& pool;
  const std::atomic<bool>& is_stopping;
  std::atomic<std::size_t>& requests_in_progress;
};

// On the strand of its stream, where nothing else is said.
class Connection {
 public:
  using Clock = std::chrono::steady_clock;

  Connection(std::shared_ptr<Stream> stream, Peer peer, Surroundings& surroundings);

  [[nodiscard]] boost::asio::any_io_executor executor() { return stream_->executor(); }

  // Until one of the two ends it. The object must live for as long.
  [[nodiscard]] boost::asio::awaitable<void> serve();

  // While it waits for the first byte of a request nothing is lost by closing it.
  void closeIfWaiting();
  void close() { stream_->close(); }

  // Since when it has been waiting for the first byte of a request. On any thread.
  [[nodiscard]] std::optional<Clock::time_point> waitingSince() const;

 private:
  class RequestSlot;

  [[nodiscard]] boost::asio::awaitable<bool> awaitRequest(bool is_first);
  [[nodiscard]] boost::asio::awaitable<bool> answerNext();
  [[nodiscard]] boost::asio::awaitable<bool> read(RequestParser& parser);
  [[nodiscard]] boost::asio::awaitable<bool> readMore();
  [[nodiscard]] boost::asio::awaitable<Response> respond(RequestParser& parser);
  [[nodiscard]] boost::asio::awaitable<bool> write(std::string text, std::string_view static_body);

  static constexpr Clock::rep kNotWaiting = 0;

  const std::shared_ptr<Stream> stream_;
  const Peer peer_;
  Surroundings& surroundings_;
  boost::beast::flat_buffer unread_{kMaxUnread};
  std::atomic<Clock::rep> waiting_since_ = kNotWaiting;
};

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_CONNECTION_H_
