// Reads QR codes from the rear camera, frame by frame, until it is closed. Frames stay in memory and go nowhere.

import decodeQR from 'qr/decode.js';

export type CameraFault = 'insecure' | 'unsupported' | 'denied' | 'missing' | 'busy' | 'failed';

export class CameraFailure extends Error {
  constructor(readonly fault: CameraFault) {
    super(fault);
  }
}

// Enough for the densest code of the protocol (57 modules) at arm's length, and quick to decode.
const largestSide = 1080;
const pauseMilliseconds = 60;

// Neither the torch's capability nor its constraint is in the DOM's type declarations.
interface TorchCapability {
  torch?: boolean;
}

export class QrCamera {
  private readonly canvas = document.createElement('canvas');
  private timer: number | undefined;
  private closed = false;

  private constructor(
    private readonly video: HTMLVideoElement,
    private readonly stream: MediaStream,
    private readonly onText: (text: string) => void,
  ) {}

  // Asks for permission where there is none yet. Rejects with CameraFailure.
  static async open(video: HTMLVideoElement, onText: (text: string) => void): Promise<QrCamera> {
    const camera = new QrCamera(video, await openStream(), onText);
    video.srcObject = camera.stream;
    await video.play().catch(() => undefined); // interrupted where the screen was left meanwhile
    camera.readNextFrame();
    return camera;
  }

  get hasTorch(): boolean {
    const capabilities = this.track?.getCapabilities?.() as TorchCapability | undefined;
    return capabilities?.torch === true;
  }

  async setTorch(on: boolean): Promise<void> {
    await this.track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
  }

  close(): void {
    this.closed = true;
    window.clearTimeout(this.timer);
    for (const track of this.stream.getTracks()) track.stop();
    this.video.srcObject = null;
  }

  private get track(): MediaStreamTrack | undefined {
    return this.stream.getVideoTracks()[0];
  }

  private readNextFrame(): void {
    if (this.closed) return;
    const text = this.readFrame();
    if (text !== undefined) this.onText(text);
    if (!this.closed) this.timer = window.setTimeout(() => this.readNextFrame(), pauseMilliseconds);
  }

  // The square in the middle, which is what the preview shows.
  private readFrame(): string | undefined {
    const { videoWidth, videoHeight } = this.video;
    const square = Math.min(videoWidth, videoHeight);
    if (square === 0) return undefined;
    const side = Math.min(square, largestSide);
    this.canvas.width = side;
    this.canvas.height = side;
    const context = this.canvas.getContext('2d', { willReadFrequently: true });
    if (!context) return undefined;
    const left = (videoWidth - square) / 2;
    const top = (videoHeight - square) / 2;
    context.drawImage(this.video, left, top, square, square, 0, 0, side, side);
    try {
      return decodeQR(context.getImageData(0, 0, side, side));
    } catch {
      return undefined; // no code in this frame
    }
  }
}

async function openStream(): Promise<MediaStream> {
  if (!window.isSecureContext) throw new CameraFailure('insecure');
  if (!navigator.mediaDevices?.getUserMedia) throw new CameraFailure('unsupported');
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: 'environment' }, width: { ideal: 1920 }, height: { ideal: 1080 } },
    });
  } catch (error) {
    throw new CameraFailure(error instanceof DOMException ? (faults[error.name] ?? 'failed') : 'failed');
  }
}

const faults: Record<string, CameraFault> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
};
