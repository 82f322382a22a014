// What is in which program. A bank installs heliograph, and with it nothing that one tries, shows or measures it with.

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "lab/process.h"

namespace heliograph {
namespace {

using testing::AnyOf;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::Not;

class Programs : public testing::Test {
 protected:
  static std::string pathOf(const std::string& program) { return std::string(HELIOGRAPH_PROGRAMS "/") + program; }

  // The shared libraries that the dynamic linker loads for it: the entries NEEDED of its ELF file.
  static std::vector<std::string> librariesOf(const std::string& program) {
    std::istringstream lines(lab::runProcess({"/usr/bin/readelf", {"--dynamic", pathOf(program)}}).standard_output);
    std::vector<std::string> libraries;
    for (std::string line; std::getline(lines, line);) {
      if (line.find("(NEEDED)") != std::string::npos) libraries.push_back(line.substr(line.find('[')));
    }
    return libraries;
  }

  static std::string contentOf(const std::string& program) {
    std::ifstream file(pathOf(program), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
};

TEST_F(Programs, TheServersLinksNoHttpClientAndNoReaderOfQrCodes) {
  EXPECT_THAT(librariesOf("heliograph"), Contains(HasSubstr("libssl")));
  EXPECT_THAT(librariesOf("heliograph"), Each(Not(AnyOf(HasSubstr("curl"), HasSubstr("ZXing"), HasSubstr("zbar")))));
}

TEST_F(Programs, ThePhonesAndTheLabsLinkThem) {
  for (const std::string program : {"heliograph-phone", "heliograph-lab"}) {
    for (const char* library : {"libcurl", "libZXing"}) {
      EXPECT_THAT(librariesOf(program), Contains(HasSubstr(library))) << program;
    }
  }
}

TEST_F(Programs, TheServersHasNoCommandOfThePhoneOrTheLab) {
  const std::string help = lab::runProcess({pathOf("heliograph"), {"--help"}}).standard_output;
  EXPECT_THAT(help, HasSubstr("\n  serve "));
  for (const std::string command : {"phone", "enrol", "offline", "demo", "bench"}) {
    EXPECT_THAT(help, Not(HasSubstr("\n  " + command + " "))) << command;
    EXPECT_EQ(lab::runProcess({pathOf("heliograph"), {command}}).exit_code, 2) << command;
  }
  EXPECT_THAT(lab::runProcess({pathOf("heliograph"), {"serve", "--help"}}).standard_output, Not(HasSubstr("--demo")));
}

TEST_F(Programs, TheServersHoldsNothingOfTheDemoBankTheStoryAndTheBenchmark) {
  const std::string server = contentOf("heliograph");
  const std::string lab = contentOf("heliograph-lab");
  for (const char* text : {"the demo bank gets no answer from the server", "Pay 9,100.00 EUR to Mallory",
                           "an enrolment could not be finished"}) {
    EXPECT_NE(lab.find(text), std::string::npos) << text;
    EXPECT_EQ(server.find(text), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace heliograph
