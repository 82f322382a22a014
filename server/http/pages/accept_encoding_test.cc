#include "http/pages/accept_encoding.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace heliograph::http {
namespace {

constexpr std::array kAll{ContentCoding::kBrotli, ContentCoding::kGzip, ContentCoding::kIdentity};

struct Case {
  const char* field;
  const char* coding;
};

TEST(AcceptEncodingTest, GivesTheCodingThatTheCallerLikesMost) {
  for (const Case& known : {
           Case{"gzip, deflate, br, zstd", "br"},  // browsers by TLS
           {"gzip, deflate", "gzip"},              // some browsers by plain HTTP
           {"gzip;q=1.0, br;q=0.5", "gzip"},
           {"br;q=0.5, gzip;q=0.501", "gzip"},
           {"gzip;q=0.5, br;q=0.5", "br"},
           {"br;q=0.001", "br"},
           {"BR", "br"},
           {"x-gzip", "gzip"},
           {"*", "br"},
           {"br;q=0, *", "gzip"},
           {"br;q=0, gzip;q=0, *;q=1", "identity"},
           {"identity, br;q=0.5", "identity"},
           {"identity;q=0.5, gzip", "gzip"},
           {"identity;q=0, gzip;q=0.1", "gzip"},
           {"*;q=0, gzip", "gzip"},
           {"gzip;Q=0.2 , br ; q=0.1", "gzip"},
       }) {
    EXPECT_EQ(nameOf(chooseCoding(known.field, kAll)), known.coding) << known.field;
  }
}

TEST(AcceptEncodingTest, GivesThePlainFileToWhoAcceptsNothingElse) {
  for (const char* field : {"", " ", ",", ", ,", "identity", "deflate", "zstd, compress", "gzip;q=0",
                            "br;q=0, gzip;q=0.0", "gzip;q=0.000, deflate", "brotli", "gz", "gzipp"}) {
    EXPECT_EQ(chooseCoding(field, kAll), ContentCoding::kIdentity) << field;
  }
}

TEST(AcceptEncodingTest, GivesThePlainFileEvenToWhoRefusesIt) {
  for (const char* field : {"*;q=0", "identity;q=0", "identity;q=0, *;q=0", "identity;q=0, deflate"}) {
    EXPECT_EQ(chooseCoding(field, kAll), ContentCoding::kIdentity) << field;
  }
}

TEST(AcceptEncodingTest, CountsWhatIsMalformedAsNotThere) {
  for (const char* field : {"gzip;q=2", "gzip;q=-1", "gzip;q=", "gzip;q=0.1234", "br;q=a", "br;q=1.1", "gzip br",
                            ";q=1", "\"br\"", "br,gzip;q=x\"", "\"br, gzip"}) {
    EXPECT_NE(chooseCoding(field, kAll), ContentCoding::kGzip) << field;
  }
  EXPECT_EQ(chooseCoding("br;q=2, gzip", kAll), ContentCoding::kGzip);
  EXPECT_EQ(chooseCoding("\"br\", gzip", kAll), ContentCoding::kGzip);
}

TEST(AcceptEncodingTest, GivesOnlyWhatIsOnOffer) {
  constexpr std::array kPlain{ContentCoding::kIdentity};
  EXPECT_EQ(chooseCoding("br, gzip", kPlain), ContentCoding::kIdentity);
  EXPECT_EQ(chooseCoding("br, identity;q=0", kPlain), ContentCoding::kIdentity);
  constexpr std::array kGzipAndPlain{ContentCoding::kGzip, ContentCoding::kIdentity};
  EXPECT_EQ(chooseCoding("br, gzip;q=0.1", kGzipAndPlain), ContentCoding::kGzip);
}

TEST(AcceptEncodingTest, ReadsAFieldOfAnyLength) {
  std::string field;
  for (int i = 0; i < 2'000; ++i) field += "a,;";
  EXPECT_EQ(chooseCoding(field + ",gzip", kAll), ContentCoding::kGzip);
}

}  // namespace
}  // namespace heliograph::http
