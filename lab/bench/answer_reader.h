// Reads HTTP answers as they come in, and of their JSON no more than the load needs. It allocates nothing once its
// buffers have grown: the generator shares the machine with what it measures.

#ifndef HELIOGRAPH_BENCH_ANSWER_READER_H_
#define HELIOGRAPH_BENCH_ANSWER_READER_H_

#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace heliograph::bench {

struct HttpAnswer {
  int status = 0;
  bool keeps_alive = false;
  std::string body;
};

class AnswerReader {
 public:
  enum class Progress { kMore, kComplete, kBroken };

  AnswerReader();
  AnswerReader(AnswerReader&&) noexcept;
  AnswerReader& operator=(AnswerReader&&) noexcept;
  ~AnswerReader();

  // Forgets what it has read; the next byte starts an answer.
  void start();
  // Takes what came in. After kComplete answer() is whole; nothing may follow it before the next start().
  [[nodiscard]] Progress take(std::string_view bytes);
  [[nodiscard]] const HttpAnswer& answer() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

// What the load needs of an answer; empty where it is not there.
struct BegunFields {
  std::string id;
  std::string verification_data;
};
[[nodiscard]] BegunFields begunFieldsOf(std::string_view json);
[[nodiscard]] std::string resultOf(std::string_view json);

}  // namespace heliograph::bench

#endif  // HELIOGRAPH_BENCH_ANSWER_READER_H_
