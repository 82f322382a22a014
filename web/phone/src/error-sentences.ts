// What the SDK's errors mean for the user: what happened, and what to do. By number (docs/sdk.md), never by detail.

import { HeliographError, KeyStoreFailure, ModuleFailure, type PinRules } from '@heliograph/sdk-web';
import { ruleOf } from './pin-rules.ts';

/** What was under way; some errors mean something else in each. */
export type Operation = 'activation' | 'add-method' | 'online' | 'offline' | 'removal';

export interface Sentence {
  title: string;
  /** What to do. */
  text: string;
}

export interface SentenceContext {
  operation: Operation;
  pinRules?: PinRules | undefined;
}

/** A sentence for whatever was thrown. */
export function sentenceOf(error: unknown, context: SentenceContext): Sentence {
  if (error instanceof HeliographError) return sentences[error.number]?.(error, context) ?? unknown(error.number);
  if (error instanceof KeyStoreFailure) return keysUnreadable;
  if (error instanceof ModuleFailure) return { title: 'The app stopped', text: 'Reload the page and try again.' };
  return {
    title: 'Something in this browser failed',
    text: 'Reload the page and try again. If it stays, the browser may keep no data for this page, such as in a private window.',
  };
}

const keysUnreadable: Sentence = {
  title: 'The keys on this phone cannot be read',
  text: 'Close other windows of this page and try again. If it stays, remove this registration and enrol again.',
};

/** The next wrong PIN locks the phone. */
export function isLastAttempt(error: unknown): boolean {
  return error instanceof HeliographError && error.number === 214 && error.remainingAttempts === 1;
}

/** The same finish may be called again. */
export function isRecoverable(error: unknown): boolean {
  return error instanceof HeliographError && error.isRecoverable;
}

function unknown(number: number): Sentence {
  return { title: `Error ${number}`, text: 'Reload the page and try again.' };
}

const sentences: Record<number, (error: HeliographError, context: SentenceContext) => Sentence> = {
  105: (_error, { operation, pinRules }) => {
    if (operation === 'offline' && !pinRules) {
      return {
        title: 'This is no code for this app',
        text: 'It is incomplete or belongs to another application. Scan the code that the terminal shows.',
      };
    }
    if (pinRules) return { title: 'This PIN does not fit', text: `A PIN here has ${ruleOf(pinRules)}. Type it again.` };
    return {
      title: 'This activation code does not fit',
      text: 'It has 1 to 64 letters and digits, without spaces. Type it as the terminal shows it.',
    };
  },
  106: () => ({
    title: 'The server does not know this phone',
    text: 'It was removed there, or was never activated. Remove this registration in Settings and enrol with a new activation code.',
  }),
  110: (_error, { operation }) => ({
    title: 'This cannot be done now',
    text:
      operation === 'activation'
        ? 'This registration is activated already. Go back to the start page.'
        : 'Another operation is open, such as in a second window of this page. Go back to the start page and begin again.',
  }),
  129: (_error, { operation }) =>
    operation === 'offline'
      ? {
          title: 'This method is not on this phone yet',
          text: 'The code asks for a method that is not activated here. Add it in Settings, then ask the terminal for a new code.',
        }
      : {
          title: 'This method is not allowed',
          text: 'The application or this browser does not allow it. Choose another method.',
        },
  208: (_error, { operation }) =>
    operation === 'activation'
      ? {
          title: 'The activation code is wrong or was used',
          text: 'Compare it with the one that the terminal shows. If it is the same, ask for a new one there.',
        }
      : operation === 'online'
        ? {
            title: 'There is nothing to confirm',
            text: 'Begin the transaction at the terminal first, then ask again. One that was confirmed, cancelled or has expired is gone.',
          }
        : { title: 'The server has closed this', text: 'Begin again.' },
  209: (_error, { operation }) =>
    operation === 'activation'
      ? { title: 'The activation code has expired', text: 'Ask the terminal for a new one.' }
      : { title: 'The time is over', text: 'Begin again at the terminal.' },
  214: (error) => wrongPin(error.remainingAttempts),
  224: () => ({
    title: 'This phone is locked',
    text: 'The bank locked it, or noticed a copy of it. Ask the bank to unlock it, or remove it there and enrol again.',
  }),
  226: () => ({
    title: 'This phone is locked',
    text: 'Too many wrong PINs. Ask the bank to unlock it, or remove it there and enrol again.',
  }),
  231: () => ({ title: 'This method cannot do that', text: 'Choose another method.' }),
  301: (_error, { operation }) => ({
    title: 'No connection to the server',
    text:
      operation === 'removal'
        ? 'Nothing was removed. Try again when you are online, or remove it on this phone only.'
        : 'Check the network and try again. Whether the server has acted is not known; to repeat does no harm.',
  }),
  302: () => ({
    title: 'The server did not accept the message',
    text: 'Check date and time of this device: they must be right within 5 minutes. Then begin again.',
  }),
  303: () => ({ title: 'The server is busy', text: 'Wait a minute, then try again.' }),
  304: () => ({
    title: 'This is not the server of this registration',
    text: 'Its answer was not made with the key that this registration knows. Do not go on. Ask the bank, or enrol again if the server was set up again.',
  }),
  311: () => ({
    title: 'This code is not for this phone',
    text: 'It is for another phone, or the PIN was changed after it was made. Ask the terminal for a new code. If that fails, too, add the offline method again in Settings.',
  }),
  312: () => ({
    title: 'This code cannot be shown safely',
    text: 'Its text holds characters that could hide something. Do not confirm it; tell the bank.',
  }),
  321: () => keysUnreadable,
  322: () => ({
    title: 'The keys on this phone are not protected',
    text: 'Others could read them, so nothing was read. Remove this registration and enrol again in another browser profile.',
  }),
  323: () => ({ title: 'That was not the right fingerprint or face', text: 'Try again.' }),
  324: () => ({ title: 'Fingerprint or face was cancelled', text: 'Try again, or go back.' }),
  325: () => ({
    title: 'The key behind your fingerprint or face is gone',
    text: 'Fingerprints or faces on this device were changed. Add this method again in Settings.',
  }),
};

function wrongPin(remainingAttempts: number | undefined): Sentence {
  if (remainingAttempts === undefined) return { title: 'Wrong PIN', text: 'Begin again.' };
  if (remainingAttempts === 1) {
    return {
      title: 'Wrong PIN. 1 attempt left',
      text: 'The next wrong PIN locks this phone, for offline confirmations, too. If you are not sure, stop here and come back later.',
    };
  }
  return { title: `Wrong PIN. ${remainingAttempts} attempts left`, text: 'Type it again.' };
}
