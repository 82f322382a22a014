#include "http/body_reader.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/media_type.h"
#include "http/response.h"

namespace heliograph::http {
namespace {

// Takes the events of the parser, and stops it at the first that does not belong into an object of texts, lists of
// texts and objects of texts; so the depth is bounded by two.
class BodyReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit BodyReader(const BodyMembers& members) : members_(members) {}
  // Of an object of texts under any names.
  BodyReader(const BodyMembers& none, NamedTexts& texts) : members_(none), texts_(&texts) {}

  [[nodiscard]] Result<Fields, Problem> take() {
    if (problem_) return fail(std::move(*problem_));
    return std::move(fields_);
  }

  bool start_object(std::size_t) override {
    if (place_ == Place::kOutside) return enter(texts_ == nullptr ? Place::kRoot : Place::kObject);
    if (place_ != Place::kRoot || !isOneOf(members_.objects)) return refuseType();
    object_.clear();
    return enter(Place::kObject);
  }
  bool end_object() override {
    if (place_ == Place::kRoot) return enter(Place::kEnd);
    if (texts_ != nullptr) {
      *texts_ = std::move(object_);
      return enter(Place::kEnd);
    }
    place_ = Place::kRoot;
    return accept(fields_.addObject(name_, std::move(object_)));
  }
  bool start_array(std::size_t) override {
    if (place_ != Place::kRoot || !isOneOf(members_.lists)) return refuseType();
    list_.clear();
    return enter(Place::kList);
  }
  bool end_array() override {
    place_ = Place::kRoot;
    return accept(fields_.addList(name_, std::move(list_)));
  }
  bool key(std::string& name) override {
    if (place_ == Place::kObject) {
      inner_name_ = name;
      return true;
    }
    name_ = name;
    const bool is_known = isOneOf(members_.texts) || isOneOf(members_.lists) || isOneOf(members_.objects);
    return is_known ? true : refuse(malformed(printableName(name_) + " is unknown"));
  }
  bool string(std::string& value) override {
    switch (place_) {
      case Place::kRoot:
        if (isOneOf(members_.lists) || isOneOf(members_.objects)) return refuseType();
        return accept(fields_.add(members_.texts, name_, std::move(value)));
      case Place::kList:
        list_.push_back(std::move(value));
        return true;
      case Place::kObject:
        if (object_.emplace(inner_name_, std::move(value)).second) return true;
        return refuse(malformed(printableName(inner_name_) + " is there more than once"));
      case Place::kOutside:
      case Place::kEnd:
        break;
    }
    return refuseType();
  }

  bool null() override { return refuseType(); }
  bool boolean(bool) override { return refuseType(); }
  bool number_integer(number_integer_t) override { return refuseType(); }
  bool number_unsigned(number_unsigned_t) override { return refuseType(); }
  bool number_float(number_float_t, const std::string&) override { return refuseType(); }
  bool binary(binary_t&) override { return refuseType(); }

  // The exception's text repeats a part of the body, so it goes nowhere.
  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override {
    return refuse(malformed("the body is no valid JSON, byte " + std::to_string(position)));
  }

 private:
  enum class Place { kOutside, kRoot, kList, kObject, kEnd };

  [[nodiscard]] bool isOneOf(FieldNames names) const { return std::ranges::find(names, name_) != names.end(); }
  bool enter(Place place) {
    place_ = place;
    return true;
  }
  bool accept(const Result<void, Problem>& added) { return added ? true : refuse(added.error()); }
  bool refuseType() {
    if (place_ == Place::kOutside) return refuse(malformed("the body must be a JSON object"));
    const std::string name = printableName(texts_ == nullptr ? name_ : inner_name_);
    if (isOneOf(members_.lists)) return refuse(malformed(name + " must be a list of strings"));
    if (isOneOf(members_.objects)) return refuse(malformed(name + " must be an object of strings"));
    return refuse(malformed(name + " must be a string"));
  }
  bool refuse(Problem problem) {
    problem_ = std::move(problem);
    return false;
  }

  const BodyMembers& members_;
  NamedTexts* texts_ = nullptr;  // where the body is them
  Place place_ = Place::kOutside;
  Fields fields_;
  std::string name_;               // of the member
  std::vector<std::string> list_;  // that is being read
  NamedTexts object_;              // that is being read
  std::string inner_name_;         // in it
  std::optional<Problem> problem_;
};

}  // namespace

Result<Fields, Problem> readBody(const Request& request, FieldNames texts) {
  return readBody(request, BodyMembers{.texts = texts});
}

Result<Fields, Problem> readBody(const Request& request, const BodyMembers& members) {
  if (const auto type = requireMediaType(request, kJson); !type) return fail(type.error());
  BodyReader reader(members);
  nlohmann::json::sax_parse(request.body, &reader);
  return reader.take();
}

Result<NamedTexts, Problem> readTexts(const Request& request) {
  if (const auto type = requireMediaType(request, kJson); !type) return fail(type.error());
  const BodyMembers none{};
  NamedTexts texts;
  BodyReader reader(none, texts);
  nlohmann::json::sax_parse(request.body, &reader);
  return reader.take().map([&](const Fields&) { return std::move(texts); });
}

Result<void, Problem> requireEmptyBody(const Request& request) {
  if (request.body.empty()) return {};
  return readBody(request, FieldNames{}).map([](const Fields&) {});
}

}  // namespace heliograph::http
