// Why there is no camera picture, and what to do.

import type { CameraFault } from './qr-camera.ts';

const otherWays = 'You can choose an image of the code or paste its digits instead.';

export const cameraSentences: Record<CameraFault, string> = {
  insecure: `Browsers give a page the camera only over https, or on localhost. Open this page that way. ${otherWays}`,
  unsupported: `This browser has no camera access for web pages. ${otherWays}`,
  denied: `The camera is not allowed for this page. Allow it in the browser’s site settings, then try again. ${otherWays}`,
  missing: `No camera was found on this device. ${otherWays}`,
  busy: `The camera is in use by another application. Close that one, then try again. ${otherWays}`,
  failed: `The camera did not start. ${otherWays}`,
};
