#include "http/time_text.h"

#include <gtest/gtest.h>

namespace heliograph::http {
namespace {

struct WrittenTime {
  std::int64_t unix_milliseconds;
  const char* rfc3339;
  const char* http_date;
};

TEST(TimeTextTest, FormatsInUtc) {
  for (const WrittenTime& time :
       {WrittenTime{0, "1970-01-01T00:00:00.000Z", "Thu, 01 Jan 1970 00:00:00 GMT"},
        {1, "1970-01-01T00:00:00.001Z", "Thu, 01 Jan 1970 00:00:00 GMT"},
        {-1, "1969-12-31T23:59:59.999Z", "Wed, 31 Dec 1969 23:59:59 GMT"},
        {784'111'777'000, "1994-11-06T08:49:37.000Z", "Sun, 06 Nov 1994 08:49:37 GMT"},  // RFC 9110
        {951'868'799'050, "2000-02-29T23:59:59.050Z", "Tue, 29 Feb 2000 23:59:59 GMT"},
        {1'767'323'045'678, "2026-01-02T03:04:05.678Z", "Fri, 02 Jan 2026 03:04:05 GMT"},
        {253'402'300'799'999, "9999-12-31T23:59:59.999Z", "Fri, 31 Dec 9999 23:59:59 GMT"}}) {
    EXPECT_EQ(formatRfc3339(fromUnixMilliseconds(time.unix_milliseconds)), time.rfc3339);
    EXPECT_EQ(formatHttpDate(fromUnixMilliseconds(time.unix_milliseconds)), time.http_date);
  }
}

}  // namespace
}  // namespace heliograph::http
