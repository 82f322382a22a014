// The only file with sockets and coroutines.
//
// Threads: a few run the io_context (sockets, TLS, parsing), many run the pool (handlers, which block). What belongs to
// the server as a whole (the acceptor, the set of connections, timers) is touched on the control strand alone, what
// belongs to one connection on that connection's strand alone.
//
// GCC 12 miscompiles some co_await expressions: here one contains names, calls and std::move only; lambdas and braced
// objects get a name on the line above, and no co_await stands inside braces. scripts/check-co-await looks after it.

#include "http/server.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <exception>
#include <stdexcept>
#include <thread>
#include <type_traits>
#include <typeinfo>
#include <unordered_set>
#include <utility>
#include <vector>

#include "http/directory_refresh.h"
#include "http/dispatcher.h"
#include "http/request_target.h"
#include "http/source_address.h"
#include "http/tls.h"

namespace heliograph::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Tcp = asio::ip::tcp;
using Strand = asio::strand<asio::io_context::executor_type>;
using Parser = beast::http::request_parser<beast::http::string_body>;
using Steady = std::chrono::steady_clock;
using TlsStream = asio::ssl::stream<beast::tcp_stream&>;

constexpr auto kErrorAsValue = asio::as_tuple(asio::use_awaitable);

constexpr std::chrono::seconds kRefreshInterval{1};
// After accept() failed (no file descriptor is left), or while there are as many connections as may be.
constexpr std::chrono::milliseconds kAcceptPause{20};
// A connection that has waited less than this is not closed for another's sake: its request may be on its way.
constexpr std::chrono::milliseconds kShortestWait{250};
// For how long an ended connection listens on, so that its last answer is not lost (RFC 9112 section 9.6).
constexpr std::chrono::seconds kLingerTimeout{1};
// How much of a file has to be taken within one read_timeout: a phone on a slow line gets a megabyte, too, and who
// reads nothing is cut off as soon as ever.
constexpr std::size_t kWritePart = std::size_t{64} * 1024;
constexpr unsigned kMaxIoThreads = 8;

// --- requests --------------------------------------------------------------------------------------------------------

Method methodOf(beast::http::verb verb) {
  // HEAD is GET whose answer goes without its body (RFC 9110 section 9.3.2).
  if (verb == beast::http::verb::get || verb == beast::http::verb::head) return Method::kGet;
  if (verb == beast::http::verb::post) return Method::kPost;
  if (verb == beast::http::verb::put) return Method::kPut;
  if (verb == beast::http::verb::patch) return Method::kPatch;
  if (verb == beast::http::verb::delete_) return Method::kDelete;
  return Method::kOther;
}

// `name` as beast knows it, or as a text. Nothing where there is no such field.
template <class Name>
std::optional<std::string> optionalJoined(const Parser::value_type& message, const Name& name) {
  std::string value;
  const auto [first, last] = message.equal_range(name);
  for (auto field = first; field != last; ++field) {
    if (field != first) value += ", ";
    value += field->value();
  }
  return first == last ? std::nullopt : std::optional(std::move(value));
}

template <class Name>
std::string joined(const Parser::value_type& message, const Name& name) {
  return optionalJoined(message, name).value_or(std::string());
}

// What the parser lets through though two readers could disagree about it, which is how requests are smuggled past a
// proxy (RFC 9112 sections 3.2, 6.1 and 11.2).
bool isAmbiguous(const Parser& parser) {
  const auto& message = parser.get();
  const bool has_host = message.count(beast::http::field::host) == 1;
  if (message.version() == 11 && !has_host) return true;
  const std::string coding = joined(message, beast::http::field::transfer_encoding);
  if (coding.empty()) return message.count(beast::http::field::transfer_encoding) != 0;
  return message.version() != 11 || !beast::iequals(coding, "chunked");
}

// The other end of a connection.
struct Peer {
  std::string source;
  bool is_plain_loopback;
};

