#include "http/stream.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>
#include <cstdint>
#include <utility>

namespace heliograph::http {
namespace {

namespace asio = boost::asio;

constexpr auto kErrorAsValue = asio::as_tuple(asio::use_awaitable);

}  // namespace

Stream::Stream(asio::ip::tcp::socket socket) : socket_(std::move(socket)), timer_(socket_.get_executor()) {}

// Most deadlines are later than the one before and are moved again before they pass. So the timer is left alone where it
// rings early enough, and looks at the deadline when it does.
void Stream::expireAfter(Clock::duration time) {
  deadline_ = Clock::now() + time;
  if (deadline_ < wakes_at_) wakeAt(deadline_);
}

void Stream::wakeAt(Clock::time_point time) {
  wakes_at_ = time;
  timer_.expires_at(time);
  timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    if (error) return;  // another wait has taken its place
    if (const auto stream = weak.lock()) stream->wake();
  });
}

void Stream::wake() {
  wakes_at_ = kNever;
  if (deadline_ <= Clock::now()) {
    close();
  } else if (deadline_ != kNever) {
    wakeAt(deadline_);
  }
}

void Stream::close() {
  boost::system::error_code error;
  socket_.close(error);
}

bool Stream::hasUnread() {
  boost::system::error_code error;
  return socket_.available(error) != 0;
}

asio::awaitable<bool> Stream::open() { co_return true; }

asio::awaitable<std::size_t> Stream::readSome(asio::mutable_buffer space) {
  const auto [error, size] = co_await socket_.async_read_some(space, kErrorAsValue);
  co_return error ? 0 : size;
}

asio::awaitable<bool> Stream::write(std::array<asio::const_buffer, 2> parts) {
  const auto [error, size] = co_await asio::async_write(socket_, parts, kErrorAsValue);
  co_return !error;
}

asio::awaitable<void> Stream::end() {
  boost::system::error_code error;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, error);
  std::array<std::uint8_t, 4096> unread{};
  const auto space = asio::buffer(unread);
  std::size_t size = error ? 0 : 1;
  while (size != 0) size = co_await Stream::readSome(space);
}

MakeStream plainStreams() {
  return [](asio::ip::tcp::socket socket) { return std::make_shared<Stream>(std::move(socket)); };
}

}  // namespace heliograph::http
