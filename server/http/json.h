// JSON, for writing (RFC 8259): objects whose members stay in the order in which they were added, lists, texts, numbers
// and booleans.
//
//   Json json{{"id", key.id.text()}, {"count", 3}, {"nested", {{"valid", true}}}};
//   if (key.expires_at) json.add("expires_at", formatRfc3339(*key.expires_at));
//
// json.cc and body_reader.cc, which reads what callers send, are the only files with the JSON library: it takes longer
// to compile than a handler that uses it.

#ifndef HELIOGRAPH_SERVER_HTTP_JSON_H_
#define HELIOGRAPH_SERVER_HTTP_JSON_H_

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace heliograph::http {

// What happens to a text that is no UTF-8: an exception, or U+FFFD for each of its faults.
enum class BadUtf8 { kThrow, kReplace };

class Json {
 public:
  struct Member;

  // An empty object, or one of these members.
  Json();
  Json(std::initializer_list<Member> members);
  Json(const std::map<std::string, std::string, std::less<>>& members);

  Json(std::string_view text);
  Json(const std::string& text);
  Json(const char* text);
  template <class Pointee>
  Json(Pointee* not_a_boolean) = delete;
  Json(bool truth);
  Json(int number);
  Json(long number);
  Json(long long number);
  Json(unsigned number);
  Json(unsigned long number);
  Json(unsigned long long number);
  Json(double number);
  Json(const std::vector<std::string>& texts);

  Json(Json&&) noexcept;
  Json& operator=(Json&&) noexcept;
  Json(const Json&) = delete;
  Json& operator=(const Json&) = delete;
  ~Json();

  [[nodiscard]] static Json emptyList();
  // What `to_json` makes of each.
  template <class Item>
  [[nodiscard]] static Json listOf(const std::vector<Item>& items,
                                   std::type_identity_t<Json (*)(const Item&)> to_json) {
    Json list = emptyList();
    for (const Item& item : items) list.append(to_json(item));
    return list;
  }

  // Of an object: as its last member, or in the place of the one that has this name.
  void add(std::string_view name, Json value);
  // Of an object: the members of the object that is written here. False, and nothing added, where it is none.
  [[nodiscard]] bool addMembersOf(std::string_view object);
  // Of a list: as its last item.
  void append(Json item);

  // On one line, without blanks.
  [[nodiscard]] std::string text(BadUtf8 bad_utf8 = BadUtf8::kThrow) const;

 private:
  struct Value;
  explicit Json(Value value);

  std::unique_ptr<Value> value_;
};

struct Json::Member {
  std::string_view name;
  mutable Json value;  // a list of initialisers is constant; the object takes it from there
};

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_JSON_H_
