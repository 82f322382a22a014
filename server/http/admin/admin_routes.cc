#include "http/admin/admin_routes.h"

#include "http/admin/api_keys.h"
#include "http/admin/applications.h"
#include "http/admin/audit_log.h"
#include "http/admin/configuration.h"
#include "http/admin/devices.h"
#include "http/admin/maintenance.h"
#include "http/admin/master_key_rotation.h"
#include "http/admin/organisations.h"
#include "http/admin/statistics.h"

namespace heliograph::http {

void addAdminRoutes(Router& router, ApiKeyGate& gate, const Services& services) {
  addOrganisationRoutes(router, gate, services.administration);
  addApplicationRoutes(router, gate, services.administration);
  addConfigurationRoutes(router, gate, services.administration);
  addAdminDeviceRoutes(router, gate, services.devices, services.administration);
  addStatisticsRoutes(router, gate, services.statistics);
  addApiKeyRoutes(router, gate, services.administration, services.directory);
  addAuditRoutes(router, gate, services.audit_log);
  addMasterKeyRotationRoutes(router, gate, services.master_key_rotation, services.upkeep);
  addMaintenanceRoutes(router, gate, services.upkeep);
}

}  // namespace heliograph::http
