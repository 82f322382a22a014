// Reads a QR code from pixels: an image file here, a camera's frame in qr-camera.ts.

import decodeQR from 'qr/decode.js';

// Small images are enlarged so that each module has some pixels, large ones are reduced to what the decoder needs.
const smallestSide = 600;
const largestSide = 2400;

/** The text of the QR code in the image, or nothing where there is none. Rejects where the file is no image. */
export async function readQrImage(file: Blob): Promise<string | undefined> {
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return decode(pixelsOf(image));
  } finally {
    URL.revokeObjectURL(address);
  }
}

function pixelsOf(image: HTMLImageElement): ImageData {
  const longest = Math.max(image.naturalWidth, image.naturalHeight, 1);
  const scale = Math.min(Math.max(1, smallestSide / longest), largestSide / longest);
  const width = Math.max(1, Math.round(image.naturalWidth * scale));
  const height = Math.max(1, Math.round(image.naturalHeight * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('the browser gives no canvas to draw on');
  context.fillStyle = 'white'; // behind images without a background
  context.fillRect(0, 0, width, height);
  context.imageSmoothingEnabled = scale < 1;
  context.drawImage(image, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

function decode(pixels: ImageData): string | undefined {
  try {
    return decodeQR(pixels, { effort: Infinity, timeLimit: 3000 });
  } catch {
    return undefined; // the decoder's way to say that it found none
  }
}
