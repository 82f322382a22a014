// Why an administration call was refused, as the interface says it. Each detail names the field at fault.

#ifndef HELIOGRAPH_SERVER_HTTP_ADMIN_ADMINISTRATION_PROBLEM_H_
#define HELIOGRAPH_SERVER_HTTP_ADMIN_ADMINISTRATION_PROBLEM_H_

#include "domain/administration.h"
#include "http/problem.h"

namespace heliograph::http {

[[nodiscard]] Problem problemOf(domain::AdministrationError error);
// A configuration that is none is a 422 with the domain's sentence.
[[nodiscard]] Problem problemOf(const domain::ConfigurationRefusal& refusal);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_ADMIN_ADMINISTRATION_PROBLEM_H_
