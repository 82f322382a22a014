// From the bytes of a connection to a request (RFC 9112), without a socket: bounded, and strict where two readers of the
// same bytes could disagree.

#ifndef HELIOGRAPH_SERVER_HTTP_REQUEST_PARSER_H_
#define HELIOGRAPH_SERVER_HTTP_REQUEST_PARSER_H_

#include <cstddef>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "http/problem.h"
#include "http/request.h"

namespace heliograph::http {

inline constexpr std::size_t kMaxHeaderSize = std::size_t{8} * 1024;
inline constexpr std::size_t kMaxBodySize = std::size_t{16} * 1024;
inline constexpr std::size_t kMaxUnread = kMaxHeaderSize + kMaxBodySize;

// Of one request.
class RequestParser {
 public:
  enum class Wants {
    kMoreBytes,
    kToldToGoOn,  // the client waits for "100 Continue" before it sends the body; take() goes on after it
    kNothing,     // there is a result
  };

  RequestParser();
  ~RequestParser();
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;

  // Takes from the front of `bytes`, which are all that have come, what belongs to the request. What it leaves it wants
  // to see again with what comes next; that is always less than kMaxUnread.
  [[nodiscard]] Wants take(std::string_view& bytes);

  // Once it wants nothing, and once only. The request has no source yet.
  [[nodiscard]] Result<Request, Problem> result();
  // The rest once it wants nothing. False after what could not be read: nobody knows where the next request begins.
  [[nodiscard]] bool mayBeFollowed() const;
  // The answer goes without its body (RFC 9110 section 9.3.2).
  [[nodiscard]] bool isHead() const;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_REQUEST_PARSER_H_
