// The methods of one registration: new PIN or keys, remove, add.

import type { AuthMethod } from '@heliograph/sdk-web';
import { useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/notice.tsx';
import { useActivatedMethods } from './activated-methods.ts';
import { nameOf, usesPin } from './auth-method-names.ts';
import { openController } from './controller.ts';
import type { Registration } from './registrations.ts';
import { RemovalDialog } from './removal-dialog.tsx';

export interface MethodsSectionProps {
  registration: Registration;
  /** Without a method: the user chooses one. */
  onAdd(method: AuthMethod | undefined, activated: readonly AuthMethod[]): void;
}

export function MethodsSection({ registration, onAdd }: MethodsSectionProps) {
  const { methods, fault, read } = useActivatedMethods(registration);
  const [removed, setRemoved] = useState<AuthMethod>();

  return (
    <section class="stack setting-section" aria-labelledby="methods-heading">
      <h2 id="methods-heading">Methods of {registration.label}</h2>
      {fault && (
        <Notice kind="bad" title={fault.title}>
          <p>{fault.text}</p>
        </Notice>
      )}
      {methods && (
        <>
          <ul class="setting-list">
            {methods.map((method) => (
              <li key={method} class="setting-item">
                <span>{nameOf(method)}</span>
                <span class="setting-actions">
                  <Button onClick={() => onAdd(method, methods)}>{usesPin(method) ? 'Change PIN' : 'New keys'}</Button>
                  <Button kind="plain" aria-label={`Remove ${nameOf(method)}`} onClick={() => setRemoved(method)}>
                    Remove
                  </Button>
                </span>
              </li>
            ))}
          </ul>
          {methods.length === 0 && <p>No method is left. Remove this registration and enrol again.</p>}
          <div>
            <Button onClick={() => onAdd(undefined, methods)}>Add a method</Button>
          </div>
        </>
      )}
      {removed && (
        <RemovalDialog
          title={`Remove “${nameOf(removed)}”?`}
          remove={async (localOnly) => {
            const controller = await openController(registration);
            await controller.deactivateAuthMethod(removed, localOnly);
            read();
          }}
          onClose={() => setRemoved(undefined)}
        >
          <p>Its keys are deleted. You can add it again later, with a new PIN.</p>
        </RemovalDialog>
      )}
    </section>
  );
}
