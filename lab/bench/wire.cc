#include "bench/wire.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <utility>

namespace heliograph::bench {
namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;

constexpr std::chrono::milliseconds kRetryPause{100};

}  // namespace

Wire::Wire(asio::io_context& io, Tcp::endpoint server, Ready ready, Answered answered)
    : server_(std::move(server)), socket_(io), retry_(io), ready_(std::move(ready)), answered_(std::move(answered)) {}

void Wire::connect() {
  socket_.async_connect(server_, [this](const ErrorCode& error) {
    if (is_closed_) return;
    if (error) {
      connectLater();
      return;
    }
    ErrorCode ignored;
    socket_.set_option(Tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
    is_connected_ = true;
    ready_();
  });
}

void Wire::connectLater() {
  is_connected_ = false;
  ErrorCode ignored;
  socket_.close(ignored);
  retry_.expires_after(kRetryPause);
  retry_.async_wait([this](const ErrorCode& error) {
    if (!error && !is_closed_) connect();
  });
}

// A request is far smaller than the socket's buffer, so one call sends it, and the loop is not asked.
void Wire::send() {
  reader_.start();
  ErrorCode error;
  const std::size_t sent = socket_.send(asio::buffer(request_), 0, error);
  if (!error && sent == request_.size()) {
    awaitAnswer();
    return;
  }
  if (error && error != asio::error::would_block) {
    // Not from within send(): whoever called it is not prepared for the answer yet.
    asio::post(socket_.get_executor(), [this] { breakOff(); });
    return;
  }
  const std::string_view rest = std::string_view(request_).substr(error ? 0 : sent);
  asio::async_write(socket_, asio::buffer(rest), [this](const ErrorCode& failure, std::size_t /*size*/) {
    if (failure) {
      breakOff();
    } else {
      awaitAnswer();
    }
  });
}

void Wire::awaitAnswer() {
  socket_.async_wait(Tcp::socket::wait_read, [this](const ErrorCode& error) {
    if (error) {
      breakOff();
    } else {
      readAnswer();
    }
  });
}

void Wire::readAnswer() {
  ErrorCode error;
  const std::size_t size = socket_.read_some(asio::buffer(space_), error);
  if (error == asio::error::would_block) {
    awaitAnswer();
    return;
  }
  if (error) {
    breakOff();
    return;
  }
  switch (reader_.take({space_.data(), size})) {
    case AnswerReader::Progress::kMore:
      awaitAnswer();
      return;
    case AnswerReader::Progress::kComplete:
      if (!reader_.answer().keeps_alive) connectLater();
      answered_(&reader_.answer());
      return;
    case AnswerReader::Progress::kBroken:
      breakOff();
      return;
  }
}

void Wire::breakOff() {
  if (is_closed_) return;
  connectLater();
  answered_(nullptr);
}

void Wire::close() {
  is_closed_ = true;
  ErrorCode ignored;
  retry_.cancel();
  socket_.close(ignored);
}

}  // namespace heliograph::bench
