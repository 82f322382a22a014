// Narrator: tells the story as it happens, for a person to follow, and keeps the verdicts for machines.

#ifndef HELIOGRAPH_LAB_DEMO_NARRATOR_H_
#define HELIOGRAPH_LAB_DEMO_NARRATOR_H_

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace heliograph::lab {

struct Verdict {
  std::string step;
  bool is_as_it_must;
  std::string outcome;
  std::chrono::milliseconds took;
};

class Narrator {
 public:
  // Says nothing where `is_silent`.
  explicit Narrator(bool is_silent) : is_silent_(is_silent) {}

  void scene(std::string_view title);
  // One line of somebody's part: narrator.says("phone", "shows ...").
  void says(std::string_view who, std::string_view what) const;
  // Text as it is, indented.
  void shows(std::string_view block) const;
  // How a step ended.
  void verdict(Verdict verdict);

  [[nodiscard]] const std::vector<Verdict>& verdicts() const { return verdicts_; }

 private:
  bool is_silent_;
  int scenes_ = 0;
  std::vector<Verdict> verdicts_;
};

}  // namespace heliograph::lab

#endif  // HELIOGRAPH_LAB_DEMO_NARRATOR_H_
