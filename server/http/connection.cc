// GCC 12 miscompiles some co_await expressions: here one contains names, calls and std::move only; lambdas and braced
// objects get a name on the line above, and no co_await stands inside braces. scripts/check-co-await looks after it.

#include "http/connection.h"

#include <algorithm>
#include <array>
#include <utility>

#include "http/server.h"

namespace heliograph::http {
namespace {

namespace asio = boost::asio;

// For how long an ended connection listens on, so that its last answer is not lost (RFC 9112 section 9.6).
constexpr std::chrono::seconds kLingerTimeout{1};
// How much of a file has to be taken within one read_timeout: a phone on a slow line gets a megabyte, too, and who
// reads nothing is cut off as soon as ever.
constexpr std::size_t kWritePart = std::size_t{64} * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

std::string_view textOf(const boost::beast::flat_buffer& buffer) {
  const asio::const_buffer bytes = buffer.data();
  return {static_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

// A place among the requests in progress, for as long as the object lives.
class Connection::RequestSlot {
 public:
  explicit RequestSlot(Surroundings& surroundings)
      : surroundings_(surroundings),
        is_taken_(surroundings.requests_in_progress.fetch_add(1) <
                  surroundings.configuration.max_requests_in_progress) {
    if (is_taken_) {
      surroundings_.observer.requestBegun();
    } else {
      --surroundings_.requests_in_progress;
    }
  }
  RequestSlot(const RequestSlot&) = delete;
  RequestSlot& operator=(const RequestSlot&) = delete;
  ~RequestSlot() {
    if (!is_taken_) return;
    surroundings_.observer.requestEnded();
    --surroundings_.requests_in_progress;
  }

  [[nodiscard]] bool isTaken() const { return is_taken_; }

 private:
  Surroundings& surroundings_;
  bool is_taken_;
};

Connection::Connection(std::shared_ptr<Stream> stream, Peer peer, Surroundings& surroundings)
    : stream_(std::move(stream)), peer_(std::move(peer)), surroundings_(surroundings) {}

std::optional<Connection::Clock::time_point> Connection::waitingSince() const {
  const Clock::rep since = waiting_since_;
  if (since == kNotWaiting) return std::nullopt;
  return Clock::time_point(Clock::duration(since));
}

void Connection::closeIfWaiting() {
  if (waitingSince() && !stream_->hasUnread()) stream_->close();
}

asio::awaitable<void> Connection::serve() {
  stream_->expireAfter(surroundings_.configuration.read_timeout);
  const bool is_open = co_await stream_->open();
  if (!is_open) co_return;
  bool is_first = true;
  while (!surroundings_.is_stopping || unread_.size() != 0 || stream_->hasUnread()) {
    const bool has_come = co_await awaitRequest(is_first);
    if (!has_come) co_return;
    const bool goes_on = co_await answerNext();
    if (!goes_on) break;
    is_first = false;
  }
  stream_->expireAfter(kLingerTimeout);
  co_await stream_->end();
}

// Waits for the first byte of a request. False where there will be none.
asio::awaitable<bool> Connection::awaitRequest(bool is_first) {
  if (unread_.size() != 0) co_return true;  // it came together with the one before
  const auto& configuration = surroundings_.configuration;
  waiting_since_ = Clock::now().time_since_epoch().count();
  // Who has just connected has something to say; only who has said something may be silent for longer.
  stream_->expireAfter(is_first ? configuration.read_timeout : configuration.idle_timeout);
  const bool has_come = co_await readMore();
  waiting_since_ = kNotWaiting;
  co_return has_come;
}

// One request and its answer. False where the connection ends with it.
asio::awaitable<bool> Connection::answerNext() {
  RequestParser parser;
  // One deadline for all of it, however slowly it drips.
  stream_->expireAfter(surroundings_.configuration.read_timeout);
  const bool is_read = co_await read(parser);
  stream_->expireNever();
  if (!is_read) co_return false;

  const Response response = co_await respond(parser);
  const bool goes_on = parser.mayBeFollowed() && !surroundings_.is_stopping;
  const auto after = goes_on ? AfterResponse::kKeepAlive : AfterResponse::kClose;
  const auto body = parser.isHead() ? BodyOnWire::kWithoutBody : BodyOnWire::kWithBody;
  const std::string_view static_body = parser.isHead() ? std::string_view() : response.static_body;
  const bool is_written = co_await write(serialise(response, after, body), static_body);
  co_return goes_on&& is_written;
}

// Until the parser wants nothing. False where that does not come.
asio::awaitable<bool> Connection::read(RequestParser& parser) {
  while (true) {
    std::string_view bytes = textOf(unread_);
    const auto wants = parser.take(bytes);
    unread_.consume(unread_.size() - bytes.size());
    if (wants == RequestParser::Wants::kNothing) co_return true;
    bool goes_on = false;
    if (wants == RequestParser::Wants::kToldToGoOn) {
      const std::array<asio::const_buffer, 2> parts{asio::buffer(kContinue), asio::const_buffer()};
      goes_on = co_await stream_->write(parts);
    } else {
      goes_on = co_await readMore();
    }
    if (!goes_on) co_return false;
  }
}

asio::awaitable<bool> Connection::readMore() {
  const auto space = unread_.prepare(std::min(kMaxHeaderSize, unread_.max_size() - unread_.size()));
  const std::size_t size = co_await stream_->readSome(space);
  unread_.commit(size);
  co_return size != 0;
}

asio::awaitable<Response> Connection::respond(RequestParser& parser) {
  auto request = parser.result();
  Dispatcher& dispatcher = surroundings_.dispatcher;
  if (!request) co_return dispatcher.refuse(request.error());
  request->source = peer_.source;
  request->is_plain_loopback = peer_.is_plain_loopback;
  if (!dispatcher.mayBlock(*request)) co_return dispatcher.answer(std::move(*request));
  const RequestSlot slot(surroundings_);
  if (!slot.isTaken()) co_return dispatcher.refuseOverload();
  Response response;
  const std::function<void()> work = [&] { response = dispatcher.answer(std::move(*request)); };
  co_await surroundings_.pool.run(work);
  co_return response;
}

asio::awaitable<bool> Connection::write(std::string text, std::string_view static_body) {
  do {
    const std::string_view part = static_body.substr(0, kWritePart);
    static_body.remove_prefix(part.size());
    const std::array<asio::const_buffer, 2> parts{asio::buffer(text), asio::buffer(part)};
    stream_->expireAfter(surroundings_.configuration.read_timeout);
    const bool is_written = co_await stream_->write(parts);
    if (!is_written) co_return false;
    text.clear();
  } while (!static_body.empty());
  co_return true;
}

}  // namespace heliograph::http
