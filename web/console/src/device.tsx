// One device: its state and that of its methods, and what can be done to them.

import { useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { CopyButton } from '../../kit/copy-button.tsx';
import type { Device, DeviceAuthMethod } from './api.ts';
import { methodLabel } from './auth-methods.ts';
import { Awaited } from './awaited.tsx';
import { applicationName, organisationName, useConsole } from './console-context.ts';
import { DataTable, type Column } from './data-table.tsx';
import { DeedDialog, DoneNotice, type Deed } from './deed-dialog.tsx';
import { lockDevice, lockMethod, removeDevice, removeMethod, unlockDevice, unlockMethod } from './device-deeds.tsx';
import { KeyValues } from './key-values.tsx';
import { LockState } from './lock-state.tsx';
import { Moment } from './moment.tsx';
import { hrefOf } from './route.ts';
import { Tag } from './tag.tsx';
import { useAnswer } from './use-answer.ts';
import { ViewHeading } from './view-heading.tsx';
import { isLocked } from './words.ts';

export function DeviceView({ deviceId }: { deviceId: string }) {
  const { api } = useConsole();
  const asked = useAnswer(
    () => api.get('/admin-api/v1/devices/{device_id}', { params: { path: { device_id: deviceId } } }),
    [deviceId],
  );
  const [deed, setDeed] = useState<Deed | null>(null);
  const [done, setDone] = useState('');

  return (
    <>
      <ViewHeading
        title="Device"
        above={<a href={hrefOf(['devices'])}>Devices</a>}
        actions={
          <Button busy={asked.isAsking} onClick={() => void asked.ask()}>
            Refresh
          </Button>
        }
      />
      {done !== '' && <DoneNotice text={done} />}
      <Awaited asked={asked} what="the device">
        {(device) => (
          <>
            <DeviceCard device={device} onDeed={setDeed} />
            {device.device_status === 'ACTIVE' && <MethodsCard device={device} onDeed={setDeed} />}
          </>
        )}
      </Awaited>
      <DeedDialog
        deed={deed}
        onDone={({ done: text }) => {
          setDeed(null);
          setDone(text);
          void asked.ask();
        }}
        onClose={() => setDeed(null)}
      />
    </>
  );
}

interface PartProps {
  device: Device;
  onDeed(deed: Deed): void;
}

function DeviceCard({ device, onDeed }: PartProps) {
  const { api, directory } = useConsole();
  const application = directory.applications.find(({ id }) => id === device.application_id);
  const isActive = device.device_status === 'ACTIVE';
  return (
    <section class="card stack" aria-label="State of the device">
      <KeyValues
        entries={[
          [
            'Device id',
            <span class="row">
              <code>{device.device_id}</code>
              <CopyButton text={device.device_id} label="Copy id" />
            </span>,
          ],
          ['User reference', device.user_reference ?? <span class="soft">none</span>],
          [
            'Application',
            <a href={hrefOf(['applications', device.application_id])}>
              {applicationName(directory, device.application_id)}
            </a>,
          ],
          ['Organisation', application && organisationName(directory, application.organisation_id)],
          ['Enrolled', <Moment at={device.created_at} />],
          ['State', isActive ? <Tag kind="good">Active</Tag> : <Tag kind="plain">Removed for good</Tag>],
          ['Lock', isActive && <LockState lock={device} />],
          [
            'See also',
            <span class="row">
              <a href={hrefOf(['sessions'], { device_id: device.device_id })}>Sessions</a>
              <a href={hrefOf(['audit'], { device_id: device.device_id })}>Audit log</a>
            </span>,
          ],
        ]}
      />
      {isActive && (
        <div class="row">
          {isLocked(device) && <Button onClick={() => onDeed(unlockDevice(api, device))}>Unlock device</Button>}
          {device.lock_reason !== 'ADMIN' && (
            <Button onClick={() => onDeed(lockDevice(api, device))}>Lock device</Button>
          )}
          <Button kind="danger" onClick={() => onDeed(removeDevice(api, device))}>
            Remove device
          </Button>
        </div>
      )}
    </section>
  );
}

function MethodsCard({ device, onDeed }: PartProps) {
  const columns: readonly Column<DeviceAuthMethod>[] = [
    {
      label: 'Method',
      isHeader: true,
      cell: ({ auth_method }) => (
        <>
          {methodLabel(auth_method)}
          <br />
          <code class="small">{auth_method}</code>
        </>
      ),
    },
    { label: 'State', cell: (method) => <LockState lock={method} /> },
    {
      label: 'Attempts left',
      isNumber: true,
      cell: ({ remaining_attempts }) => remaining_attempts,
    },
    { label: 'Activated', cell: ({ activated_at }) => <Moment at={activated_at} /> },
    {
      label: 'Last used',
      cell: ({ last_used_at }) =>
        last_used_at === undefined ? <span class="soft">never</span> : <Moment at={last_used_at} />,
    },
    {
      label: 'Actions',
      cell: (method) => <MethodActions method={method} device={device} onDeed={onDeed} />,
    },
  ];
  return (
    <section class="card stack" aria-label="Methods of the device">
      <h2>Methods</h2>
      {device.auth_methods.length === 0 ? (
        <p class="soft">No method is activated.</p>
      ) : (
        <DataTable
          caption="Methods of the device"
          columns={columns}
          rows={device.auth_methods}
          rowKey={({ auth_method }) => auth_method}
        />
      )}
    </section>
  );
}

function MethodActions({ device, method, onDeed }: PartProps & { method: DeviceAuthMethod }) {
  const { api } = useConsole();
  const ofMethod = <span class="visually-hidden"> {methodLabel(method.auth_method)}</span>;
  return (
    <span class="row">
      {(isLocked(method) || method.remaining_attempts === 0) && (
        <Button onClick={() => onDeed(unlockMethod(api, device, method))}>Unlock{ofMethod}</Button>
      )}
      {method.lock_reason !== 'ADMIN' && (
        <Button onClick={() => onDeed(lockMethod(api, device, method))}>Lock{ofMethod}</Button>
      )}
      <Button onClick={() => onDeed(removeMethod(api, device, method))}>Remove{ofMethod}</Button>
    </span>
  );
}
