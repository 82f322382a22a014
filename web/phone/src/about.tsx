// What this app is, and what it is not.

import { StepHeading } from '../../kit/step-heading.tsx';

export function About() {
  return (
    <article class="stack">
      <StepHeading>A test app</StepHeading>
      <p>
        Heliograph Phone shows how a banking app confirms transactions with Heliograph: online, and without any network. It
        is made to try things and to learn. It is no app for real money.
      </p>
      <h2>Where the keys are</h2>
      <p>
        In this browser’s storage, encrypted by a key that the browser does not hand to any page. The signing key cannot be
        exported either. The PIN is never stored: it hides the key that makes one-time passwords, and a wrong PIN makes a
        wrong password.
      </p>
      <p>
        That keeps other sites out. It does not stop somebody who controls this computer or browser: a copy of the browser’s
        profile is a copy of the phone.
      </p>
      <p>
        Where the browser offers it, a method can ask for a fingerprint or a face. The browser decides how it checks, and may
        take the device’s own PIN instead.
      </p>
      <h2>What a hardware key store adds</h2>
      <ul class="plain-list">
        <li>
          <strong>Keys that cannot be copied.</strong> The Secure Enclave, StrongBox or a trusted execution environment makes
          the key and never lets it out. A stolen backup is worth nothing.
        </li>
        <li>
          <strong>Fingerprint and face that really guard the key.</strong> The hardware releases it after a match, and
          destroys it when fingers or faces are added.
        </li>
        <li>
          <strong>An application that is known.</strong> A signed app from a store, not code that a server sends with each
          visit.
        </li>
      </ul>
      <p>
        Even here the server notices a copied phone at the next online answer, because two copies cannot both have the
        newest salt.
      </p>
      <h2>What leaves this device</h2>
      <p>
        Sealed messages to the server that this page came from, and only when you enrol, answer online or change a method.
        Camera pictures are read here and go nowhere. Offline there is nothing to send.
      </p>
    </article>
  );
}
