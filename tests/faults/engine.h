// The database behind the servers, asked by SQL of its own engine and by nothing of the product.

#ifndef HELIOGRAPH_TESTS_FAULTS_ENGINE_H_
#define HELIOGRAPH_TESTS_FAULTS_ENGINE_H_

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace heliograph::faults {

using Row = std::vector<std::string>;  // as text; an empty one for NULL

class Engine {
 public:
  virtual ~Engine() = default;
  // One statement. Throws std::runtime_error where the database refuses it.
  virtual std::vector<Row> rows(const std::string& sql) = 0;
  // Begins a transaction in which every statement sees one and the same state. COMMIT ends it.
  virtual void beginSnapshot() = 0;
  // SQL for a column that holds an id, as 32 hexadecimal digits in lower case.
  [[nodiscard]] virtual std::string idText(const std::string& column) const = 0;
};

[[nodiscard]] std::unique_ptr<Engine> openSqlite(const std::filesystem::path& file);
// `connection`: libpq's connection string.
[[nodiscard]] std::unique_ptr<Engine> openPostgres(const std::string& connection);

}  // namespace heliograph::faults

#endif  // HELIOGRAPH_TESTS_FAULTS_ENGINE_H_
