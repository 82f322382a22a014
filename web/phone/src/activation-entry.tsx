// How an activation code comes in: scanned with its application, or typed, and then the application from elsewhere.

import { useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import { StepHeading } from '../../kit/step-heading.tsx';
import { FormatFault, parseActivation, parseApplication, type Activation } from './application.ts';
import { knownApplication } from './known-application.ts';
import { Scanner } from './scanner.tsx';
import { TextAreaField } from './text-area-field.tsx';

export function ScanStep({ onActivation, onType }: { onActivation(activation: Activation): void; onType(): void }) {
  const [fault, setFault] = useState<string>();
  return (
    <>
      <StepHeading key="scan">Scan the activation code</StepHeading>
      <p class="soft">The terminal shows it. In the demo bank: sign in, then “Show the activation code”.</p>
      <Scanner
        pasteLabel="Paste its text"
        pasteHint="The text of the QR code. It starts with {."
        fault={fault}
        onText={(text) => {
          try {
            const activation = parseActivation(text);
            if (activation) onActivation(activation);
            else setFault('This is not an activation code. Scan the one that the terminal shows for enrolling a phone.');
          } catch (error) {
            if (!(error instanceof FormatFault)) throw error;
            setFault(`This activation code has a fault. ${error.message} Ask for a new one.`);
          }
        }}
      />
      <Button kind="plain" onClick={onType}>
        Type the code instead
      </Button>
    </>
  );
}

export interface TypeStepProps {
  onActivation(activation: Activation): void;
  /** No application is known to this server. */
  onUnknownApplication(activationCode: string): void;
  onScan(): void;
}

export function TypeStep({ onActivation, onUnknownApplication, onScan }: TypeStepProps) {
  const [code, setCode] = useState('');
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);

  const submit = async () => {
    const activationCode = code.replace(/\s/g, '');
    if (!/^[0-9A-Za-z]{1,64}$/.test(activationCode)) {
      setFault('An activation code has 1 to 64 letters and digits.');
      return;
    }
    setBusy(true);
    const application = await knownApplication();
    if (application) onActivation({ activationCode, application });
    else onUnknownApplication(activationCode);
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      <StepHeading key="type">Type the activation code</StepHeading>
      <Field
        label="Activation code"
        hint="As the terminal shows it. Spaces do not matter."
        error={fault}
        value={code}
        onValue={(value) => {
          setCode(value);
          setFault(undefined);
        }}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        maxLength={100}
      />
      <Button kind="primary" type="submit" busy={busy} disabled={code.trim() === ''}>
        Next
      </Button>
      <Button kind="plain" onClick={onScan}>
        Scan the code instead
      </Button>
    </form>
  );
}

export interface ConfigurationStepProps {
  activationCode: string;
  onActivation(activation: Activation): void;
}

export function ConfigurationStep({ activationCode, onActivation }: ConfigurationStepProps) {
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string>();
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        try {
          onActivation({ activationCode, application: parseApplication(text) });
        } catch (error) {
          if (!(error instanceof FormatFault)) throw error;
          setFault(error.message);
        }
      }}
    >
      <StepHeading key="configuration">Which application?</StepHeading>
      <p>
        This server does not say which application the code belongs to. Paste the application’s configuration, or go back
        and scan the code.
      </p>
      <TextAreaField
        label="Configuration (JSON)"
        hint={
          <>
            What <code>heliograph app show</code> prints.
          </>
        }
        error={fault}
        rows={6}
        value={text}
        onValue={(value) => {
          setText(value);
          setFault(undefined);
        }}
      />
      <Button kind="primary" type="submit" disabled={text.trim() === ''}>
        Next
      </Button>
    </form>
  );
}
