// What an operator decides about a server, as opposed to an application. In force until its process ends.

#ifndef HELIOGRAPH_SERVER_DOMAIN_DOMAIN_RULES_H_
#define HELIOGRAPH_SERVER_DOMAIN_DOMAIN_RULES_H_

#include "domain/request_limits.h"
#include "domain/upkeep.h"

namespace heliograph::domain {

struct DomainRules {
  RequestLimitRules limits = {};
  UpkeepRules upkeep = {};
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_DOMAIN_RULES_H_
