// Whether the browser promises to keep this page's data, the keys among them.

import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';

type Persistence = 'unknown' | 'kept' | 'not-kept' | 'refused';

const sentences: Record<Persistence, string> = {
  unknown: 'This browser does not say whether it keeps the data of this page.',
  kept: 'The browser keeps the data of this page until you delete it.',
  'not-kept': 'The browser may delete the keys when space runs short, or after weeks without a visit.',
  refused: 'The browser did not agree. Installing this page, or visiting it more often, helps.',
};

export function StorageSection() {
  const [persistence, setPersistence] = useState<Persistence>('unknown');

  useEffect(() => {
    void navigator.storage?.persisted?.().then((kept) => setPersistence(kept ? 'kept' : 'not-kept'));
  }, []);

  return (
    <section class="stack setting-section" aria-labelledby="storage-heading">
      <h2 id="storage-heading">Storage</h2>
      <p role="status">{sentences[persistence]}</p>
      {(persistence === 'not-kept' || persistence === 'refused') && (
        <div>
          <Button
            onClick={() => {
              void navigator.storage.persist().then((kept) => setPersistence(kept ? 'kept' : 'refused'));
            }}
          >
            Ask it to keep the data
          </Button>
        </div>
      )}
    </section>
  );
}
