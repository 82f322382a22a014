// A PIN takes the WebAssembly module about a tenth of a second, in which nothing is drawn: first let the screen say so.

export function nextPaint(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
}
