// The acceptor, and what belongs to the server as a whole.
//
// Threads: a few run the io_context (sockets, TLS, parsing), many run the pool (handlers, which block). The acceptor, the
// set of connections and the timers are touched on the control strand alone, what belongs to one connection
// (connection.h, stream.h) on that connection's strand alone.
//
// GCC 12 miscompiles some co_await expressions: here one contains names, calls and std::move only; lambdas and braced
// objects get a name on the line above, and no co_await stands inside braces. scripts/check-co-await looks after it.

#include "http/server.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <exception>
#include <stdexcept>
#include <thread>
#include <typeinfo>
#include <unordered_set>
#include <utility>
#include <vector>

#include "domain/domain.h"
#include "http/connection.h"
#include "http/directory_refresh.h"
#include "http/dispatcher.h"
#include "http/source_address.h"
#include "http/tls_stream.h"
#include "http/worker_pool.h"

namespace heliograph::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Tcp = asio::ip::tcp;
using ConnectionPointer = std::shared_ptr<Connection>;

constexpr auto kErrorAsValue = asio::as_tuple(asio::use_awaitable);

constexpr std::chrono::seconds kRefreshInterval{1};
// After accept() failed (no file descriptor is left), or while there are as many connections as may be.
constexpr std::chrono::milliseconds kAcceptPause{20};
// A connection that has waited less than this is not closed for another's sake: its request may be on its way.
constexpr std::chrono::milliseconds kShortestWait{250};
constexpr unsigned kMaxIoThreads = 8;

asio::ip::address addressOf(const std::string& text) {
  error_code error;
  auto address = asio::ip::make_address(text, error);
  if (error) throw std::runtime_error(text + ": not an IP address to listen on");
  return address;
}

void listen(Tcp::acceptor& acceptor, const ServerConfiguration& configuration) {
  const Tcp::endpoint endpoint(addressOf(configuration.address), configuration.port);
  if (!configuration.tls && !configuration.allow_plain_http && !endpoint.address().is_loopback()) {
    throw std::runtime_error(configuration.address +
                             ": plain HTTP is for loopback addresses; configure TLS, or allow plain HTTP behind a "
                             "proxy that ends TLS");
  }
  error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(Tcp::acceptor::max_listen_connections, error);
  if (error) {
    throw std::runtime_error("cannot listen on " + configuration.address + " port " +
                             std::to_string(configuration.port) + ": " + error.message());
  }
}

// `deed` on the connection's own strand.
void post(const ConnectionPointer& connection, void (Connection::*deed)()) {
  asio::post(connection->executor(), [connection, deed] { (*connection.*deed)(); });
}

}  // namespace

class Server::Implementation {
 public:
  Implementation(const ServerConfiguration& configuration, const Services& services);

  [[nodiscard]] std::uint16_t port() const { return port_; }
  void run();
  void stop();

 private:
  // On the control strand.
  asio::awaitable<void> accept();
  asio::awaitable<void> pauseAccepting();
  void open(Tcp::socket socket);
  void closed(const ConnectionPointer& connection, const std::exception_ptr& failure);
  void shedLongestWaiting();
  asio::awaitable<void> refreshDirectory();
  void beginStop();
  asio::awaitable<void> enforceStopTimeout();

  const ServerConfiguration configuration_;
  RequestObserver& observer_;
  DirectoryRefresh refresh_;
  Dispatcher dispatcher_;
  const MakeStream make_stream_;
  std::atomic<bool> is_stopping_ = false;
  std::atomic<std::size_t> in_progress_ = 0;
  std::unordered_set<ConnectionPointer> connections_;
  asio::io_context io_;
  asio::any_io_executor control_;
  Tcp::acceptor acceptor_;
  asio::steady_timer accept_timer_;
  asio::steady_timer refresh_timer_;
  asio::steady_timer stop_timer_;
  std::uint16_t port_;
  // Goes before all of the above: its threads use it.
  WorkerPool pool_;
  Surroundings surroundings_{configuration_, dispatcher_, observer_, pool_, is_stopping_, in_progress_};
};

Server::Implementation::Implementation(const ServerConfiguration& configuration, const Services& services)
    : configuration_(configuration),
      observer_(services.observer),
      refresh_(services.domain.directory),
      dispatcher_(services, refresh_, configuration.log),
      make_stream_(configuration.tls ? tlsStreams(*configuration.tls) : plainStreams()),
      control_(asio::make_strand(io_)),
      acceptor_(control_),
      accept_timer_(control_),
      refresh_timer_(control_),
      stop_timer_(control_),
      pool_(configuration.worker_threads) {
  listen(acceptor_, configuration_);
  port_ = acceptor_.local_endpoint().port();
}

