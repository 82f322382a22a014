#include "demo_bank/testing/interface_document.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "http/embedded/embedded_files.h"

namespace heliograph::bank::testing {
namespace {

using nlohmann::json;
using Faults = std::vector<std::string>;

const json& bankDocument() {
  static const json kDocument =
      json::parse(std::ifstream(std::filesystem::path(HELIOGRAPH_SOURCE_DIR) / "demo_bank/openapi.json"));
  return kDocument;
}

const json& serverDocument() {
  static const json kDocument = json::parse(http::findEmbeddedFile(http::referenceFiles(), "openapi.json").value());
  return kDocument;
}

// Checks values against schemas of one document; a $ref may lead into the other one.
class Check {
 public:
  explicit Check(const json& document, Faults& faults) : document_(document), faults_(faults) {}

  void value(const json& schema, const json& value, const std::string& where) {
    if (schema.contains("$ref")) return reference(schema.at("$ref"), value, where);
    if (schema.contains("anyOf")) return alternatives(schema.at("anyOf"), value, where);
    for (const json& part : schema.value("allOf", json::array())) this->value(part, value, where);
    if (!isOfType(value, schema.value("type", ""))) return fault(where + " is no " + schema.at("type").dump());
    if (schema.contains("const") && schema.at("const") != value) fault(where + " is " + value.dump());
    const json names = schema.value("enum", json::array({value}));
    if (std::ranges::find(names, value) == names.end()) fault(where + " is " + value.dump());
    members(schema, value, where);
    if (!schema.contains("items")) return;
    for (const json& item : value) this->value(schema.at("items"), item, where + "[]");
  }

 private:
  void fault(const std::string& what) { faults_.push_back(what); }

  static bool isOfType(const json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_number_integer();
    if (type == "null") return value.is_null();
    return type.empty();
  }

  void reference(const std::string& text, const json& value, const std::string& where) {
    const auto hash = text.find('#');
    const json& document = hash == 0 ? document_ : serverDocument();
    Check(document, faults_).value(document.at(json::json_pointer(text.substr(hash + 1))), value, where);
  }

  void alternatives(const json& schemas, const json& value, const std::string& where) {
    const bool fits = std::ranges::any_of(schemas, [&](const json& schema) {
      Faults faults;
      Check(document_, faults).value(schema, value, where);
      return faults.empty();
    });
    if (!fits) fault(where + " is " + value.dump());
  }

  void members(const json& schema, const json& value, const std::string& where) {
    for (const std::string name : schema.value("required", json::array())) {
      if (!value.contains(name)) fault(where + "." + name + " is missing");
    }
    if (!schema.contains("properties")) return;
    const json& properties = schema.at("properties");
    for (const auto& [name, member] : value.items()) {
      const std::string place = where + "." + name;
      properties.contains(name) ? this->value(properties.at(name), member, place) : fault(place + " is not documented");
    }
  }

  const json& document_;
  Faults& faults_;
};

std::string lowerCase(std::string_view text) {
  std::string lower(text);
  for (char& character : lower) character = static_cast<char>(std::tolower(static_cast<unsigned char>(character)));
  return lower;
}

// Whether the segments of a path are those of a pattern; one in braces stands for any.
bool fits(std::string_view pattern, std::string_view path) {
  while (!pattern.empty() && !path.empty()) {
    const auto segment = pattern.substr(0, pattern.find('/', 1));
    const auto actual = path.substr(0, path.find('/', 1));
    if (!segment.starts_with("/{") && segment != actual) return false;
    pattern.remove_prefix(segment.size());
    path.remove_prefix(actual.size());
  }
  return pattern.empty() && path.empty();
}

const json* operationOf(std::string_view method, std::string_view path) {
  for (const auto& [pattern, operations] : bankDocument().at("paths").items()) {
    const std::string name = lowerCase(method);
    if (fits(pattern, path) && operations.contains(name)) return &operations.at(name);
  }
  return nullptr;
}

}  // namespace

std::set<std::string> documentedRoutes() {
  std::set<std::string> routes;
  for (const auto& [path, operations] : bankDocument().at("paths").items()) {
    for (const auto& [method, operation] : operations.items()) {
      std::string name = method;
      std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
      routes.insert(name + " " + path);
    }
  }
  return routes;
}

Faults faultsOf(std::string_view method, std::string_view path, const http::testing::ReceivedResponse& answer) {
  const json* const operation = operationOf(method, path);
  if (operation == nullptr) return {};
  const json& responses = operation->at("responses");
  const std::string status = std::to_string(answer.status);
  const bool is_success = answer.status < 300;
  if (is_success && !responses.contains(status)) return {"the status " + status};
  const json& response =
      is_success ? responses.at(status) : bankDocument().at("components").at("responses").at("Problem");
  if (!response.contains("content")) return answer.body.empty() ? Faults() : Faults{"a body"};
  const std::string type = answer.headers.at("content-type");
  if (!response.at("content").contains(type)) return {"the type " + type};
  Faults faults;
  if (type.ends_with("json")) {
    Check(bankDocument(), faults)
        .value(response.at("content").at(type).at("schema"), json::parse(answer.body), "answer");
  }
  return faults;
}

}  // namespace heliograph::bank::testing
