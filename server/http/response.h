// An answer as handlers make it, and its bytes on the wire (RFC 9112).

#ifndef HELIOGRAPH_SERVER_HTTP_RESPONSE_H_
#define HELIOGRAPH_SERVER_HTTP_RESPONSE_H_

#include <concepts>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace heliograph::http {

class Json;

struct Response {
  int status = 500;
  // Beside Content-Type, Content-Length, Connection and those that every answer carries (dispatcher.h). Cache-Control
  // is "no-store" where it is not among them.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string content_type;
  std::string body;
  // Behind the body: bytes that outlive the answer. They are not copied, so that strangers who ask for something large
  // and do not read it cost no memory.
  std::string_view static_body = {};
};

inline constexpr std::string_view kJson = "application/json";
inline constexpr std::string_view kProblemJson = "application/problem+json";
inline constexpr std::string_view kOctetStream = "application/octet-stream";

// 200 with JSON.
[[nodiscard]] Response okJson(const Json& json);
// 201 with JSON; `location` is the path of what was made.
[[nodiscard]] Response createdJson(std::string location, const Json& json);
// What is text already would become a JSON text.
template <std::convertible_to<std::string_view> Text>
Response okJson(const Text&) = delete;
template <std::convertible_to<std::string_view> Text>
Response createdJson(std::string location, const Text&) = delete;

// 204: done, and nothing to say.
[[nodiscard]] Response noContent();

// The reason phrase of a status that this server sends.
[[nodiscard]] std::string_view reasonPhrase(int status);

enum class AfterResponse { kKeepAlive, kClose };

// Header and body as they are sent, but for static_body, which is sent behind them. With kWithoutBody (an answer to
// HEAD) the header still tells the length of both.
enum class BodyOnWire { kWithBody, kWithoutBody };
[[nodiscard]] std::string serialise(const Response& response, AfterResponse after, BodyOnWire body_on_wire);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_RESPONSE_H_
