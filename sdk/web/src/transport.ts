// Transport: how sealed messages reach the server (sdk/transport.h). FetchTransport is the one for browsers.

/** In the order of PageTransport (binding/page_transport.cc), which knows them by their position. */
export const transportFailureKinds = [
  /** No connection, TLS failure or time-out: nobody knows whether the message arrived. */
  'UNREACHABLE',
  /** The server answered that it cannot read the message. */
  'REJECTED',
  /** The server asks to try later. */
  'BUSY',
] as const;

export type TransportFailureKind = (typeof transportFailureKinds)[number];

export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';
  readonly kind: TransportFailureKind;

  constructor(kind: TransportFailureKind, options?: ErrorOptions) {
    super(`transport: ${kind}`, options);
    this.kind = kind;
  }
}

export interface Transport {
  /**
   * One message to the device API below `serviceUrl` (such as https://auth.example.org), and its answer. Sends once,
   * and logs nothing. Rejects with a TransportFailure.
   */
  exchange(serviceUrl: string, message: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}
