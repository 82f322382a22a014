// One kept-alive connection of the generator: sends a request, gives back the answer. One request at a time; everything
// on the thread of its io_context. It connects again by itself after it broke.

#ifndef HELIOGRAPH_BENCH_WIRE_H_
#define HELIOGRAPH_BENCH_WIRE_H_

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <string>

#include "bench/answer_reader.h"

namespace heliograph::bench {

class Wire {
 public:
  using Tcp = boost::asio::ip::tcp;
  using Ready = std::function<void()>;
  // `answer` is null where the connection broke before it came. Where the server closes the connection with its answer
  // isConnected() is false from then on, until `ready`.
  using Answered = std::function<void(const HttpAnswer* answer)>;

  // `ready`: it is connected, at first or again. `answered`: what came of the request.
  Wire(boost::asio::io_context& io, Tcp::endpoint server, Ready ready, Answered answered);
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  void connect();
  // Where the request goes to be sent; send() sends it. Only between `ready` and the end, with no request under way.
  [[nodiscard]] std::string& request() { return request_; }
  void send();
  [[nodiscard]] bool isConnected() const { return is_connected_; }
  void close();

 private:
  void connectLater();
  void awaitAnswer();
  void readAnswer();
  void breakOff();

  Tcp::endpoint server_;
  Tcp::socket socket_;
  boost::asio::steady_timer retry_;
  Ready ready_;
  Answered answered_;
  std::string request_;
  AnswerReader reader_;
  std::array<char, 16384> space_{};
  bool is_connected_ = false;
  bool is_closed_ = false;
};

}  // namespace heliograph::bench

#endif  // HELIOGRAPH_BENCH_WIRE_H_
