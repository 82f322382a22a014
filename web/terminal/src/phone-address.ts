// Where the phone page is, for a phone in the hand.

/** Absolute, to be typed. */
export const phoneAddress = new URL('../phone/', document.baseURI).href;

/** Whether another device cannot open that address, as it names this computer for itself alone. */
export const isLoopback = /^(localhost|127\..*|\[::1\])$/.test(location.hostname);
