#include "http/body_reader.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "http/media_type.h"
#include "http/response.h"

namespace heliograph::http {
namespace {

// Takes the events of the parser, and stops it at the first that does not belong into a flat object of texts; so the
// depth is bounded by one.
class FlatObjectReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit FlatObjectReader(FieldNames allowed) : allowed_(allowed) {}

  [[nodiscard]] Result<Fields, Problem> take() {
    if (problem_) return fail(std::move(*problem_));
    return std::move(fields_);
  }

  bool start_object(std::size_t) override {
    if (is_inside_) return refuseType();
    is_inside_ = true;
    return true;
  }
  bool end_object() override { return true; }
  bool key(std::string& name) override {
    name_ = name;
    return true;
  }
  bool string(std::string& value) override {
    if (!is_inside_) return refuseType();
    const auto added = fields_.add(allowed_, name_, std::move(value));
    return added ? true : refuse(added.error());
  }

  bool null() override { return refuseType(); }
  bool boolean(bool) override { return refuseType(); }
  bool number_integer(number_integer_t) override { return refuseType(); }
  bool number_unsigned(number_unsigned_t) override { return refuseType(); }
  bool number_float(number_float_t, const std::string&) override { return refuseType(); }
  bool binary(binary_t&) override { return refuseType(); }
  bool start_array(std::size_t) override { return refuseType(); }
  bool end_array() override { return true; }

  // The exception's text repeats a part of the body, so it goes nowhere.
  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override {
    return refuse(malformed("the body is no valid JSON, byte " + std::to_string(position)));
  }

 private:
  bool refuseType() {
    return refuse(
        malformed(is_inside_ ? printableName(name_) + " must be a string" : "the body must be a JSON object"));
  }
  bool refuse(Problem problem) {
    problem_ = std::move(problem);
    return false;
  }

  FieldNames allowed_;
  Fields fields_;
  bool is_inside_ = false;
  std::string name_;
  std::optional<Problem> problem_;
};

}  // namespace

Result<Fields, Problem> readBody(const Request& request, FieldNames allowed) {
  if (const auto type = requireMediaType(request, kJson); !type) return fail(type.error());
  FlatObjectReader reader(allowed);
  nlohmann::json::sax_parse(request.body, &reader);
  return reader.take();
}

Result<void, Problem> requireEmptyBody(const Request& request) {
  if (request.body.empty()) return {};
  return readBody(request, {}).map([](const Fields&) {});
}

}  // namespace heliograph::http
