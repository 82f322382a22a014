// Chooses a new PIN: typed twice, the same both times.

import type { PinRules } from '@heliograph/sdk-web';
import { useState } from 'preact/hooks';
import { PinPad } from './pin-pad.tsx';

export interface ChoosePinProps {
  /** "Choose a PIN" */
  label: string;
  rules: PinRules;
  busy?: boolean;
  onPin(pin: string): void;
}

export function ChoosePin({ label, rules, busy = false, onPin }: ChoosePinProps) {
  const [first, setFirst] = useState<string>();
  const [differed, setDiffered] = useState(false);

  if (first === undefined) {
    return (
      <PinPad
        key="first"
        label={label}
        rules={rules}
        confirmLabel="Next"
        busy={busy}
        error={differed ? 'The two PINs were not the same. Choose one again.' : undefined}
        onPin={(pin) => {
          setDiffered(false);
          setFirst(pin);
        }}
      />
    );
  }
  return (
    <PinPad
      key="second"
      label="Type it once more"
      rules={rules}
      confirmLabel="Set PIN"
      busy={busy}
      onPin={(pin) => {
        setFirst(undefined);
        if (pin === first) onPin(pin);
        else setDiffered(true);
      }}
    />
  );
}