Result<Request, Problem> requestFrom(Parser& parser, const Peer& peer) {
  auto& message = parser.get();
  const std::string target(message.target());
  const auto parsed = parseTarget(target);
  if (!parsed) return fail(malformed("the request's target is no path"));
  return Request{methodOf(message.method()),
                 std::string(parsed->path),
                 std::string(parsed->query),
                 joined(message, beast::http::field::authorization),
                 joined(message, beast::http::field::content_type),
                 joined(message, beast::http::field::content_encoding),
                 joined(message, beast::http::field::accept),
                 joined(message, beast::http::field::accept_encoding),
                 optionalJoined(message, "Idempotency-Key"),
                 optionalJoined(message, beast::http::field::if_match),
                 optionalJoined(message, beast::http::field::if_none_match),
                 joined(message, beast::http::field::origin),
                 joined(message, "Sec-Fetch-Site"),
                 joined(message, beast::http::field::cookie),
                 joined(message, "X-Heliograph-Console"),
                 std::move(message.body()),
                 peer.source,
                 peer.is_plain_loopback,
                 /*request_id=*/{},
                 /*received_at=*/Steady::now()};
}

// The answer to what could not be read; nothing where there is nobody to answer.
std::optional<Problem> problemOf(const beast::error_code& error) {
  namespace http = beast::http;
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return Problem{ProblemCode::kHeaderTooLarge, "the header is larger than 8 KiB"};
  }
  if (error == http::error::body_limit) return Problem{ProblemCode::kBodyTooLarge, "the body is larger than 16 KiB"};
  if (error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
  if (error.category() != http::make_error_code(http::error::bad_version).category()) return std::nullopt;
  return malformed("this is not HTTP/1.1");
}

// --- configuration ---------------------------------------------------------------------------------------------------

asio::ip::address addressOf(const std::string& text) {
  beast::error_code error;
  auto address = asio::ip::make_address(text, error);
  if (error) throw std::runtime_error(text + ": not an IP address to listen on");
  return address;
}

std::optional<asio::ssl::context> tlsContext(const std::optional<TlsFiles>& files) {
  if (!files) return std::nullopt;
  asio::ssl::context context(asio::ssl::context::tls_server);
  configureTls(context.native_handle(), *files);
  return context;
}

void listen(Tcp::acceptor& acceptor, const ServerConfiguration& configuration) {
  const Tcp::endpoint endpoint(addressOf(configuration.address), configuration.port);
  if (!configuration.tls && !configuration.allow_plain_http && !endpoint.address().is_loopback()) {
    throw std::runtime_error(configuration.address +
                             ": plain HTTP is for loopback addresses; configure TLS, or allow plain HTTP behind a "
                             "proxy that ends TLS");
  }
  beast::error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(Tcp::acceptor::max_listen_connections, error);
  if (error) {
    throw std::runtime_error("cannot listen on " + configuration.address + " port " +
                             std::to_string(configuration.port) + ": " + error.message());
  }
}

// --- connections -----------------------------------------------------------------------------------------------------

struct Connection {
  Connection(Tcp::socket socket, Peer other_end) : stream(std::move(socket)), peer(std::move(other_end)) {}

  [[nodiscard]] bool hasUnread() {
    beast::error_code error;
    return stream.socket().available(error) != 0;
  }
  // While it waits for the first byte of a request nothing is lost by closing it.
  void closeIfWaiting() {
    if (waiting_since != kNotWaiting && !hasUnread()) stream.close();
  }

  static constexpr Steady::rep kNotWaiting = 0;
  beast::tcp_stream stream;
  const Peer peer;
  std::atomic<Steady::rep> waiting_since = kNotWaiting;
};
using ConnectionPointer = std::shared_ptr<Connection>;

// A place among the requests in progress, for as long as the object lives.
class RequestSlot {
 public:
  RequestSlot(std::atomic<std::size_t>& in_progress, std::size_t limit, RequestObserver& observer)
      : in_progress_(in_progress), observer_(observer), is_taken_(in_progress.fetch_add(1) < limit) {
    if (is_taken_) {
      observer_.requestBegun();
    } else {
      --in_progress_;
    }
  }
  RequestSlot(const RequestSlot&) = delete;
  RequestSlot& operator=(const RequestSlot&) = delete;
  ~RequestSlot() {
    if (!is_taken_) return;
    observer_.requestEnded();
    --in_progress_;
  }

