// The registrations of this phone: which one is in front, what it is called, remove, add.

import { useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import { openController } from './controller.ts';
import { removeRegistration, saveRegistration, type Registration } from './registrations.ts';
import { RemovalDialog } from './removal-dialog.tsx';

export interface RegistrationsSectionProps {
  registrations: Registration[];
  /** The one in front. */
  active: Registration | undefined;
  onActive(registration: Registration): void;
  /** One was renamed or removed. */
  onChanged(): void;
  onAdd(): void;
}

export function RegistrationsSection({ registrations, active, onActive, onChanged, onAdd }: RegistrationsSectionProps) {
  const [renamed, setRenamed] = useState<string>();
  const [removed, setRemoved] = useState<Registration>();

  return (
    <section class="stack setting-section" aria-labelledby="registrations-heading">
      <h2 id="registrations-heading">Registrations</h2>
      {registrations.length === 0 && <p>There is none. Add one with an activation code.</p>}
      <ul class="setting-list">
        {registrations.map((registration) => (
          <li key={registration.id} class="setting-item">
            {renamed === registration.id ? (
              <RenameForm
                label={registration.label}
                onLabel={(label) => {
                  setRenamed(undefined);
                  void saveRegistration({ ...registration, label }).then(onChanged);
                }}
              />
            ) : (
              <>
                <span>
                  {registration.label}
                  {registration.id === active?.id && registrations.length > 1 && <span class="tag">in front</span>}
                </span>
                <span class="setting-actions">
                  {registration.id !== active?.id && <Button onClick={() => onActive(registration)}>Use</Button>}
                  <Button aria-label={`Rename ${registration.label}`} onClick={() => setRenamed(registration.id)}>
                    Rename
                  </Button>
                  <Button
                    kind="plain"
                    aria-label={`Remove ${registration.label}`}
                    onClick={() => setRemoved(registration)}
                  >
                    Remove
                  </Button>
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
      <div>
        <Button onClick={onAdd}>Add a registration</Button>
      </div>
      {removed && (
        <RemovalDialog
          title={`Remove “${removed.label}”?`}
          remove={async (localOnly) => {
            if (!localOnly) await (await openController(removed)).deactivate(false);
            await removeRegistration(removed.id);
            onChanged();
          }}
          onClose={() => setRemoved(undefined)}
        >
          <p>All its keys are deleted. To confirm again you need a new activation code.</p>
        </RemovalDialog>
      )}
    </section>
  );
}

function RenameForm({ label, onLabel }: { label: string; onLabel(label: string): void }) {
  const [text, setText] = useState(label);
  return (
    <form
      class="rename-form"
      onSubmit={(event) => {
        event.preventDefault();
        onLabel(text.trim() || label);
      }}
    >
      <Field label="Name" value={text} onValue={setText} maxLength={40} autocomplete="off" autofocus />
      <Button kind="primary" type="submit">
        Save
      </Button>
    </form>
  );
}
