#include "http/response.h"

#include "http/json.h"

namespace heliograph::http {
namespace {

void addHeader(std::string& text, std::string_view name, std::string_view value) {
  text.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

Response okJson(const Json& json) { return {200, {}, std::string(kJson), json.text()}; }

Response createdJson(std::string location, const Json& json) {
  return {201, {{"Location", std::move(location)}}, std::string(kJson), json.text()};
}

Response noContent() { return {204, {}, {}, {}}; }

std::string_view reasonPhrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 409:
      return "Conflict";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 423:
      return "Locked";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "";
  }
}

std::string serialise(const Response& response, AfterResponse after, BodyOnWire body_on_wire) {
  std::string text = "HTTP/1.1 " + std::to_string(response.status) + " ";
  text.append(reasonPhrase(response.status)).append("\r\n");
  for (const auto& [name, value] : response.headers) addHeader(text, name, value);
  if (!response.content_type.empty()) addHeader(text, "Content-Type", response.content_type);
  // RFC 9110 section 8.6: there must be none with 204, and with 304 none but that of the file which is not sent.
  if (response.status != 204 && response.status != 304) {
    addHeader(text, "Content-Length", std::to_string(response.body.size() + response.static_body.size()));
  }
  if (after == AfterResponse::kClose) addHeader(text, "Connection", "close");
  text.append("\r\n");
  if (body_on_wire == BodyOnWire::kWithBody) text.append(response.body);
  return text;
}

}  // namespace heliograph::http
