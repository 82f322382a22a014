#include "store/commands/columns.h"

#include <stdexcept>

#include "domain/store.h"

namespace heliograph::store {

void Parameters::finish() const {
  if (given_ != statement_.parameters()) throw std::logic_error("a statement lacks a parameter");
}

int Parameters::next() {
  if (given_ >= statement_.parameters()) throw std::logic_error("a statement has fewer parameters than values");
  return given_++;
}

void Columns::finish() const {
  if (taken_ != row_.columns()) throw std::logic_error("a statement has columns that nobody reads");
}

int Columns::next() {
  if (taken_ >= row_.columns()) throw std::logic_error("a statement lacks a column");
  return taken_++;
}

void throwUnexpectedContent() {
  throw domain::StoreUnavailable("the database holds a value that does not belong there");
}

}  // namespace heliograph::store
