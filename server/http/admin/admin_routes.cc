#include "http/admin/admin_routes.h"

#include "domain/domain.h"
#include "http/admin/api_keys.h"
#include "http/admin/applications.h"
#include "http/admin/audit_log.h"
#include "http/admin/configuration.h"
#include "http/admin/configuration_properties.h"
#include "http/admin/devices.h"
#include "http/admin/maintenance.h"
#include "http/admin/master_key_rotation.h"
#include "http/admin/organisations.h"
#include "http/admin/statistics.h"

namespace heliograph::http {

void addAdminRoutes(Router& router, ApiKeyGate& gate, domain::Domain& domain) {
  addOrganisationRoutes(router, gate, domain.administration);
  addApplicationRoutes(router, gate, domain.administration);
  addConfigurationRoutes(router, gate, domain.administration);
  addConfigurationPropertyRoutes(router, gate);
  addAdminDeviceRoutes(router, gate, domain.devices, domain.administration);
  addStatisticsRoutes(router, gate, domain.statistics);
  addApiKeyRoutes(router, gate, domain.administration, domain.directory);
  addAuditRoutes(router, gate, domain.audit_log);
  addMasterKeyRotationRoutes(router, gate, domain.master_key_rotation, domain.upkeep);
  addMaintenanceRoutes(router, gate, domain.upkeep);
}

}  // namespace heliograph::http
