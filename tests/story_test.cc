// The demonstration that people watch is a test, too.

#include <gmock/gmock.h>

#include "command_line/json.h"
#include "lab/process.h"

namespace heliograph {
namespace {

TEST(Story, EveryStepOfTheDemonstrationEndsAsItMust) {
  const auto finished = lab::runProcess({HELIOGRAPH_PROGRAMS "/heliograph-lab", {"--json", "demo"}});

  ASSERT_EQ(finished.exit_code, 0) << finished.standard_error << finished.standard_output;
  const auto story = cli::Json::parse(finished.standard_output);
  EXPECT_TRUE(story.at("as_it_must"));
  EXPECT_EQ(story.at("steps").size(), 15U);
  for (const auto& step : story.at("steps")) EXPECT_TRUE(step.at("as_it_must")) << step.dump();
}

TEST(Story, TheDemonstrationRefusesAFolderThatHoldsSomething) {
  const auto finished =
      lab::runProcess({HELIOGRAPH_PROGRAMS "/heliograph-lab", {"demo", "--folder", HELIOGRAPH_SOURCE_DIR}});

  EXPECT_EQ(finished.exit_code, 3);
  EXPECT_THAT(finished.standard_error, testing::HasSubstr("is not empty"));
}

}  // namespace
}  // namespace heliograph
