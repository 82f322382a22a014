// Prometheus's text format, read back.

#ifndef HELIOGRAPH_SERVER_METRICS_TESTING_EXPOSITION_H_
#define HELIOGRAPH_SERVER_METRICS_TESTING_EXPOSITION_H_

#include <map>
#include <set>
#include <string>

namespace heliograph::metrics::testing {

class Exposition {
 public:
  explicit Exposition(const std::string& text);

  // The value of `name{labels}`, written as in the text; a test fails where there is none.
  [[nodiscard]] double value(const std::string& series) const;
  [[nodiscard]] bool has(const std::string& series) const { return values_.contains(series); }

  // What HELP and TYPE speak of.
  [[nodiscard]] const std::set<std::string>& metrics() const { return metrics_; }
  // What an expression may name: of a histogram the three with their endings.
  [[nodiscard]] const std::set<std::string>& seriesNames() const { return series_names_; }
  [[nodiscard]] const std::set<std::string>& labelNames() const { return label_names_; }

 private:
  std::map<std::string, double> values_;
  std::set<std::string> metrics_;
  std::set<std::string> series_names_;
  std::set<std::string> label_names_;
};

}  // namespace heliograph::metrics::testing

#endif  // HELIOGRAPH_SERVER_METRICS_TESTING_EXPOSITION_H_
