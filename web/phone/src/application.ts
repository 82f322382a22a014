// The application that a registration belongs to, and the activation code with it.
//
//   application   {"service_url", "application_id", "channel_public_key"}; `heliograph app show` prints it
//   activation    {"activation_code", "application"}; what a terminal shows as a QR code

export interface Application {
  service_url: string;
  application_id: string;
  /** Pins the server: answers that were not made with its private half are refused. */
  channel_public_key: string;
}

export interface Activation {
  activationCode: string;
  application: Application;
}

/** Its message is a sentence for the user, about what was read: "It lacks application_id." */
export class FormatFault extends Error {}

const notJson = 'It is not a JSON object: that starts with { and ends with }.';

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : undefined;
}

/** Looks at presence and type only: the SDK reads the values and names the member at fault. Throws FormatFault. */
export function applicationOf(value: unknown): Application {
  const object = asObject(value);
  if (!object) throw new FormatFault(notJson);
  const read = (member: keyof Application): string => {
    const text = object[member];
    if (typeof text !== 'string') throw new FormatFault(`It lacks ${member}.`);
    return text;
  };
  return {
    service_url: read('service_url'),
    application_id: read('application_id'),
    channel_public_key: read('channel_public_key'),
  };
}

/** Throws FormatFault. */
export function parseApplication(text: string): Application {
  return applicationOf(parseObject(text));
}

/** Nothing where the text is no activation; throws FormatFault where it is one with a fault. */
export function parseActivation(text: string): Activation | undefined {
  const object = parseObject(text);
  if (!object || !('activation_code' in object)) return undefined;
  const activationCode = object['activation_code'];
  if (typeof activationCode !== 'string') throw new FormatFault('Its activation_code is not a text.');
  return { activationCode, application: applicationOf(object['application']) };
}

export function isSameApplication(one: Application, other: Application): boolean {
  return one.application_id === other.application_id && one.channel_public_key === other.channel_public_key;
}
