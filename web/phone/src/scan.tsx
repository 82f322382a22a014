// The screen that scans a transaction. What else it is shown is answered by a sentence; an activation may be used at once.

import { useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/notice.tsx';
import { StepHeading } from '../../kit/step-heading.tsx';
import type { Activation } from './application.ts';
import { readScannedText } from './scanned-text.ts';
import { Scanner } from './scanner.tsx';

export interface ScanProps {
  onVerificationData(digits: string): void;
  onActivation(activation: Activation): void;
}

export function Scan({ onVerificationData, onActivation }: ScanProps) {
  const [fault, setFault] = useState<string>();
  const [activation, setActivation] = useState<Activation>();

  return (
    <>
      <StepHeading>Scan the code</StepHeading>
      {activation && (
        <Notice kind="info" title="This is an activation code">
          <p>It enrols this phone; it is no transaction.</p>
          <div class="row">
            <Button kind="primary" onClick={() => onActivation(activation)}>
              Enrol with it
            </Button>
            <Button onClick={() => setActivation(undefined)}>Keep scanning</Button>
          </div>
        </Notice>
      )}
      <Scanner
        pasteLabel="Paste digits"
        pasteHint="The digits of the code, as one number."
        fault={fault}
        onText={(text) => {
          const scanned = readScannedText(text);
          setFault(scanned.kind === 'other' ? scanned.sentence : undefined);
          setActivation(scanned.kind === 'activation' ? scanned.activation : undefined);
          if (scanned.kind === 'verification-data') onVerificationData(scanned.digits);
        }}
      />
    </>
  );
}
