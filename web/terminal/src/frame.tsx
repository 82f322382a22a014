// What stands around every part: the bank's name, the way between the parts, and that all this is a demo.

import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Logo } from '../../kit/logo.tsx';
import { overviewLink, payLink, phoneLink, type Route } from './route.ts';
import './frame.css';

export interface FrameProps {
  /** Left out before sign-in, and with it the way between the parts. */
  customer?: string;
  route?: Route;
  onSignOut?(): void;
  children: ComponentChildren;
}

export function Frame({ customer, route, onSignOut, children }: FrameProps) {
  const mainRef = useRef<HTMLElement>(null);
  return (
    <div class="frame">
      <a
        class="skip-link"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          mainRef.current?.focus();
        }}
      >
        Skip to the content
      </a>
      <header class="frame-header">
        <div class="frame-bar">
          <a class="frame-brand" href={overviewLink}>
            <BankMark />
            Lumen Bank
          </a>
          {customer && (
            <div class="frame-customer">
              <span>
                <span class="frame-customer-word">Customer </span>
                {customer}
              </span>
              <Button kind="plain" onClick={onSignOut}>
                Sign out
              </Button>
            </div>
          )}
        </div>
        {customer && (
          <nav class="frame-nav" aria-label="Parts of the bank">
            <a href={overviewLink} aria-current={route?.view === 'overview' ? 'page' : undefined}>
              Account
            </a>
            <a href={payLink} aria-current={route?.view === 'pay' || route?.view === 'payment' ? 'page' : undefined}>
              Pay
            </a>
            <a href={phoneLink} aria-current={route?.view === 'phone' ? 'page' : undefined}>
              Your phone
            </a>
          </nav>
        )}
      </header>
      <main id="main" class="frame-main" ref={mainRef} tabIndex={-1}>
        {children}
      </main>
      <footer class="frame-footer">
        <Logo />
        <p>
          A demo of <strong>Heliograph</strong>, offline strong customer authentication. Lumen Bank does not exist, and
          no money moves.
        </p>
        <p class="frame-links">
          <a href="../phone/" target="_blank" rel="noopener">
            Phone page<span class="visually-hidden"> (opens a new tab)</span>
          </a>
          <a href="../console/" target="_blank" rel="noopener">
            Operator’s console<span class="visually-hidden"> (opens a new tab)</span>
          </a>
        </p>
      </footer>
    </div>
  );
}

function BankMark() {
  return (
    <svg width="30" height="30" viewBox="0 0 30 30" aria-hidden="true" fill="none" stroke="currentColor">
      <path d="M6.5 20a8.5 8.5 0 0 1 17 0z" fill="currentColor" stroke="none" />
      <path d="M15 3v4.5M4 8.2l3.2 3.2M26 8.2l-3.2 3.2M2 24.5h26" stroke-width="2.5" stroke-linecap="round" />
    </svg>
  );
}
