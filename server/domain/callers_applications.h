// The applications that a caller may see: those of its organisation. Private to domain/.

#ifndef HELIOGRAPH_SERVER_DOMAIN_CALLERS_APPLICATIONS_H_
#define HELIOGRAPH_SERVER_DOMAIN_CALLERS_APPLICATIONS_H_

#include <optional>

#include "domain/directory.h"

namespace heliograph::domain {

// nullptr where there is none, or it is another organisation's.
[[nodiscard]] inline const Application* applicationOf(const Directory& directory, const Caller& caller,
                                                      const ApplicationId& id) {
  const auto found = directory.applications.find(id);
  const bool is_callers = found != directory.applications.end() && found->second.organisation == caller.organisation;
  return is_callers ? &found->second : nullptr;
}

[[nodiscard]] inline bool isOfCaller(const std::optional<ApplicationId>& id, const Directory& directory,
                                     const Caller& caller) {
  return id && applicationOf(directory, caller, *id) != nullptr;
}

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_CALLERS_APPLICATIONS_H_
