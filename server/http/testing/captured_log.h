// What the server logs while this object lives, instead of where it would go.

#ifndef HELIOGRAPH_SERVER_HTTP_TESTING_CAPTURED_LOG_H_
#define HELIOGRAPH_SERVER_HTTP_TESTING_CAPTURED_LOG_H_

#include <memory>
#include <sstream>
#include <string>

namespace spdlog {
class logger;
}

namespace heliograph::http::testing {

// Of every level. One at a time.
class CapturedLog {
 public:
  CapturedLog();
  ~CapturedLog();
  CapturedLog(const CapturedLog&) = delete;
  CapturedLog& operator=(const CapturedLog&) = delete;

  // Requires that nobody logs meanwhile.
  [[nodiscard]] std::string text() const { return text_.str(); }

 private:
  std::ostringstream text_;
  std::shared_ptr<spdlog::logger> former_;
};

}  // namespace heliograph::http::testing

#endif  // HELIOGRAPH_SERVER_HTTP_TESTING_CAPTURED_LOG_H_
