// The text that is agreed to, exactly as it came: every line break, script and emoji, nothing shortened, no markup read.

import './transaction.css';

export function Transaction({ title, text }: { title?: string | undefined; text: string }) {
  return (
    <section class="transaction" aria-label="What you are asked to confirm">
      {title && (
        <h2 class="transaction-title" dir="auto">
          {title}
        </h2>
      )}
      <p class="transaction-text" dir="auto">
        {text}
      </p>
    </section>
  );
}
