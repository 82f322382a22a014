#include "store/migration/table_move.h"

#include <algorithm>
#include <future>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace heliograph::store {

TableMove::TableMove(const TableShape& shape, SqliteConnection& connection, Link& link, std::size_t rows_per_chunk,
                     const OnProgress& on_progress)
    : shape_(shape),
      rows_per_chunk_(rows_per_chunk),
      on_progress_(on_progress),
      source_(connection, shape),
      // One row more than SQLite has in the range: then there is a stranger.
      target_(link, shape, rows_per_chunk + 1) {}

void TableMove::compare() {
  chunks_.clear();
  std::uint64_t rows = 0;
  std::string after;
  Chunk source = source_.read({}, rows_per_chunk_);
  for (bool is_last = false; !is_last;) {
    // Nothing bounds the last one: whatever PostgreSQL has behind it is part of it.
    is_last = source.size() < rows_per_chunk_;
    const KeyRange range{.after = after, .until = is_last ? "" : std::string(source.key(source.size() - 1))};
    // Both databases work at the same time: the next chunk is read while PostgreSQL answers for this one.
    auto next = std::async(is_last ? std::launch::deferred : std::launch::async,
                           [&] { return source_.read({.after = range.until}, rows_per_chunk_); });
    chunks_.push_back({.range = range, .source = sideOf(source), .target = sideOf(target_.read(range))});
    rows += source.size();
    on_progress_(name(), rows);
    after = range.until;
    if (!is_last) source = next.get();
  }
}

void TableMove::removeStrangers() {
  for (const Compared& compared : chunks_) {
    if (compared.source != compared.target) removeStrangersOf(compared);
  }
}

void TableMove::removeStrangersOf(const Compared& compared) {
  if (compared.target.rows == 0) return;
  const Chunk source = source_.read(compared.range, rows_per_chunk_);
  std::unordered_set<std::string_view> known;
  for (std::size_t i = 0; i < source.size(); ++i) known.insert(source.key(i));
  KeyRange left = compared.range;
  while (true) {
    const Chunk target = target_.read(left);
    if (target.size() == 0) return;
    std::vector<std::string_view> strangers;
    for (std::size_t i = 0; i < target.size(); ++i) {
      if (!known.contains(target.key(i))) strangers.push_back(target.key(i));
    }
    target_.remove(strangers);
    removed_ += strangers.size();
    left.after = target.key(target.size() - 1);
  }
}

void TableMove::copyDifferences() {
  std::uint64_t rows = 0;
  for (Compared& compared : chunks_) {
    if (compared.source != compared.target) copyDifferencesOf(compared);
    rows += compared.source.rows;
    on_progress_(name(), rows);
  }
  target_.raiseNumber(source_.lastDrawnNumber());
}

void TableMove::copyDifferencesOf(Compared& compared) {
  const Chunk source = source_.read(compared.range, rows_per_chunk_);
  const Chunk target = target_.read(compared.range);
  std::unordered_map<std::string_view, std::string_view> there;
  for (std::size_t i = 0; i < target.size(); ++i) there.emplace(target.key(i), target.row(i));
  std::vector<std::string_view> differing;
  for (std::size_t i = 0; i < source.size(); ++i) {
    const auto found = there.find(source.key(i));
    if (found == there.end() || found->second != source.row(i)) differing.push_back(source.row(i));
  }
  target_.put(differing);
  copied_ += differing.size();
  compared.target = sideOf(target_.read(compared.range));
}

bool TableMove::isEqual() const {
  return std::ranges::all_of(chunks_, [](const Compared& compared) { return compared.source == compared.target; });
}

std::uint64_t TableMove::rows() const {
  std::uint64_t rows = 0;
  for (const Compared& compared : chunks_) rows += compared.source.rows;
  return rows;
}

crypto::Sha256Hash TableMove::checksum() const {
  Bytes digests;
  for (const Compared& compared : chunks_) {
    digests.insert(digests.end(), compared.source.digest.begin(), compared.source.digest.end());
  }
  return crypto::sha256({digests});
}

}  // namespace heliograph::store
