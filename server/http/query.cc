#include "http/query.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/hex.h"
#include "base/utf8.h"

namespace heliograph::http {
namespace {

// '+' is a space, %XX a byte. Nothing where an escape is malformed or the result is no valid UTF-8.
std::optional<std::string> decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded.push_back(text[i] == '+' ? ' ' : text[i]);
      continue;
    }
    std::array<std::uint8_t, 1> byte{};
    if (i + 2 >= text.size() || !fromHex(text.substr(i + 1, 2), byte)) return std::nullopt;
    decoded.push_back(static_cast<char>(byte[0]));
    i += 2;
  }
  return isValidUtf8(decoded) ? std::optional(decoded) : std::nullopt;
}

Result<void, Problem> addParameter(Fields& fields, FieldNames allowed, std::string_view parameter) {
  const std::size_t equals_sign = std::min(parameter.find('='), parameter.size());
  const auto name = decode(parameter.substr(0, equals_sign));
  const auto value = decode(parameter.substr(std::min(equals_sign + 1, parameter.size())));
  if (!name || !value) return fail(malformed("the query is not well-formed"));
  if (value->empty()) return fail(malformed(printableName(*name) + " is empty"));
  return fields.add(allowed, *name, *value);
}

}  // namespace

Result<Fields, Problem> readQuery(const Request& request, FieldNames allowed) {
  Fields fields;
  std::string_view rest = request.query;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    if (const auto added = addParameter(fields, allowed, rest.substr(0, end)); !added) return fail(added.error());
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return fields;
}

}  // namespace heliograph::http
