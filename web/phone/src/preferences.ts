// What the user chose for this app on this device: which registration is in front, and whether the offline option shows.
// A browser that keeps no data for the page keeps no preferences either; the app says so where the keys are concerned.

const activeKey = 'heliograph-phone/active-registration';
const offlineOptionKey = 'heliograph-phone/offline-option';

export function activeRegistrationId(): string | null {
  return read(activeKey);
}

export function setActiveRegistrationId(id: string): void {
  write(activeKey, id);
}

/** On until it is switched off. */
export function showsOfflineOption(): boolean {
  return read(offlineOptionKey) !== 'off';
}

export function setShowsOfflineOption(shows: boolean): void {
  write(offlineOptionKey, shows ? 'on' : 'off');
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Holds for this visit only.
  }
}
