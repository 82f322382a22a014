#include "bench/answer_reader.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/optional.hpp>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>

namespace heliograph::bench {
namespace {

namespace beast = boost::beast;
using beast::error_code;

// Beast's parser with a message that keeps status and body alone: no field is stored.
class Parser final : public beast::http::basic_parser<false> {
 public:
  explicit Parser(HttpAnswer& answer) : answer_(answer) {
    eager(true);
    answer_.status = 0;
    answer_.body.clear();
  }

 private:
  void on_request_impl(beast::http::verb /*verb*/, beast::string_view /*name*/, beast::string_view /*target*/,
                       int /*version*/, error_code& /*error*/) override {}
  void on_response_impl(int status, beast::string_view /*reason*/, int /*version*/, error_code& /*error*/) override {
    answer_.status = status;
  }
  void on_field_impl(beast::http::field /*field*/, beast::string_view /*name*/, beast::string_view /*value*/,
                     error_code& /*error*/) override {}
  void on_header_impl(error_code& /*error*/) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>& /*size*/, error_code& /*error*/) override {}
  std::size_t on_body_impl(beast::string_view body, error_code& /*error*/) override {
    answer_.body.append(body);
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t /*size*/, beast::string_view /*extensions*/, error_code& /*error*/) override {
  }
  std::size_t on_chunk_body_impl(std::uint64_t /*remaining*/, beast::string_view body, error_code& /*error*/) override {
    answer_.body.append(body);
    return body.size();
  }
  void on_finish_impl(error_code& /*error*/) override {}

  HttpAnswer& answer_;
};

// Text members of the outermost object, by name; stops reading when it has them all.
class Members : public nlohmann::json_sax<nlohmann::json> {
 public:
  struct Member {
    std::string_view name;
    std::string* value;
  };
  explicit Members(std::span<const Member> wanted) : wanted_(wanted), missing_(wanted.size()) {}

  bool key(string_t& name) override {
    current_ = nullptr;
    if (depth_ != 1) return true;
    for (const Member& member : wanted_) {
      if (member.name == name) current_ = member.value;
    }
    return true;
  }
  bool string(string_t& value) override {
    if (depth_ != 1 || current_ == nullptr) return true;
    current_->swap(value);
    current_ = nullptr;
    return --missing_ != 0;
  }
  bool start_object(std::size_t /*size*/) override { return ++depth_ != 0; }
  bool end_object() override { return depth_-- != 0; }
  bool start_array(std::size_t /*size*/) override { return ++depth_ != 0; }
  bool end_array() override { return depth_-- != 0; }
  bool null() override { return true; }
  bool boolean(bool /*value*/) override { return true; }
  bool number_integer(number_integer_t /*value*/) override { return true; }
  bool number_unsigned(number_unsigned_t /*value*/) override { return true; }
  bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return true; }
  bool binary(binary_t& /*value*/) override { return true; }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::json::exception& /*error*/) override {
    return false;
  }

 private:
  std::span<const Member> wanted_;
  std::size_t missing_;
  std::string* current_ = nullptr;
  std::size_t depth_ = 0;
};

void read(std::string_view json, std::span<const Members::Member> wanted) {
  Members members(wanted);
  // False where it stopped early or the text is no JSON; what was found was found.
  static_cast<void>(nlohmann::json::sax_parse(json.begin(), json.end(), &members));
}

}  // namespace

struct AnswerReader::Implementation {
  HttpAnswer answer;
  std::string unread;
  std::optional<Parser> parser;
};

AnswerReader::AnswerReader() : implementation_(std::make_unique<Implementation>()) { start(); }
AnswerReader::AnswerReader(AnswerReader&&) noexcept = default;
AnswerReader& AnswerReader::operator=(AnswerReader&&) noexcept = default;
AnswerReader::~AnswerReader() = default;

void AnswerReader::start() {
  implementation_->unread.clear();
  implementation_->parser.emplace(implementation_->answer);
}

AnswerReader::Progress AnswerReader::take(std::string_view bytes) {
  std::string& unread = implementation_->unread;
  Parser& parser = *implementation_->parser;
  unread.append(bytes);
  error_code error;
  std::size_t used = 0;
  // put() stops after the header and after each part of the body.
  while (used < unread.size() && !parser.is_done()) {
    const std::size_t size = parser.put(boost::asio::buffer(unread.data() + used, unread.size() - used), error);
    used += size;
    if (error == beast::http::error::need_more) break;
    if (error) return Progress::kBroken;
  }
  unread.erase(0, used);
  if (!parser.is_done()) return Progress::kMore;
  if (!unread.empty()) return Progress::kBroken;
  implementation_->answer.keeps_alive = parser.keep_alive();
  return Progress::kComplete;
}

const HttpAnswer& AnswerReader::answer() const { return implementation_->answer; }

BegunFields begunFieldsOf(std::string_view json) {
  BegunFields fields;
  const std::array wanted{Members::Member{"id", &fields.id},
                          Members::Member{"verification_data", &fields.verification_data}};
  read(json, wanted);
  return fields;
}

std::string resultOf(std::string_view json) {
  std::string result;
  const std::array wanted{Members::Member{"result", &result}};
  read(json, wanted);
  return result;
}

}  // namespace heliograph::bench