  [[nodiscard]] bool isTaken() const { return is_taken_; }

 private:
  std::atomic<std::size_t>& in_progress_;
  RequestObserver& observer_;
  bool is_taken_;
};

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

  // On a connection's strand.
  asio::awaitable<void> serve(ConnectionPointer connection);
  template <class Stream>
  asio::awaitable<void> converse(Stream& stream, Connection& connection);
  template <class Stream>
  asio::awaitable<bool> awaitRequest(Stream& stream, Connection& connection, beast::flat_buffer& buffer, bool is_first);
  template <class Stream>
  asio::awaitable<bool> answerNext(Stream& stream, Connection& connection, beast::flat_buffer& buffer);
  template <class Stream>
  asio::awaitable<beast::error_code> readRequest(Stream& stream, beast::flat_buffer& buffer, Parser& parser);
  asio::awaitable<Response> respond(Parser& parser, const Peer& peer);
  template <class Stream>
  asio::awaitable<bool> write(Stream& stream, Connection& connection, std::string text, std::string_view static_body);
  template <class Stream>
  asio::awaitable<void> linger(Stream& stream, Connection& connection);

  template <class Work>
  asio::awaitable<void> onPool(Work& work);

  const ServerConfiguration configuration_;
  RequestObserver& observer_;
  DirectoryRefresh refresh_;
  Dispatcher dispatcher_;
  std::optional<asio::ssl::context> tls_;
  std::atomic<bool> is_stopping_ = false;
  std::atomic<std::size_t> in_progress_ = 0;
  std::unordered_set<ConnectionPointer> connections_;
  asio::io_context io_;
  Strand control_;
  Tcp::acceptor acceptor_;
  asio::steady_timer accept_timer_;
  asio::steady_timer refresh_timer_;
  asio::steady_timer stop_timer_;
  std::uint16_t port_;
  // Last, so that it goes first: its threads use all of the above.
  asio::thread_pool pool_;
};

Server::Implementation::Implementation(const ServerConfiguration& configuration, const Services& services)
    : configuration_(configuration),
      observer_(services.observer),
      refresh_(services.directory),
      dispatcher_(services, refresh_, configuration.log),
      tls_(tlsContext(configuration.tls)),
      control_(asio::make_strand(io_)),
      acceptor_(control_),
      accept_timer_(control_),
      refresh_timer_(control_),
      stop_timer_(control_),
      pool_(std::max<std::size_t>(1, configuration.worker_threads)) {
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

// --- the control strand ----------------------------------------------------------------------------------------------

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
  beast::error_code error;
  const auto address = socket.remote_endpoint(error).address();
  if (error) return;  // it has gone already
  socket.set_option(Tcp::no_delay(true), error);
  const Peer peer{address.is_v4() ? sourceOf(address.to_v4().to_bytes()) : sourceOf(address.to_v6().to_bytes()),
                  !tls_ && address.is_loopback()};
  auto connection = std::make_shared<Connection>(std::move(socket), peer);
  auto on_end = [this, connection](const std::exception_ptr& failure) { closed(connection, failure); };
  asio::co_spawn(connection->stream.get_executor(), serve(connection), asio::bind_executor(control_, on_end));
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
  Steady::rep since = (Steady::now() - kShortestWait).time_since_epoch().count();
  for (const ConnectionPointer& connection : connections_) {
    const Steady::rep waiting_since = connection->waiting_since;
    if (waiting_since == Connection::kNotWaiting || waiting_since >= since) continue;
    longest = connection;
    since = waiting_since;
  }
  if (longest) asio::post(longest->stream.get_executor(), [longest] { longest->closeIfWaiting(); });
}

asio::awaitable<void> Server::Implementation::refreshDirectory() {
  const auto refresh = [this] { refresh_.run(); };
  while (!is_stopping_) {
    refresh_timer_.expires_after(kRefreshInterval);
    co_await refresh_timer_.async_wait(kErrorAsValue);
    if (is_stopping_) break;
    co_await onPool(refresh);
  }
}

