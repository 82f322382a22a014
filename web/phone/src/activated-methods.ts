// The methods that a registration has on this phone.

import type { AuthMethod } from '@heliograph/sdk-web';
import { useEffect, useState } from 'preact/hooks';
import { openController } from './controller.ts';
import { sentenceOf, type Sentence } from './error-sentences.ts';
import type { Registration } from './registrations.ts';

export interface ActivatedMethods {
  /** Nothing while they are read. */
  methods: readonly AuthMethod[] | undefined;
  /** Why they could not be read. */
  fault: Sentence | undefined;
  read(): void;
}

export function useActivatedMethods(registration: Registration): ActivatedMethods {
  const [found, setFound] = useState<{ id: string; methods?: readonly AuthMethod[]; fault?: Sentence }>();
  const [reading, setReading] = useState(1);

  useEffect(() => {
    let left = false;
    const { id } = registration;
    openController(registration)
      .then((controller) => controller.activatedAuthMethods())
      .then(
        (methods) => {
          if (!left) setFound({ id, methods });
        },
        (error: unknown) => {
          if (!left) setFound({ id, fault: sentenceOf(error, { operation: 'online' }) });
        },
      );
    return () => {
      left = true;
    };
  }, [registration.id, reading]);

  const current = found?.id === registration.id ? found : undefined;
  return { methods: current?.methods, fault: current?.fault, read: () => setReading((count) => count + 1) };
}
