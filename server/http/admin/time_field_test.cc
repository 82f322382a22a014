#include "http/admin/time_field.h"

#include <gtest/gtest.h>

#include "http/time_text.h"

namespace heliograph::http {
namespace {

struct Time {
  const char* text;
  const char* in_utc;
};

TEST(TimeFieldTest, ReadsEveryFormOfRfc3339) {
  for (const Time& time : {Time{"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000Z"},
                           {"2026-01-02t03:04:05z", "2026-01-02T03:04:05.000Z"},
                           {"2026-01-02T03:04:05.6Z", "2026-01-02T03:04:05.600Z"},
                           {"2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.678Z"},
                           {"2026-01-02T03:04:05.6789999999999999Z", "2026-01-02T03:04:05.678Z"},
                           {"2026-01-02T03:04:05+05:30", "2026-01-01T21:34:05.000Z"},
                           {"2026-12-31T23:30:00-01:00", "2027-01-01T00:30:00.000Z"},
                           {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"},
                           {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
                           {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000Z"}}) {
    const auto parsed = parseRfc3339(time.text);
    ASSERT_TRUE(parsed) << time.text;
    EXPECT_EQ(formatRfc3339(*parsed), time.in_utc);
  }
}

TEST(TimeFieldTest, RefusesWhatIsNoTime) {
  for (const char* text : {"",
                           "2026",
                           "2026-01-02",
                           "2026-01-02T03:04Z",
                           "2026-01-02T03:04:05",
                           "2026-01-02 03:04:05Z",
                           "2026-13-02T03:04:05Z",
                           "2026-00-02T03:04:05Z",
                           "2026-02-29T00:00:00Z",
                           "2026-01-32T00:00:00Z",
                           "2026-01-02T24:00:00Z",
                           "2026-01-02T03:60:05Z",
                           "2026-01-02T03:04:60Z",
                           "2026-01-02T03:04:05.Z",
                           "2026-01-02T03:04:05,6Z",
                           "2026-01-02T03:04:05+0530",
                           "2026-01-02T03:04:05+24:00",
                           "2026-01-02T03:04:05+05:60",
                           "2026-01-02T03:04:05ZZ",
                           " 2026-01-02T03:04:05Z",
                           "+026-01-02T03:04:05Z",
                           "12026-01-02T03:04:05Z"}) {
    EXPECT_FALSE(parseRfc3339(text)) << text;
  }
}

}  // namespace
}  // namespace heliograph::http
