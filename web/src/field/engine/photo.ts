// Pictures: made small and encoded anew on the phone, so that place, time and camera in the file are gone before it is kept.

import type { Photo, PhotoResult } from './api';
import { type Bytes, sha256 } from './bytes';

const LONGEST = 1600;

interface Drawn {
  width: number;
  height: number;
  source: CanvasImageSource;
  done(): void;
}

async function draw(picture: Blob | HTMLCanvasElement): Promise<Drawn | null> {
  if (!(picture instanceof Blob)) return { width: picture.width, height: picture.height, source: picture, done: () => undefined };
  try {
    const bitmap = await createImageBitmap(picture, { imageOrientation: 'from-image' });
    return { width: bitmap.width, height: bitmap.height, source: bitmap, done: () => bitmap.close() };
  } catch {
    return null;
  }
}

/** Shrinks to 1600 px and encodes as JPEG; worse quality until it is within `limit` bytes. */
export async function preparePhoto(picture: Blob | HTMLCanvasElement, limit: number): Promise<PhotoResult> {
  const drawn = await draw(picture);
  if (!drawn || drawn.width === 0 || drawn.height === 0) return { code: 'not_a_picture' };
  try {
    for (const [longest, quality] of [
      [LONGEST, 0.8],
      [LONGEST, 0.6],
      [1200, 0.6],
      [800, 0.5],
    ] as const) {
      const photo = await encode(drawn, longest, quality);
      if (photo && photo.bytes.length <= limit) return { code: 'ok', photo };
    }
    return { code: 'too_large' };
  } finally {
    drawn.done();
  }
}

async function encode(drawn: Drawn, longest: number, quality: number): Promise<Photo | null> {
  const scale = Math.min(1, longest / Math.max(drawn.width, drawn.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(drawn.width * scale));
  canvas.height = Math.max(1, Math.round(drawn.height * scale));
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  // JPEG has no transparency: a signature on nothing would be black on black.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(drawn.source, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality));
  if (!blob) return null;
  const bytes: Bytes = new Uint8Array(await blob.arrayBuffer());
  return { hash: await sha256(bytes), type: 'image/jpeg', width: canvas.width, height: canvas.height, bytes };
}
