// A QR code of any text as a picture, for what a terminal would never show.

import { PNG } from 'pngjs';
import encodeQR from 'qr';

const pixelsPerModule = 8;

// A PNG.
export function qrPictureOf(text) {
  const modules = encodeQR(text, 'raw', { border: 4 });
  const side = modules.length * pixelsPerModule;
  const image = new PNG({ width: side, height: side });
  for (let y = 0; y < side; ++y) {
    for (let x = 0; x < side; ++x) {
      const dark = modules[Math.floor(y / pixelsPerModule)][Math.floor(x / pixelsPerModule)];
      image.data.fill(dark ? 0 : 255, (y * side + x) * 4, (y * side + x) * 4 + 3);
      image.data[(y * side + x) * 4 + 3] = 255;
    }
  }
  return PNG.sync.write(image);
}
