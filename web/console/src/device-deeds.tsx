// What can be done to a device and to its methods, and what each deed does (docs/integration.md, Locks).

import type { Device, DeviceAuthMethod, ServerApi } from './api.ts';
import { methodLabel } from './auth-methods.ts';
import type { Deed } from './deed-dialog.tsx';

const devicePath = '/admin-api/v1/devices/{device_id}';
const methodPath = `${devicePath}/auth-methods/{auth_method}` as const;

const pathTo = ({ device_id }: Device) => ({ path: { device_id } });
const pathToMethod = ({ device_id }: Device, { auth_method }: DeviceAuthMethod) => ({ path: { device_id, auth_method } });

const newAttempts = <p>Unlock only after you know who asks: a guesser gets new attempts, too.</p>;

export function lockDevice(api: ServerApi, device: Device): Deed {
  return {
    title: 'Lock this device?',
    consequences: (
      <>
        <p>Nothing works with the device any more, online or offline, until somebody unlocks it.</p>
        <p>Open sessions stay open, and nothing can be done with them until then.</p>
      </>
    ),
    confirmLabel: 'Lock device',
    isDangerous: true,
    asksForReason: true,
    run: (reason) => api.post(`${devicePath}/lock`, { params: pathTo(device), body: { reason } }),
    done: 'The device is locked.',
  };
}

export function unlockDevice(api: ServerApi, device: Device): Deed {
  return {
    title: 'Unlock this device?',
    consequences: (
      <>
        {device.lock_reason === 'CLONE_DETECTED' && (
          <p>
            <strong>Somebody has a copy of this phone’s keys</strong>, and the server cannot tell which of the two is
            the user’s. After an unlock the holder of the newest keys goes on, and the other one locks the device again.
            Remove the device and let the user enrol again, unless you know that the copy is gone.
          </p>
        )}
        <p>
          Any lock of the device ends, and its online methods get all their attempts. Its offline methods, and methods
          that are locked by themselves, stay as they are.
        </p>
        {newAttempts}
      </>
    ),
    confirmLabel: 'Unlock device',
    isDangerous: device.lock_reason === 'CLONE_DETECTED',
    run: () => api.post(`${devicePath}/unlock`, { params: pathTo(device) }),
    done: 'The device is unlocked.',
  };
}

export function removeDevice(api: ServerApi, device: Device): Deed {
  return {
    title: 'Remove this device?',
    consequences: (
      <>
        <p>
          <strong>For good:</strong> all its keys are destroyed, and what is open is cancelled.
        </p>
        <p>To use the phone again the user has to enrol again. The device stays listed as removed.</p>
      </>
    ),
    confirmLabel: 'Remove device',
    isDangerous: true,
    run: () => api.delete(devicePath, { params: pathTo(device) }),
    done: 'The device is removed.',
  };
}

export function lockMethod(api: ServerApi, device: Device, method: DeviceAuthMethod): Deed {
  const label = methodLabel(method.auth_method);
  return {
    title: `Lock “${label}”?`,
    consequences: (
      <p>
        The method cannot be used until somebody unlocks it; the phone can neither give it new keys nor remove it. The
        device’s other methods stay as they are.
      </p>
    ),
    confirmLabel: 'Lock method',
    isDangerous: true,
    asksForReason: true,
    run: (reason) => api.post(`${methodPath}/lock`, { params: pathToMethod(device, method), body: { reason } }),
    done: `“${label}” is locked.`,
  };
}

export function unlockMethod(api: ServerApi, device: Device, method: DeviceAuthMethod): Deed {
  const label = methodLabel(method.auth_method);
  return {
    title: `Unlock “${label}”?`,
    consequences: (
      <>
        <p>Any lock of the method ends, and it gets all its attempts. A lock of the device stays.</p>
        {newAttempts}
      </>
    ),
    confirmLabel: 'Unlock method',
    isDangerous: false,
    run: () => api.post(`${methodPath}/unlock`, { params: pathToMethod(device, method) }),
    done: `“${label}” is unlocked.`,
  };
}

export function removeMethod(api: ServerApi, device: Device, method: DeviceAuthMethod): Deed {
  const label = methodLabel(method.auth_method);
  return {
    title: `Remove “${label}”?`,
    consequences: (
      <p>
        Its keys are destroyed{label.startsWith('Offline') ? ', and its open sessions are cancelled' : ''}. The user may
        add the method again on the phone.
      </p>
    ),
    confirmLabel: 'Remove method',
    isDangerous: true,
    run: () => api.delete(methodPath, { params: pathToMethod(device, method) }),
    done: `“${label}” is removed.`,
  };
}
