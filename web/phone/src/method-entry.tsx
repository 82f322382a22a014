// Asks for what a method needs: its PIN, a fingerprint or face, or a press of a button.

import type { AuthMethod, AuthParameter, PinRules } from '@heliograph/sdk-web';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/notice.tsx';
import { usesBiometrics, usesPin } from './auth-method-names.ts';
import { PinPad } from './pin-pad.tsx';

export interface MethodEntryProps {
  method: AuthMethod;
  pinRules: PinRules;
  /** What is done with it: "Confirm". */
  confirmLabel: string;
  /** "Your PIN" where left out. */
  pinLabel?: string;
  busy: boolean;
  error?: string | undefined;
  onParameter(parameter: AuthParameter): void;
}

export function MethodEntry({
  method,
  pinRules,
  confirmLabel,
  pinLabel = 'Your PIN',
  busy,
  error,
  onParameter,
}: MethodEntryProps) {
  if (usesPin(method)) {
    return (
      <PinPad
        key={method}
        label={pinLabel}
        rules={pinRules}
        confirmLabel={confirmLabel}
        busy={busy}
        error={error}
        onPin={(pin) => onParameter({ method, pin })}
      />
    );
  }
  return (
    <div class="stack">
      {error && <Notice kind="bad">{error}</Notice>}
      <Button kind="primary" busy={busy} onClick={() => onParameter({ method })}>
        {usesBiometrics(method) ? `${confirmLabel} with fingerprint or face` : confirmLabel}
      </Button>
    </div>
  );
}
