#include "domain/directory.h"

#include <algorithm>
#include <array>

#include "domain/store.h"

namespace heliograph::domain {
namespace {

constexpr std::array kAllRoles{ApiKeyRole::kServiceProvider, ApiKeyRole::kReadOnly, ApiKeyRole::kAdmin};

}  // namespace

std::string_view nameOf(ApiKeyRole role) {
  switch (role) {
    case ApiKeyRole::kServiceProvider:
      return "SERVICE_PROVIDER";
    case ApiKeyRole::kReadOnly:
      return "READ_ONLY";
    case ApiKeyRole::kAdmin:
      return "ADMIN";
  }
  return {};
}

std::optional<ApiKeyRole> apiKeyRoleFromName(std::string_view name) {
  const auto* found = std::ranges::find_if(kAllRoles, [name](ApiKeyRole role) { return nameOf(role) == name; });
  return found == kAllRoles.end() ? std::nullopt : std::optional(*found);
}

bool isCurrent(const Directory& directory, const Caller& caller) {
  const auto key = directory.api_keys.find(caller.key);
  if (key == directory.api_keys.end() || key->second.revoked_at) return false;
  return key->second.organisation == caller.organisation || key->second.role == ApiKeyRole::kAdmin;
}

DirectoryCache::DirectoryCache(Store& store)
    : store_(store), directory_(std::make_shared<const Directory>(store.loadDirectory())) {}

std::shared_ptr<const Directory> DirectoryCache::current() const {
  const std::lock_guard lock(mutex_);
  return directory_;
}

std::shared_ptr<const Directory> DirectoryCache::latest() {
  const std::uint64_t begun_before_this_call = refreshes_begun_;
  const std::lock_guard refreshing(refresh_mutex_);
  if (refreshes_done_ > begun_before_this_call) return current();
  const std::uint64_t refresh = ++refreshes_begun_;
  if (store_.directoryVersion() != current()->version) {
    auto loaded = std::make_shared<const Directory>(store_.loadDirectory());
    const std::lock_guard lock(mutex_);
    directory_ = std::move(loaded);
  }
  refreshes_done_ = refresh;
  return current();
}

}  // namespace heliograph::domain
