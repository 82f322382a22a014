// A request as handlers see it: read completely, within its limits, and nothing of it interpreted but its framing.

#ifndef HELIOGRAPH_SERVER_HTTP_REQUEST_H_
#define HELIOGRAPH_SERVER_HTTP_REQUEST_H_

#include <string>

namespace heliograph::http {

enum class Method { kGet, kPost, kOther };

// Header fields that were not sent are empty; repeated ones are joined by ", " (RFC 9110 section 5.3).
struct Request {
  Method method = Method::kOther;
  std::string path;   // starts with '/'; percent-escapes as they came
  std::string query;  // without its '?'
  std::string authorization;
  std::string content_type;
  std::string content_encoding;
  std::string accept;
  std::string body;
  std::string source;  // who sent it: source_address.h
};

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_REQUEST_H_
