// A PIN takes the WebAssembly module about a tenth of a second, an image without a code the decoder some seconds, and nothing
// is drawn meanwhile: first let the screen say so.

export function nextPaint(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
}
