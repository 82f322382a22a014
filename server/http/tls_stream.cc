#include "http/tls_stream.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <utility>

namespace heliograph::http {
namespace {

namespace asio = boost::asio;

constexpr auto kErrorAsValue = asio::as_tuple(asio::use_awaitable);

class TlsStream final : public Stream {
 public:
  TlsStream(asio::ip::tcp::socket accepted, asio::ssl::context& context)
      : Stream(std::move(accepted)), tls_(socket(), context) {}

  asio::awaitable<bool> open() override {
    const auto [error] = co_await tls_.async_handshake(asio::ssl::stream_base::server, kErrorAsValue);
    co_return !error;
  }
  asio::awaitable<std::size_t> readSome(asio::mutable_buffer space) override {
    const auto [error, size] = co_await tls_.async_read_some(space, kErrorAsValue);
    co_return error ? 0 : size;
  }
  asio::awaitable<bool> write(std::array<asio::const_buffer, 2> parts) override {
    const auto [error, size] = co_await asio::async_write(tls_, parts, kErrorAsValue);
    co_return !error;
  }
  asio::awaitable<void> end() override {
    co_await tls_.async_shutdown(kErrorAsValue);
    co_await Stream::end();
  }

 private:
  asio::ssl::stream<asio::ip::tcp::socket&> tls_;
};

}  // namespace

MakeStream tlsStreams(const TlsFiles& files) {
  const auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  configureTls(context->native_handle(), files);
  return [context](asio::ip::tcp::socket socket) { return std::make_shared<TlsStream>(std::move(socket), *context); };
}

}  // namespace heliograph::http
