// What a QR code, an image or a pasted text turned out to be.

import { FormatFault, parseActivation, type Activation } from './application.ts';

export type ScannedText =
  | { kind: 'verification-data'; digits: string }
  | { kind: 'activation'; activation: Activation }
  | { kind: 'other'; sentence: string };

// The shortest verification data: 14 bytes, as 34 digits.
const shortestVerificationData = 34;

/** White space around the text is ignored, none within it. */
export function readScannedText(text: string): ScannedText {
  const trimmed = text.trim();
  if (/^[0-9]+$/.test(trimmed)) {
    if (trimmed.length >= shortestVerificationData) return { kind: 'verification-data', digits: trimmed };
    return {
      kind: 'other',
      sentence:
        'These are too few digits for a transaction. If they are an activation code, go to Settings and add a registration.',
    };
  }
  try {
    const activation = parseActivation(trimmed);
    if (activation) return { kind: 'activation', activation };
  } catch (fault) {
    if (!(fault instanceof FormatFault)) throw fault;
    return { kind: 'other', sentence: `This is an activation code with a fault. ${fault.message} Ask for a new one.` };
  }
  return { kind: 'other', sentence: sentenceFor(trimmed) };
}

function sentenceFor(text: string): string {
  if (text === '') return 'There is no text in it. Scan the code that the terminal shows.';
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) {
    return 'This is a web address, not a transaction. It was not opened. Scan the code that the terminal shows.';
  }
  if (/^[0-9\s]+$/.test(text)) {
    return 'There are spaces or line breaks between the digits. Paste them as one number.';
  }
  return 'This is not a Heliograph code. Scan the code that the terminal shows.';
}