void Server::Implementation::beginStop() {
  if (is_stopping_.exchange(true)) return;
  beast::error_code error;
  acceptor_.close(error);
  accept_timer_.cancel();
  refresh_timer_.cancel();
  for (const ConnectionPointer& connection : connections_) {
    asio::post(connection->stream.get_executor(), [connection] { connection->closeIfWaiting(); });
  }
  asio::co_spawn(control_, enforceStopTimeout(), asio::detached);
}

asio::awaitable<void> Server::Implementation::enforceStopTimeout() {
  if (connections_.empty()) co_return;
  stop_timer_.expires_after(configuration_.stop_timeout);
  co_await stop_timer_.async_wait(kErrorAsValue);
  for (const ConnectionPointer& connection : connections_) {
    asio::post(connection->stream.get_executor(), [connection] { connection->stream.close(); });
  }
}

// --- a connection's strand -------------------------------------------------------------------------------------------

asio::awaitable<void> Server::Implementation::serve(ConnectionPointer connection) {
  if (!tls_) {
    co_await converse(connection->stream, *connection);
    co_return;
  }
  TlsStream stream(connection->stream, *tls_);
  connection->stream.expires_after(configuration_.read_timeout);
  const auto [error] = co_await stream.async_handshake(TlsStream::server, kErrorAsValue);
  if (error) co_return;
  co_await converse(stream, *connection);
}

template <class Stream>
asio::awaitable<void> Server::Implementation::converse(Stream& stream, Connection& connection) {
  beast::flat_buffer buffer(kMaxHeaderSize + kMaxBodySize);
  bool is_first = true;
  while (!is_stopping_ || buffer.size() != 0 || connection.hasUnread()) {
    const bool has_come = co_await awaitRequest(stream, connection, buffer, is_first);
    if (!has_come) co_return;
    const bool goes_on = co_await answerNext(stream, connection, buffer);
    if (!goes_on) break;
    is_first = false;
  }
  co_await linger(stream, connection);
}

// Waits for the first byte of a request. False where there will be none.
template <class Stream>
asio::awaitable<bool> Server::Implementation::awaitRequest(Stream& stream, Connection& connection,
                                                           beast::flat_buffer& buffer, bool is_first) {
  if (buffer.size() != 0) co_return true;  // it came together with the one before
  connection.waiting_since = Steady::now().time_since_epoch().count();
  // Who has just connected has something to say; only who has said something may be silent for longer.
  connection.stream.expires_after(is_first ? configuration_.read_timeout : configuration_.idle_timeout);
  const auto space = buffer.prepare(kMaxHeaderSize);
  const auto [error, size] = co_await stream.async_read_some(space, kErrorAsValue);
  connection.waiting_since = Connection::kNotWaiting;
  buffer.commit(size);
  co_return !error;
}

// One request and its answer. False where the connection ends with it.
template <class Stream>
asio::awaitable<bool> Server::Implementation::answerNext(Stream& stream, Connection& connection,
                                                         beast::flat_buffer& buffer) {
  Parser parser;
  parser.header_limit(kMaxHeaderSize);
  parser.body_limit(kMaxBodySize);
  // One deadline for all of it, however slowly it drips.
  connection.stream.expires_after(configuration_.read_timeout);
  const beast::error_code error = co_await readRequest(stream, buffer, parser);
  connection.stream.expires_never();

  std::optional<Problem> problem;
  if (error) {
    problem = problemOf(error);
    if (!problem) co_return false;
  } else if (isAmbiguous(parser)) {
    problem = malformed("Host must be there once, and Transfer-Encoding be absent or chunked");
  }
  Response response;
  if (problem) {
    response = dispatcher_.refuse(*problem);
  } else {
    response = co_await respond(parser, connection.peer);
  }

  const bool goes_on = !problem && parser.get().version() == 11 && parser.keep_alive() && !is_stopping_;
  const bool is_head = parser.get().method() == beast::http::verb::head;
  const auto after = goes_on ? AfterResponse::kKeepAlive : AfterResponse::kClose;
  const auto body = is_head ? BodyOnWire::kWithoutBody : BodyOnWire::kWithBody;
  const std::string_view static_body = is_head ? std::string_view() : response.static_body;
  const bool is_written = co_await write(stream, connection, serialise(response, after, body), static_body);
  co_return goes_on&& is_written;
}

