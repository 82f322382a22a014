#include "http/fields.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/secret.h"

namespace heliograph::http {
namespace {

constexpr std::size_t kLongestPrintableName = 64;

bool isPrintable(char character) {
  return isLetterOrDigit(character) || character == '_' || character == '-' || character == '.';
}

void wipeText(std::string& text) { wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()}); }

template <class Map, class Value>
Result<void, Problem> addTo(Map& map, const std::string& name, Value value) {
  if (!map.emplace(name, std::move(value)).second) {
    return fail(malformed(printableName(name) + " is there more than once"));
  }
  return {};
}

}  // namespace

Fields::~Fields() {
  for (auto& [name, value] : values_) wipeText(value);
}

Result<void, Problem> Fields::add(FieldNames allowed, const std::string& name, std::string value) {
  if (std::ranges::find(allowed, name) == allowed.end()) return fail(malformed(printableName(name) + " is unknown"));
  return addTo(values_, name, std::move(value));
}

Result<void, Problem> Fields::addList(const std::string& name, std::vector<std::string> values) {
  return addTo(lists_, name, std::move(values));
}

Result<void, Problem> Fields::addObject(const std::string& name, NamedTexts values) {
  return addTo(objects_, name, std::move(values));
}

Result<std::string_view, Problem> Fields::text(std::string_view name) const {
  const auto value = optionalText(name);
  if (!value) return fail(malformed(std::string(name) + " is missing"));
  return *value;
}

std::optional<std::string_view> Fields::optionalText(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::nullopt : std::optional<std::string_view>(found->second);
}

std::optional<std::span<const std::string>> Fields::optionalList(std::string_view name) const {
  const auto found = lists_.find(name);
  if (found == lists_.end()) return std::nullopt;
  return std::span<const std::string>(found->second);
}

std::optional<NamedTexts> Fields::optionalObject(std::string_view name) const {
  const auto found = objects_.find(name);
  return found == objects_.end() ? std::nullopt : std::optional(found->second);
}

Problem Fields::noUuid(std::string_view name) { return malformed(std::string(name) + " is no UUID"); }

std::string printableName(std::string_view name) {
  const bool is_printable =
      !name.empty() && name.size() <= kLongestPrintableName && std::ranges::all_of(name, isPrintable);
  return is_printable ? std::string(name) : "a field whose name cannot be repeated here";
}

}  // namespace heliograph::http
