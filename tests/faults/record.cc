#include "record.h"

#include <algorithm>
#include <utility>

namespace heliograph::faults {
namespace {

bool isBroken(const RestAnswer& answer) {
  if (answer.status == 0 || answer.status == 500) return true;
  return answer.status == 503 && answer.body.value("code", "") != "OVERLOADED";
}

}  // namespace

Told toldBy(const RestAnswer& answer) {
  if (isBroken(answer)) return Told::kNothing;
  if (answer.status >= 300) return Told::kRefused;
  const std::string result = answer.body.value("result", "");
  if (result == "SUCCESS") return Told::kSuccess;
  return result == "FAILURE" ? Told::kFailure : Told::kDone;
}

void Record::add(Entry entry) {
  const std::lock_guard lock(mutex_);
  entries_.push_back(std::move(entry));
}

std::vector<Entry> Record::entries() const {
  const std::lock_guard lock(mutex_);
  return entries_;
}

std::size_t Record::count(Act act, Told told) const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(
      std::ranges::count_if(entries_, [&](const Entry& entry) { return entry.act == act && entry.told == told; }));
}

}  // namespace heliograph::faults
