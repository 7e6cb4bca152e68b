// Reading a QR picture where the browser cannot do it by itself. Loaded only when a camera was opened without BarcodeDetector.
import { decodeQR } from 'qr/decode.js';

/** The text in the picture, or null. `budget` is how long retries may take, in milliseconds. */
export function read(picture: ImageData, budget: number): string | null {
  try {
    return decodeQR({ width: picture.width, height: picture.height, data: picture.data }, { timeLimit: budget });
  } catch {
    return null;
  }
}
