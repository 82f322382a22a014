#include "http/request_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "http/request_target.h"

namespace heliograph::http {
namespace {

namespace beast = boost::beast;
using Parser = beast::http::request_parser<beast::http::string_body>;
using Message = Parser::value_type;

Method methodOf(beast::http::verb verb) {
  // HEAD is GET whose answer goes without its body (RFC 9110 section 9.3.2).
  if (verb == beast::http::verb::get || verb == beast::http::verb::head) return Method::kGet;
  if (verb == beast::http::verb::post) return Method::kPost;
  if (verb == beast::http::verb::put) return Method::kPut;
  if (verb == beast::http::verb::patch) return Method::kPatch;
  if (verb == beast::http::verb::delete_) return Method::kDelete;
  return Method::kOther;
}

Headers headersOf(const Message& message) {
  Headers headers;
  for (const auto& field : message) {
    const auto [place, is_new] = headers.try_emplace(std::string(field.name_string()), field.value());
    if (!is_new) place->second.append(", ").append(field.value());
  }
  return headers;
}

// What the parser lets through though two readers could disagree about it, which is how requests are smuggled past a
// proxy (RFC 9112 sections 3.2, 6.1 and 11.2).
bool isAmbiguous(const Message& message) {
  const bool has_host = message.count(beast::http::field::host) == 1;
  if (message.version() == 11 && !has_host) return true;
  const auto codings = message.count(beast::http::field::transfer_encoding);
  if (codings == 0) return false;
  const auto coding = message[beast::http::field::transfer_encoding];
  return codings > 1 || message.version() != 11 || !beast::iequals(coding, "chunked");
}

Problem problemOf(const beast::error_code& error) {
  namespace http = beast::http;
  if (error == http::error::header_limit) return {ProblemCode::kHeaderTooLarge, "the header is larger than 8 KiB"};
  if (error == http::error::body_limit) return {ProblemCode::kBodyTooLarge, "the body is larger than 16 KiB"};
  return malformed("this is not HTTP/1.1");
}

}  // namespace

class RequestParser::Implementation {
 public:
  Implementation() {
    parser_.header_limit(kMaxHeaderSize);
    parser_.body_limit(kMaxBodySize);
  }

  Wants take(std::string_view& bytes) {
    while (!bytes.empty()) {
      beast::error_code error;
      bytes.remove_prefix(parser_.put(boost::asio::buffer(bytes), error));
      if (error == beast::http::error::need_more) {
        // The header has its own limit, and what is behind it is taken as it comes: but for the framing of chunks.
        if (bytes.size() < kMaxUnread) return Wants::kMoreBytes;
        return refuse(problemOf(beast::http::error::header_limit));
      }
      if (error) return refuse(problemOf(error));
      if (parser_.is_done()) return finish();
      if (!parser_.eager() && parser_.is_header_done()) {
        parser_.eager(true);
        if (beast::iequals(parser_.get()[beast::http::field::expect], "100-continue")) return Wants::kToldToGoOn;
      }
    }
    return Wants::kMoreBytes;
  }

  Result<Request, Problem> result() {
    if (problem_) return fail(*problem_);
    Message& message = parser_.get();
    const std::string target(message.target());
    const auto parsed = parseTarget(target);
    if (!parsed) return fail(malformed("the request's target is no path"));
    return Request{.method = methodOf(message.method()),
                   .path = std::string(parsed->path),
                   .query = std::string(parsed->query),
                   .headers = headersOf(message),
                   .body = std::move(message.body()),
                   .received_at = std::chrono::steady_clock::now()};
  }

  [[nodiscard]] bool mayBeFollowed() const {
    return !problem_ && parser_.get().version() == 11 && parser_.keep_alive();
  }
  [[nodiscard]] bool isHead() const { return parser_.get().method() == beast::http::verb::head; }

 private:
  Wants refuse(Problem problem) {
    problem_ = std::move(problem);
    return Wants::kNothing;
  }
  Wants finish() {
    if (!isAmbiguous(parser_.get())) return Wants::kNothing;
    return refuse(malformed("Host must be there once, and Transfer-Encoding be absent or chunked"));
  }

  Parser parser_;
  std::optional<Problem> problem_;
};

RequestParser::RequestParser() : implementation_(std::make_unique<Implementation>()) {}
RequestParser::~RequestParser() = default;

RequestParser::Wants RequestParser::take(std::string_view& bytes) { return implementation_->take(bytes); }
Result<Request, Problem> RequestParser::result() { return implementation_->result(); }
bool RequestParser::mayBeFollowed() const { return implementation_->mayBeFollowed(); }
bool RequestParser::isHead() const { return implementation_->isHead(); }

}  // namespace heliograph::http
