#include "http/time_text.h"

#include <spdlog/fmt/fmt.h>

#include <array>

namespace heliograph::http {
namespace {

constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct CivilTime {
  explicit CivilTime(TimePoint time)
      : day(std::chrono::floor<std::chrono::days>(time)), date(day), time_of_day(time - day) {}

  [[nodiscard]] int year() const { return static_cast<int>(date.year()); }
  [[nodiscard]] unsigned month() const { return static_cast<unsigned>(date.month()); }
  [[nodiscard]] unsigned dayOfMonth() const { return static_cast<unsigned>(date.day()); }
  [[nodiscard]] unsigned weekday() const { return std::chrono::weekday(day).c_encoding(); }

  std::chrono::sys_days day;
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<std::chrono::milliseconds> time_of_day;
};

}  // namespace

std::string formatRfc3339(TimePoint time) {
  const CivilTime civil(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", civil.year(), civil.month(), civil.dayOfMonth(),
                     civil.time_of_day.hours().count(), civil.time_of_day.minutes().count(),
                     civil.time_of_day.seconds().count(), civil.time_of_day.subseconds().count());
}

std::string formatHttpDate(TimePoint time) {
  const CivilTime civil(time);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[civil.weekday()], civil.dayOfMonth(),
                     kMonths[civil.month() - 1], civil.year(), civil.time_of_day.hours().count(),
                     civil.time_of_day.minutes().count(), civil.time_of_day.seconds().count());
}

}  // namespace heliograph::http
