// The settings: the offline option, methods, registrations, storage, and what this app is.

import type { AuthMethod } from '@heliograph/sdk-web';
import { Button } from '../../kit/button.tsx';
import { StepHeading } from '../../kit/step-heading.tsx';
import { useInstallPrompt } from './install-prompt.ts';
import { MethodsSection } from './methods-section.tsx';
import type { Registration } from './registrations.ts';
import { RegistrationsSection } from './registrations-section.tsx';
import { StorageSection } from './storage-section.tsx';
import { SwitchField } from './switch-field.tsx';
import './settings.css';

export interface SettingsProps {
  registrations: Registration[];
  active: Registration | undefined;
  offlineOption: boolean;
  onOfflineOption(shows: boolean): void;
  onActive(registration: Registration): void;
  onChanged(): void;
  onAddMethod(method: AuthMethod | undefined, activated: readonly AuthMethod[]): void;
  onAddRegistration(): void;
  onAbout(): void;
}

export function Settings(props: SettingsProps) {
  const { registrations, active } = props;
  const install = useInstallPrompt();
  return (
    <>
      <StepHeading>Settings</StepHeading>
      <SwitchField
        label="Offline option"
        hint="Shows “Scan” on the start page, to confirm without a network."
        on={props.offlineOption}
        onSwitch={props.onOfflineOption}
      />
      {active && <MethodsSection key={active.id} registration={active} onAdd={props.onAddMethod} />}
      <RegistrationsSection
        registrations={registrations}
        active={active}
        onActive={props.onActive}
        onChanged={props.onChanged}
        onAdd={props.onAddRegistration}
      />
      <StorageSection />
      <section class="stack setting-section" aria-labelledby="app-heading">
        <h2 id="app-heading">This app</h2>
        <p>A test app: its keys are in this browser, not in hardware.</p>
        <div class="row">
          {install && <Button onClick={install}>Install it</Button>}
          <Button onClick={props.onAbout}>What that means</Button>
        </div>
      </section>
    </>
  );
}
