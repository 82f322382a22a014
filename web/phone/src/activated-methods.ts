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
  const [methods, setMethods] = useState<readonly AuthMethod[]>();
  const [fault, setFault] = useState<Sentence>();
  const [reading, setReading] = useState(1);

  useEffect(() => {
    let left = false;
    openController(registration)
      .then((controller) => controller.activatedAuthMethods())
      .then(
        (read) => {
          if (left) return;
          setFault(undefined);
          setMethods(read);
        },
        (error: unknown) => {
          if (!left) setFault(sentenceOf(error, { operation: 'online' }));
        },
      );
    return () => {
      left = true;
    };
  }, [registration.id, reading]);

  return { methods, fault, read: () => setReading((count) => count + 1) };
}
