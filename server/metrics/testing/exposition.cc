#include "metrics/testing/exposition.h"

#include <gtest/gtest.h>

#include <regex>
#include <sstream>

namespace heliograph::metrics::testing {

Exposition::Exposition(const std::string& text) {
  static const std::regex kLabel("([a-z_]+)=\"");
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# TYPE ")) metrics_.insert(line.substr(7, line.rfind(' ') - 7));
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t space = line.rfind(' ');
    const std::string series = line.substr(0, space);
    values_[series] = std::stod(line.substr(space + 1));
    series_names_.insert(series.substr(0, series.find('{')));
    for (auto label = std::sregex_iterator(series.begin(), series.end(), kLabel); label != std::sregex_iterator();
         ++label) {
      label_names_.insert((*label)[1]);
    }
  }
}

double Exposition::value(const std::string& series) const {
  EXPECT_TRUE(has(series)) << series;
  return has(series) ? values_.at(series) : -1;
}

}  // namespace heliograph::metrics::testing
