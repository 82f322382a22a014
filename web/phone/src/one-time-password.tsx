// Shows a one-time password, large and in groups. It is covered when the page goes out of sight, and forgotten after a
// while: whoever finds the phone later shall not find it.

import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { CopyButton } from '../../kit/copy-button.tsx';
import { Notice } from '../../kit/notice.tsx';
import { oneTimePasswordGroups } from '../../kit/one-time-password-groups.ts';
import { usePageVisible } from './page-visibility.ts';
import './one-time-password.css';

// A bank's session is open for some minutes; nobody needs longer to type nine digits.
const keptMilliseconds = 3 * 60 * 1000;

export function OneTimePassword({ digits }: { digits: string }) {
  const [kept, setKept] = useState<string | undefined>(digits);
  const [covered, setCovered] = useState(false);
  const visible = usePageVisible();

  useEffect(() => {
    const timer = setTimeout(() => setKept(undefined), keptMilliseconds);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (!visible) setCovered(true);
  }, [visible]);

  if (kept === undefined) {
    return (
      <Notice kind="warn" title="The one-time password was taken away">
        <p>It is shown for three minutes. Scan the code again to get it once more.</p>
      </Notice>
    );
  }
  const groups = oneTimePasswordGroups(kept);
  return (
    <section class="password" aria-label="One-time password">
      {covered ? (
        <>
          <p class="password-digits password-covered" aria-label="Covered">
            {groups.map((group, index) => (
              <span key={index}>{'•'.repeat(group.length)}</span>
            ))}
          </p>
          <p class="soft">Covered, because this page was out of sight.</p>
          <Button onClick={() => setCovered(false)}>Show it</Button>
        </>
      ) : (
        <>
          <p class="password-digits" role="status" aria-label={`One-time password: ${[...kept].join(' ')}`}>
            {groups.map((group, index) => (
              <span key={index}>{group}</span>
            ))}
          </p>
          <p class="soft">Type these digits into the terminal.</p>
          <CopyButton text={kept} label="Copy" />
        </>
      )}
    </section>
  );
}