template <class Stream>
asio::awaitable<beast::error_code> Server::Implementation::readRequest(Stream& stream, beast::flat_buffer& buffer,
                                                                       Parser& parser) {
  const auto [header_error, header_size] =
      co_await beast::http::async_read_header(stream, buffer, parser, kErrorAsValue);
  if (header_error) co_return header_error;
  if (beast::iequals(parser.get()[beast::http::field::expect], "100-continue") && !parser.is_done()) {
    constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    const auto [write_error, write_size] = co_await asio::async_write(stream, asio::buffer(kContinue), kErrorAsValue);
    if (write_error) co_return write_error;
  }
  const auto [body_error, body_size] = co_await beast::http::async_read(stream, buffer, parser, kErrorAsValue);
  co_return body_error;
}

asio::awaitable<Response> Server::Implementation::respond(Parser& parser, const Peer& peer) {
  auto request = requestFrom(parser, peer);
  if (!request) co_return dispatcher_.refuse(request.error());
  if (!dispatcher_.mayBlock(*request)) co_return dispatcher_.answer(std::move(*request));
  const RequestSlot slot(in_progress_, configuration_.max_requests_in_progress, observer_);
  if (!slot.isTaken()) co_return dispatcher_.refuseOverload();
  Response response;
  const auto work = [&] { response = dispatcher_.answer(std::move(*request)); };
  co_await onPool(work);
  co_return response;
}

template <class Stream>
asio::awaitable<bool> Server::Implementation::write(Stream& stream, Connection& connection, std::string text,
                                                    std::string_view static_body) {
  do {
    const std::string_view part = static_body.substr(0, kWritePart);
    static_body.remove_prefix(part.size());
    const std::array<asio::const_buffer, 2> buffers{asio::buffer(text), asio::buffer(part)};
    connection.stream.expires_after(configuration_.read_timeout);
    const auto [error, size] = co_await asio::async_write(stream, buffers, kErrorAsValue);
    if (error) co_return false;
    text.clear();
  } while (!static_body.empty());
  co_return true;
}

// Closing a socket that has unread input resets the connection, and the peer may lose the answer. So it is told that
// there is no more, and what it still sends is read away for a while.
template <class Stream>
asio::awaitable<void> Server::Implementation::linger(Stream& stream, Connection& connection) {
  connection.stream.expires_after(kLingerTimeout);
  if constexpr (std::is_same_v<Stream, TlsStream>) co_await stream.async_shutdown(kErrorAsValue);
  beast::error_code error;
  connection.stream.socket().shutdown(Tcp::socket::shutdown_send, error);
  std::array<std::uint8_t, 4096> unread{};
  const auto space = asio::buffer(unread);
  while (!error) {
    const auto [read_error, size] = co_await connection.stream.async_read_some(space, kErrorAsValue);
    error = read_error;
  }
}

// Runs `work`, which must not throw, on the pool, while the coroutine waits.
template <class Work>
asio::awaitable<void> Server::Implementation::onPool(Work& work) {
  const auto initiate = [this, &work](auto handler) {
    auto executor = asio::get_associated_executor(handler);
    // Without the guard the io_context would find itself without work and end.
    auto task = [&work, handler = std::move(handler), guard = asio::make_work_guard(executor)]() mutable {
      work();
      asio::dispatch(guard.get_executor(), std::move(handler));
    };
    asio::post(pool_, std::move(task));
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(initiate, asio::use_awaitable);
}

// ---------------------------------------------------------------------------------------------------------------------

Server::Server(const ServerConfiguration& configuration, const Services& services)
    : implementation_(std::make_unique<Implementation>(configuration, services)) {}
Server::~Server() = default;

std::uint16_t Server::port() const { return implementation_->port(); }
void Server::run() { implementation_->run(); }
void Server::stop() { implementation_->stop(); }

}  // namespace heliograph::http
