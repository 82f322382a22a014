// The view that a route names.

import { ApiKeysView } from './api-keys.tsx';
import { ApplicationView } from './application.tsx';
import { ApplicationsView } from './applications.tsx';
import { AuditView } from './audit.tsx';
import { DeviceView } from './device.tsx';
import { DevicesView } from './devices.tsx';
import { HealthView } from './health.tsx';
import { NewApplicationView } from './new-application.tsx';
import { hrefOf, type Route } from './route.ts';
import { SessionsView } from './sessions.tsx';
import { StatisticsView } from './statistics.tsx';
import { ViewHeading } from './view-heading.tsx';

export function View({ route }: { route: Route }) {
  const [place = 'applications', id, part] = route.path;
  switch (place) {
    case 'applications':
      if (id === undefined) return <ApplicationsView />;
      if (id === 'new') return <NewApplicationView organisationId={route.query['organisation_id']} />;
      return <ApplicationView key={id} applicationId={id} part={part} />;
    case 'devices':
      if (id === undefined) return <DevicesView query={route.query} />;
      return <DeviceView key={id} deviceId={id} />;
    case 'sessions':
      return <SessionsView query={route.query} />;
    case 'audit':
      return <AuditView query={route.query} />;
    case 'api-keys':
      return <ApiKeysView />;
    case 'statistics':
      return <StatisticsView query={route.query} />;
    case 'health':
      return <HealthView />;
    default:
      return <UnknownView />;
  }
}

function UnknownView() {
  return (
    <>
      <ViewHeading title="There is no such page" />
      <p>
        The address names none of the console’s pages. <a href={hrefOf(['applications'])}>Go to the applications</a>
      </p>
    </>
  );
}
