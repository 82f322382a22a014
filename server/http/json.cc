#include "http/json.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace heliograph::http {

struct Json::Value {
  nlohmann::ordered_json json;
};

Json::Json(Value value) : value_(std::make_unique<Value>(std::move(value))) {}

Json::Json() : Json(Value{nlohmann::ordered_json::object()}) {}
Json::Json(std::initializer_list<Member> members) : Json() {
  for (const Member& member : members) add(member.name, std::move(member.value));
}
Json::Json(const std::map<std::string, std::string, std::less<>>& members) : Json(Value{members}) {}
Json::Json(std::string_view text) : Json(Value{text}) {}
Json::Json(const std::string& text) : Json(Value{text}) {}
Json::Json(const char* text) : Json(Value{text}) {}
Json::Json(bool truth) : Json(Value{truth}) {}
Json::Json(int number) : Json(Value{number}) {}
Json::Json(long number) : Json(Value{number}) {}
Json::Json(long long number) : Json(Value{number}) {}
Json::Json(unsigned number) : Json(Value{number}) {}
Json::Json(unsigned long number) : Json(Value{number}) {}
Json::Json(unsigned long long number) : Json(Value{number}) {}
Json::Json(double number) : Json(Value{number}) {}
Json::Json(const std::vector<std::string>& texts) : Json(Value{texts}) {}

Json::Json(Json&&) noexcept = default;
Json& Json::operator=(Json&&) noexcept = default;
Json::~Json() = default;

Json Json::emptyList() { return Json(Value{nlohmann::ordered_json::array()}); }

void Json::add(std::string_view name, Json value) { value_->json[std::string(name)] = std::move(value.value_->json); }

bool Json::addMembersOf(std::string_view object) {
  const auto parsed = nlohmann::ordered_json::parse(object, nullptr, false);
  if (!parsed.is_object()) return false;
  value_->json.update(parsed);
  return true;
}

void Json::append(Json item) { value_->json.push_back(std::move(item.value_->json)); }

std::string Json::text(BadUtf8 bad_utf8) const {
  using OnError = nlohmann::ordered_json::error_handler_t;
  return value_->json.dump(-1, ' ', false, bad_utf8 == BadUtf8::kReplace ? OnError::replace : OnError::strict);
}

}  // namespace heliograph::http
