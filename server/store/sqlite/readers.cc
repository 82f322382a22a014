#include "store/sqlite/readers.h"

#include <utility>

namespace heliograph::store {

Readers::Readers(std::vector<SqliteConnection> connections) : connections_(std::move(connections)) {
  for (SqliteConnection& connection : connections_) free_.push_back(&connection);
}

Readers::Lease::Lease(Readers& readers) : readers_(readers) {
  std::unique_lock lock(readers_.mutex_);
  readers_.returned_.wait(lock, [&] { return !readers_.free_.empty(); });
  connection_ = readers_.free_.back();
  readers_.free_.pop_back();
}

Readers::Lease::~Lease() {
  {
    const std::scoped_lock lock(readers_.mutex_);
    readers_.free_.push_back(connection_);
  }
  readers_.returned_.notify_one();
}

}  // namespace heliograph::store
