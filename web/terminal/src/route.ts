// Which part of the page is shown: kept in the address behind '#', so that a reload and the back button find it again.
//
//   #/            overview
//   #/phone       set-up and state of the phone
//   #/pay         the form
//   #/payment/ID  one payment, from its confirmation to its end

import { useEffect, useState } from 'preact/hooks';

export type Route = { view: 'overview' } | { view: 'phone' } | { view: 'pay' } | { view: 'payment'; id: string };

export const overviewLink = '#/';
export const phoneLink = '#/phone';
export const payLink = '#/pay';

export function paymentLink(id: string): string {
  return `#/payment/${encodeURIComponent(id)}`;
}

/** `replace`: the back button passes by the place that is left. */
export function goTo(link: string, { replace = false } = {}): void {
  if (replace) location.replace(link);
  else location.hash = link;
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => setHash(location.hash);
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return routeOf(hash);
}

function routeOf(hash: string): Route {
  const [, view, id] = hash.split('/');
  if (view === 'phone' || view === 'pay') return { view };
  if (view === 'payment' && id) return { view, id: decode(id) };
  return { view: 'overview' };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
