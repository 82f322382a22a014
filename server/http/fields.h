// The named texts of a request: the members of a JSON body, or the parameters of a query. A body may also have lists of
// texts, and objects of texts.

#ifndef HELIOGRAPH_SERVER_HTTP_FIELDS_H_
#define HELIOGRAPH_SERVER_HTTP_FIELDS_H_

#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/uuid.h"
#include "http/problem.h"

namespace heliograph::http {

using FieldNames = std::initializer_list<std::string_view>;
using NamedTexts = std::map<std::string, std::string, std::less<>>;

// Texts are wiped on destruction: a one-time password is among what comes as a field. Move-only.
class Fields {
 public:
  Fields() = default;
  Fields(Fields&&) noexcept = default;
  Fields& operator=(Fields&&) noexcept = default;
  Fields(const Fields&) = delete;
  Fields& operator=(const Fields&) = delete;
  ~Fields();

  // Refuses a name that is not `allowed`, and one that is there already.
  [[nodiscard]] Result<void, Problem> add(FieldNames allowed, const std::string& name, std::string value);
  // Refuse a name that is there already.
  [[nodiscard]] Result<void, Problem> addList(const std::string& name, std::vector<std::string> values);
  [[nodiscard]] Result<void, Problem> addObject(const std::string& name, NamedTexts values);

  // Valid as long as this object. The first refuses, as malformed, where the field is missing.
  [[nodiscard]] Result<std::string_view, Problem> text(std::string_view name) const;
  [[nodiscard]] std::optional<std::string_view> optionalText(std::string_view name) const;
  [[nodiscard]] std::optional<std::span<const std::string>> optionalList(std::string_view name) const;
  [[nodiscard]] std::optional<NamedTexts> optionalObject(std::string_view name) const;

  // Refuse, as malformed, what is no UUID.
  template <class IdType>
  [[nodiscard]] Result<IdType, Problem> id(std::string_view name) const {
    const auto value = text(name);
    if (!value) return fail(value.error());
    const auto parsed = IdType::parse(*value);
    if (!parsed) return fail(noUuid(name));
    return *parsed;
  }
  template <class IdType>
  [[nodiscard]] Result<std::optional<IdType>, Problem> optionalId(std::string_view name) const {
    if (!optionalText(name)) return std::nullopt;
    return id<IdType>(name).map([](const IdType& parsed) { return std::optional(parsed); });
  }

 private:
  [[nodiscard]] static Problem noUuid(std::string_view name);

  NamedTexts values_;
  std::map<std::string, std::vector<std::string>, std::less<>> lists_;
  std::map<std::string, NamedTexts, std::less<>> objects_;
};

// The name as an error may repeat it: a stranger's name that is more than letters, digits and a few signs is not
// repeated.
[[nodiscard]] std::string printableName(std::string_view name);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_FIELDS_H_