void Server::Implementation::run() {
  const auto rethrow = [](const std::exception_ptr& failure) {
    if (failure) std::rethrow_exception(failure);
  };
  asio::co_spawn(control_, accept(), rethrow);
  asio::co_spawn(control_, refreshDirectory(), rethrow);
  std::vector<std::jthread> threads;
  const unsigned thread_count = std::clamp(std::thread::hardware_concurrency(), 1U, kMaxIoThreads);
  for (unsigned i = 1; i < thread_count; ++i) threads.emplace_back([this] { io_.run(); });
  io_.run();
  threads.clear();
  pool_.join();
}

void Server::Implementation::stop() {
  asio::post(control_, [this] { beginStop(); });
}

asio::awaitable<void> Server::Implementation::accept() {
  bool has_failed = false;
  while (!is_stopping_) {
    if (connections_.size() >= configuration_.max_connections) {
      shedLongestWaiting();
      co_await pauseAccepting();
      continue;
    }
    const asio::any_io_executor strand = asio::make_strand(io_);
    auto [error, socket] = co_await acceptor_.async_accept(strand, kErrorAsValue);
    if (is_stopping_) break;
    if (error) {
      // Once and not fifty times a second, for as long as it lasts.
      if (!has_failed) spdlog::warn("cannot accept connections: {}", error.message());
      has_failed = true;
      co_await pauseAccepting();
      continue;
    }
    has_failed = false;
    try {
      open(std::move(socket));
    } catch (const std::exception& exception) {
      spdlog::error("a connection could not be served: {}", typeid(exception).name());
    }
  }
}

asio::awaitable<void> Server::Implementation::pauseAccepting() {
  accept_timer_.expires_after(kAcceptPause);
  co_await accept_timer_.async_wait(kErrorAsValue);
}

void Server::Implementation::open(Tcp::socket socket) {
  error_code error;
  const auto address = socket.remote_endpoint(error).address();
  if (error) return;  // it has gone already
  socket.set_option(Tcp::no_delay(true), error);
  const Peer peer{address.is_v4() ? sourceOf(address.to_v4().to_bytes()) : sourceOf(address.to_v6().to_bytes()),
                  !configuration_.tls && address.is_loopback()};
  const auto connection = std::make_shared<Connection>(make_stream_(std::move(socket)), peer, surroundings_);
  auto on_end = [this, connection](const std::exception_ptr& failure) { closed(connection, failure); };
  asio::co_spawn(connection->executor(), connection->serve(), asio::bind_executor(control_, std::move(on_end)));
  connections_.insert(connection);  // it ends on this strand, so not before
  observer_.connectionsOpen(connections_.size());
}

void Server::Implementation::closed(const ConnectionPointer& connection, const std::exception_ptr& failure) {
  connections_.erase(connection);
  observer_.connectionsOpen(connections_.size());
  if (is_stopping_ && connections_.empty()) stop_timer_.cancel();
  if (!failure) return;
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& exception) {
    spdlog::error("a connection ended by {}", typeid(exception).name());
  }
}

// Whoever holds many connections without using them must not keep others out.
void Server::Implementation::shedLongestWaiting() {
  ConnectionPointer longest;
  auto since = Connection::Clock::now() - kShortestWait;
  for (const ConnectionPointer& connection : connections_) {
    const auto waiting_since = connection->waitingSince();
    if (!waiting_since || *waiting_since >= since) continue;
    longest = connection;
    since = *waiting_since;
  }
  if (longest) post(longest, &Connection::closeIfWaiting);
}

asio::awaitable<void> Server::Implementation::refreshDirectory() {
  const std::function<void()> refresh = [this] { refresh_.run(); };
  while (!is_stopping_) {
    refresh_timer_.expires_after(kRefreshInterval);
    co_await refresh_timer_.async_wait(kErrorAsValue);
    if (is_stopping_) break;
    co_await pool_.run(refresh);
  }
}

void Server::Implementation::beginStop() {
  if (is_stopping_.exchange(true)) return;
  error_code error;
  acceptor_.close(error);
  accept_timer_.cancel();
  refresh_timer_.cancel();
  for (const ConnectionPointer& connection : connections_) post(connection, &Connection::closeIfWaiting);
  asio::co_spawn(control_, enforceStopTimeout(), asio::detached);
}

asio::awaitable<void> Server::Implementation::enforceStopTimeout() {
  if (connections_.empty()) co_return;
  stop_timer_.expires_after(configuration_.stop_timeout);
  co_await stop_timer_.async_wait(kErrorAsValue);
  for (const ConnectionPointer& connection : connections_) post(connection, &Connection::close);
}

// ---------------------------------------------------------------------------------------------------------------------

Server::Server(const ServerConfiguration& configuration, const Services& services)
    : implementation_(std::make_unique<Implementation>(configuration, services)) {}
Server::~Server() = default;

std::uint16_t Server::port() const { return implementation_->port(); }
void Server::run() { implementation_->run(); }
void Server::stop() { implementation_->stop(); }

}  // namespace heliograph::http
