// The story that `heliograph-lab demo` plays: an offline authentication as people live it, and what must happen when
// something is wrong.

#ifndef HELIOGRAPH_LAB_DEMO_STORY_H_
#define HELIOGRAPH_LAB_DEMO_STORY_H_

#include "lab/demo/narrator.h"
#include "lab/demo/stage.h"

namespace heliograph::lab {

// Plays all scenes on a stage whose server is not yet started. A scene that does not end as it must is told as such,
// and the story goes on with the next one where it can. True where every scene ended as it must.
[[nodiscard]] bool playStory(Stage& stage, Narrator& narrator);

}  // namespace heliograph::lab

#endif  // HELIOGRAPH_LAB_DEMO_STORY_H_
