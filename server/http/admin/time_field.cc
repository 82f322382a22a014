#include "http/admin/time_field.h"

#include <chrono>
#include <string>

#include "base/ascii.h"

namespace heliograph::http {
namespace {

// Takes what it reads off the front of a text, and remembers whether everything was there.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  [[nodiscard]] int number(std::size_t digits) {
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (rest_.empty() || !isDigit(rest_.front())) {
        is_good_ = false;
        return 0;
      }
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }
  // One of the two, which are the same letter.
  void sign(char one, char other) {
    if (!take(one) && !take(other)) is_good_ = false;
  }
  bool take(char character) {
    if (rest_.empty() || rest_.front() != character) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // A point and at least one digit, or nothing at all.
  [[nodiscard]] std::chrono::milliseconds fraction() {
    if (!take('.')) return {};
    if (rest_.empty() || !isDigit(rest_.front())) is_good_ = false;
    int milliseconds = 0;
    for (int place = 100; !rest_.empty() && isDigit(rest_.front()); place /= 10) {
      milliseconds += (rest_.front() - '0') * place;
      rest_.remove_prefix(1);
    }
    return std::chrono::milliseconds(milliseconds);
  }
  // By how much the local time is ahead of UTC.
  [[nodiscard]] std::chrono::minutes offset() {
    if (take('Z') || take('z')) return {};
    const bool is_behind = take('-');
    if (!is_behind && !take('+')) is_good_ = false;
    const int hours = number(2);
    sign(':', ':');
    const int minutes = number(2);
    if (hours > 23 || minutes > 59) is_good_ = false;
    const std::chrono::minutes ahead = std::chrono::hours(hours) + std::chrono::minutes(minutes);
    return is_behind ? -ahead : ahead;
  }

  [[nodiscard]] bool isDone() const { return is_good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool is_good_ = true;
};

}  // namespace

std::optional<TimePoint> parseRfc3339(std::string_view text) {
  Reader reader(text);
  const auto year = std::chrono::year(reader.number(4));
  reader.sign('-', '-');
  const auto month = std::chrono::month(static_cast<unsigned>(reader.number(2)));
  reader.sign('-', '-');
  const std::chrono::year_month_day date(year, month, std::chrono::day(static_cast<unsigned>(reader.number(2))));
  reader.sign('T', 't');
  const int hours = reader.number(2);
  reader.sign(':', ':');
  const int minutes = reader.number(2);
  reader.sign(':', ':');
  const int seconds = reader.number(2);
  const auto fraction = reader.fraction();
  const auto offset = reader.offset();
  if (!reader.isDone() || !date.ok() || hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
  return TimePoint(std::chrono::sys_days(date)) + std::chrono::hours(hours) + std::chrono::minutes(minutes) +
         std::chrono::seconds(seconds) + fraction - offset;
}

Result<std::optional<TimePoint>, Problem> optionalTime(const Fields& fields, std::string_view name) {
  const auto text = fields.optionalText(name);
  if (!text) return std::nullopt;
  const auto time = parseRfc3339(*text);
  if (!time) return fail(malformed(std::string(name) + " is no time of RFC 3339, such as 2026-01-02T03:04:05Z"));
  return time;
}

}  // namespace heliograph::http
