// The phone's camera. Chromium takes a video file for one: YUV4MPEG2 with a single frame, which it plays over and over. The file
// is named at the browser's start and read again whenever a page opens the camera.

import { writeFileSync } from 'node:fs';
import { PNG } from 'pngjs';

const width = 1280;
const height = 720;

export class Camera {
  constructor(file) {
    this.file = file;
    this.pointAtNothing();
  }

  pointAtNothing() {
    this.#show(() => [96, 96, 96]);
  }

  // `picture` is a PNG. It fills the frame's height or width, the rest is grey.
  pointAt(picture) {
    const image = PNG.sync.read(picture);
    const scale = Math.max(image.width / width, image.height / height);
    const left = (width - image.width / scale) / 2;
    const top = (height - image.height / scale) / 2;
    this.#show((x, y) => colourAt(image, (x + 0.5 - left) * scale - 0.5, (y + 0.5 - top) * scale - 0.5));
  }

  #show(colour) {
    writeFileSync(this.file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\nFRAME\n`), frameOf(colour)]));
  }
}

// Between the four pixels around (x, y). Outside of the image: grey.
function colourAt(image, x, y) {
  if (x < -0.5 || y < -0.5 || x > image.width - 0.5 || y > image.height - 0.5) return [96, 96, 96];
  const x0 = Math.max(0, Math.floor(x));
  const y0 = Math.max(0, Math.floor(y));
  const x1 = Math.min(image.width - 1, x0 + 1);
  const y1 = Math.min(image.height - 1, y0 + 1);
  const right = Math.max(0, x - x0);
  const below = Math.max(0, y - y0);
  const at = (column, row, channel) => image.data[(row * image.width + column) * 4 + channel];
  return [0, 1, 2].map(
    (channel) =>
      (at(x0, y0, channel) * (1 - right) + at(x1, y0, channel) * right) * (1 - below) +
      (at(x0, y1, channel) * (1 - right) + at(x1, y1, channel) * right) * below,
  );
}

// 4:2:0: a full plane of brightness, then two planes of colour at half the width and height.
function frameOf(colour) {
  const brightness = Buffer.alloc(width * height);
  const blueness = Buffer.alloc((width * height) / 4);
  const redness = Buffer.alloc((width * height) / 4);
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) {
      const [red, green, blue] = colour(x, y);
      brightness[y * width + x] = 16 + 0.257 * red + 0.504 * green + 0.098 * blue;
      if (x % 2 !== 0 || y % 2 !== 0) continue;
      const at = (y / 2) * (width / 2) + x / 2;
      blueness[at] = 128 - 0.148 * red - 0.291 * green + 0.439 * blue;
      redness[at] = 128 + 0.439 * red - 0.368 * green - 0.071 * blue;
    }
  }
  return Buffer.concat([brightness, blueness, redness]);
}
